import "../utc-date.ts";
import { functionGlobals } from "../function-globals.ts";
import { parseFunction } from "../parse-function.ts";
import { compileInCompartment, lockDown } from "../sandbox.ts";
import { leaksOf, literalsText, reach, realmOf, type Leak, type Reached } from "./reachable.ts";
import { portOfThisThread } from "./thread-port.ts";

/** Names that the platform has and functions get in versions of our own. */
const ownVersions: ReadonlySet<string> = new Set(["TextEncoder", "TextDecoder"]);

/** What is wrong with all that a function finds in its compartment, and how much there is; `planted` has a hole on purpose. */
export interface CompartmentWalk {
  readonly reached: number;
  readonly leaks: readonly Leak[];
  readonly planted: Readonly<Record<string, readonly Leak[]>>;
}

const platform = { TextDecoder: globalThis.TextDecoder, setTimeout: globalThis.setTimeout };
const ofGlobal = Object.freeze(() => globalThis);
const { host } = realmOf(functionGlobals, ownVersions);
lockDown();

const rootsText = `({ ${[...functionGlobals].join(", ")}, literals: ${literalsText} })`;
const roots = compileInCompartment({ field: "walk", parameters: [], source: rootsText }, parseFunction(rootsText));
const walk = { stopAt: host, calls: true };
const walked = (): readonly Reached[] =>
  [1, 2].map(() => reach(roots() as Readonly<Record<string, unknown>>, walk));

const own = walked();
const holes: Readonly<Record<string, unknown>> = {
  "the platform's text decoder": platform.TextDecoder,
  "one of its decoders": new platform.TextDecoder(),
  "a timer of the platform": platform.setTimeout,
  "a function that leads to the real global": ofGlobal,
  "an array that lives longer than a call": [1],
  "a map that is frozen, and its entries are not": Object.freeze(new Map()),
  "bytes that live longer than a call": Object.freeze({ bytes: new Uint8Array(1) }),
  "a function that can carry something": (): number => 0,
  "a class whose methods can be replaced": Object.freeze(class {}),
};
const result: CompartmentWalk = {
  reached: own[0]?.all.size ?? 0,
  leaks: leaksOf(own, host),
  planted: Object.fromEntries(
    Object.entries(holes).map(([name, hole]) => [name, leaksOf([reach({ hole }, walk), reach({ hole }, walk)], host)]),
  ),
};
portOfThisThread<never, CompartmentWalk>().postMessage(result);

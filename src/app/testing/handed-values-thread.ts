import "../../expression/utc-date.ts";
import { functionGlobals } from "../../expression/function-globals.ts";
import { lockDown, sandboxedFunctions } from "../../expression/sandbox.ts";
import type { FunctionCompiler } from "../../runtime/environment.ts";
import { leaksOf, reach, realmOf, type Leak, type Reached } from "../../expression/testing/reachable.ts";
import { portOfThisThread } from "../../expression/testing/thread-port.ts";
import { takeHandedValues } from "./handed-values.ts";

/** What is wrong with all that functions are handed by real operators, and which functions were looked at. */
export interface HandedWalk {
  readonly functions: readonly string[];
  readonly reached: number;
  readonly leaks: readonly Leak[];
  /** The same with a border that does not copy what it hands out. */
  readonly planted: readonly Leak[];
}

const { host, language } = realmOf(functionGlobals, new Set(["TextEncoder", "TextDecoder"]));
lockDown();

/** The intrinsics are walked once, from the compartment: `expression/testing/reachability-thread.ts`. */
const stopAt = new Set([...host, ...language]);
const functions = new Set<string>();

function walksOf(compiler: FunctionCompiler, calls: boolean): readonly Reached[] {
  const walks: Reached[] = [];
  takeHandedValues(compiler, (by, handed) => {
    functions.add(by);
    const named = Object.fromEntries(Object.entries(handed).map(([name, value]) => [`${by}: ${name}`, value]));
    walks.push(reach(named, { stopAt, calls }));
  });
  return walks;
}

/** A border that copies nothing. */
const uncopied: FunctionCompiler = { compile: (source, guard) => sandboxedFunctions.compile(source, { ...guard, pass: [] }) };

const walks = walksOf(sandboxedFunctions, true);
portOfThisThread<never, HandedWalk>().postMessage({
  functions: [...functions],
  reached: walks.reduce((sum, { all }) => sum + all.size, 0),
  leaks: leaksOf(walks, host),
  planted: leaksOf(walksOf(uncopied, false), host),
});

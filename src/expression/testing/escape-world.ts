import { callScope } from "../../stream/call-scope.ts";
import { functionGlobals } from "../function-globals.ts";
import type { FunctionSource, UserFunction } from "../function-source.ts";
import { describeThrown } from "../../stream/describe-value.ts";
import type { EscapeAttempt } from "./escapes.ts";
import { intrinsicsChange } from "./intrinsics-watch.ts";
import { pipelineDigest } from "./victim.ts";

/** What one attempt came to in one world. `won` says how, and is absent when it got nothing and damaged nothing. */
export interface EscapeReport {
  readonly outcome: "refused" | "threw" | "returned";
  readonly detail: string;
  readonly won?: string;
}

export interface EscapeWorld {
  /** How this world makes functions; `unprotected` worlds also leave out the freezing of what the runtime hands to a function. */
  readonly compile: (source: FunctionSource) => UserFunction;
  readonly unprotected: boolean;
}

interface GuestRow {
  $kind: number;
  word: string;
  n: number;
}

/**
 * Runs one attempt beside a victim: a function of the same job further down, keyed state and a codec on shared memory. Throws when
 * the world itself does not work, so that a world that fails to start is never counted as one that held. `begin` is called when
 * everything works and the guest is about to run.
 */
export async function runEscapeAttempt(world: EscapeWorld, attempt: EscapeAttempt, begin: () => void): Promise<EscapeReport> {
  const host = hostObjects();
  const victim = world.compile({ field: "victim", parameters: ["row"], source: "row.word.split('').reverse().join('') + [row.n, 2, 1].sort().map((n) => n * 2)" });
  const undisturbed = pipelineDigest(victim);
  const changed = intrinsicsChange();
  const stage = makeStage(world.unprotected);
  begin();
  const report = await call(world, attempt, stage);
  const won =
    (report.returned ? loot(report.result, host, attempt.fair) : undefined) ??
    (Reflect.has(globalThis, "weirLoot") ? "code ran with the host's global" : undefined) ??
    changed() ??
    stage.damage() ??
    (digestOf(victim) === undisturbed ? undefined : "the victim's output changed");
  return { outcome: report.outcome, detail: report.detail, ...(won === undefined ? {} : { won }) };
}

function digestOf(victim: UserFunction): string {
  try {
    return pipelineDigest(victim);
  } catch (error) {
    return `broken: ${String(error)}`;
  }
}

interface Call {
  readonly outcome: EscapeReport["outcome"];
  readonly detail: string;
  readonly returned: boolean;
  readonly result?: unknown;
}

async function call(world: EscapeWorld, attempt: EscapeAttempt, stage: Stage): Promise<Call> {
  let guest: UserFunction;
  try {
    guest = world.compile({ field: "attempt", parameters: ["row", "ctx", "collect"], source: attempt.body });
  } catch (error) {
    return { outcome: "refused", detail: describeThrown(error).message, returned: false };
  }
  let outcome: Call;
  stage.enter();
  try {
    const result = guest(stage.row, stage.ctx, stage.collect);
    outcome = { outcome: "returned", detail: typeof result, returned: true, result };
  } catch (error) {
    outcome = { outcome: "threw", detail: describeThrown(error).message, returned: false };
  } finally {
    stage.leave();
  }
  try {
    if (typeof outcome.result === "object" && outcome.result !== null) stage.copy(outcome.result);
  } catch {
    // A row that cannot be copied is the author's mistake, not an escape.
  }
  await new Promise((resolve) => setTimeout(resolve, 15));
  return outcome;
}

interface Stage {
  readonly row: GuestRow;
  readonly ctx: object;
  readonly collect: UserFunction;
  enter(): void;
  leave(): void;
  copy(value: object): void;
  damage(): string | undefined;
}

/** What the runtime hands to a function: a row of a frozen class, a ctx of closures, a collector that is open during the call. */
function makeStage(unprotected: boolean): Stage {
  class RowOfWordN implements GuestRow {
    $kind = 0;
    word = "weir";
    n = 1;
  }
  const scope = callScope();
  const rows: { readonly word: string; readonly n: number }[] = [];
  const rowOf = (value: unknown): { readonly word: string; readonly n: number } => {
    if (typeof value !== "object" || value === null) throw new TypeError("not a row");
    const word: unknown = Reflect.get(value, "word");
    const n: unknown = Reflect.get(value, "n");
    if (typeof word !== "string" || typeof n !== "number") throw new TypeError("field of another type");
    return { word, n };
  };
  const copy = (value: unknown): void => {
    rows.push(rowOf(value));
  };
  const methods = { now: () => 0, random: () => 0.5, log: () => undefined };
  const ctx: object = Object.assign(Object.create(unprotected ? Object.prototype : null), methods);
  if (!unprotected) {
    for (const frozen of [RowOfWordN.prototype, RowOfWordN, ctx, ...Object.values(methods)]) Object.freeze(frozen);
  }
  const row = new RowOfWordN();
  return {
    row,
    ctx,
    collect: unprotected ? copy : scope.guard(rowOf, (made) => void rows.push(made)),
    enter: scope.enter,
    leave: scope.leave,
    copy,
    damage: () => {
      if (rows.some(({ word }) => word === "extra")) return "a row was collected outside the call";
      if (Object.getOwnPropertyNames(RowOfWordN.prototype).length > 1 || "polluted" in new RowOfWordN()) return "the row class was changed";
      return Reflect.get(ctx, "now") === methods.now ? undefined : "ctx was changed";
    },
  };
}

/** Everything of the host's global that is not on the list of what a function may have. */
function hostObjects(): ReadonlySet<unknown> {
  const found = new Set<unknown>([globalThis, runEscapeAttempt, call]);
  for (let holder: unknown = globalThis; typeof holder === "object" && holder !== null; holder = Object.getPrototypeOf(holder)) {
    if (holder === Object.prototype) break;
    for (const name of Object.getOwnPropertyNames(holder)) {
      if (functionGlobals.has(name) || /^(?:local|session)Storage$/.test(name)) continue;
      try {
        const value: unknown = Reflect.get(globalThis, name);
        if ((typeof value === "object" && value !== null) || typeof value === "function") found.add(value);
      } catch {
        // A global that cannot be read cannot be handed out either.
      }
    }
  }
  return found;
}

const hostText = /\b(?:file|https?|blob|node):|\.m?[jt]s\b|\n\s+at /;

function loot(result: unknown, host: ReadonlySet<unknown>, fair: string | undefined): string | undefined {
  if (host.has(result)) return "returned an object of the host";
  if (typeof result === "string" && hostText.test(result)) return "returned text about the host";
  if (fair !== undefined && String(result) !== fair) return `returned ${String(result)} instead of ${fair}`;
  return undefined;
}

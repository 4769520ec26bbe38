import { functionGlobals } from "../../expression/function-globals.ts";
import type { EscapeAttempt } from "../../expression/testing/escapes.ts";
import { intrinsicsChange } from "../../expression/testing/intrinsics-watch.ts";
import { pipelineDigest } from "../../expression/testing/victim.ts";
import { processFactory } from "../../operators/process/operator.ts";
import type { FunctionCompiler } from "../../runtime/environment.ts";
import { OperatorHarness } from "../../runtime/testing/operator-harness.ts";
import { describeThrown } from "../../stream/describe-value.ts";
import { rowFromObject } from "../../stream/row-from-object.ts";
import { handedFields, handedSchema, sharedRow } from "./handed-values.ts";

/** What one attempt came to in one world. `won` says how, and is absent when it got nothing and damaged nothing. */
export interface EscapeReport {
  readonly outcome: "refused" | "threw" | "returned";
  readonly detail: string;
  readonly won?: string;
}

/**
 * Runs one attempt as the function of a real process operator: with its rows, its `ctx`, its `collect` and its state. Beside it stand
 * victims of the same thread: another process operator with state, a function over rows of shared memory. Throws when the world itself
 * does not work, so that a world that fails to start is never counted as one that held. `begin` is called when everything works and
 * the guest is about to run.
 */
export async function runEscapeAttempt(functions: FunctionCompiler, attempt: EscapeAttempt, begin: () => void): Promise<EscapeReport> {
  const host = hostObjects();
  const mapped = functions.compile({ field: "victim", parameters: ["row"], source: mappedText });
  const undisturbed = [pipelineDigest(mapped), operatorWith(functions, victimText).feed()];
  const victim = operatorWith(functions, victimText);
  const changed = intrinsicsChange();
  begin();
  const { report, returned, rows } = await call(functions, attempt);
  const won =
    (returned === undefined ? undefined : loot(returned.value, host, attempt.fair)) ??
    (Reflect.has(globalThis, "weirLoot") ? "code ran with the host's global" : undefined) ??
    changed() ??
    (rows.some((row) => row.startsWith("extra")) ? "a row was collected outside the call" : undefined) ??
    damage(undisturbed, () => [pipelineDigest(mapped), victim.feed()]);
  return { ...report, ...(won === undefined ? {} : { won }) };
}

const mappedText = "row.word.split('').reverse().join('') + [row.n, 2, 1].sort().map((n) => n * 2)";

/** Uses what a function is given in the usual ways. */
const victimText = `
  const { count } = ctx.state;
  count.update((count.value() ?? 0) + 1);
  const parts = [String(row.d), row.a.map(({ x }) => x), [...row.m], row.r.y.join(), new Date(ctx.timestamp()).toISOString(), row.raw.list];
  const text = new TextDecoder().decode(new TextEncoder().encode(JSON.stringify(parts)));
  collect({ ...row, word: row.word.toUpperCase() + text.replace(/[^\\w.]/g, "-"), n: count.value() });`;

function damage(undisturbed: readonly string[], disturbed: () => readonly string[]): string | undefined {
  try {
    const now = disturbed();
    return now.every((digest, at) => digest === undisturbed[at]) ? undefined : "the victim's output changed";
  } catch (error) {
    return `the victim broke: ${describeThrown(error).message}`;
  }
}

interface RealOperator {
  /** Hands it one row, the same each time, and gives all that came out so far. */
  feed(): string;
  readonly output: readonly string[];
}

/** A process operator in a task of its own. Throws when its function does not compile. */
function operatorWith(functions: FunctionCompiler, processElement: string): RealOperator {
  const harness = new OperatorHarness(
    {
      factory: processFactory,
      config: { processElement, onTimer: "", states: [{ kind: "value", name: "count", type: "RAW" }], fields: handedFields, sideOutputs: [] },
      inputSchemas: [handedSchema],
      keys: [["word"]],
      outputSchema: handedSchema,
      functions,
    },
    { subtask: 0, parallelism: 1 },
  );
  const row = sharedRow();
  return {
    output: harness.output,
    feed() {
      harness.offer({ kind: "record", input: 0, row, timestamp: 7 });
      harness.run();
      return JSON.stringify(harness.output);
    },
  };
}

interface Call {
  readonly report: EscapeReport;
  readonly returned?: { readonly value: unknown };
  /** All that came out of its operator in the end. */
  readonly rows: readonly string[];
}

async function call(functions: FunctionCompiler, attempt: EscapeAttempt): Promise<Call> {
  let returned: Call["returned"];
  const seeing: FunctionCompiler = {
    compile: (source, guard) =>
      functions.compile(source, {
        ...guard,
        convert: (value) => {
          if (source.field === "processElement") returned = { value };
          return guard?.convert?.(value);
        },
      }),
  };
  let operator: RealOperator;
  try {
    operator = operatorWith(seeing, attempt.body);
  } catch (error) {
    return { report: { outcome: "refused", detail: describeThrown(error).message }, rows: [] };
  }
  let thrown: string | undefined;
  try {
    operator.feed();
  } catch (error) {
    thrown = describeThrown(error).message;
  }
  try {
    // As a map does with what its function returned.
    if (typeof returned?.value === "object") rowFromObject(handedSchema)(returned.value);
  } catch {
    // A row that cannot be copied is the author's mistake, not an escape.
  }
  await new Promise((resolve) => setTimeout(resolve, 15));
  const report: EscapeReport = thrown === undefined ? { outcome: "returned", detail: typeof returned?.value } : { outcome: "threw", detail: thrown };
  return { report, rows: operator.output, ...(returned === undefined ? {} : { returned }) };
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

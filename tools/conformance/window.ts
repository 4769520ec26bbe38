import type { Row } from "../../src/stream/row.ts";
import { createWindowOperator } from "../../src/runtime/window/window-operator.ts";
import { compareScript } from "./compare-output.ts";
import { compareErrors, operatorErrors } from "./error-kind.ts";
import { KeyedOperator, restoreFrom } from "./keyed-operator.ts";
import type { Output, Step } from "./keyed-operator.ts";
import type { Suite } from "./suite.ts";
import { recordSchema, resultSchema, windowSpec } from "./window-config.ts";
import type { WindowConfig } from "./window-config.ts";
import { resultOf, windowFunctions } from "./window-functions.ts";

interface Given {
  readonly clock: number;
  readonly config: WindowConfig;
  readonly script: readonly Step[];
}

interface Result {
  readonly out?: readonly (readonly Output[])[];
  readonly lateDropped?: number;
  readonly error?: string;
}

const maxParallelism = 128;

/**
 * Windows in columns, in the general layout, and a change from one to the other at every restore: all must do what
 * Flink did.
 */
const layouts = ["columns", "general", "alternating"] as const;
type Layout = (typeof layouts)[number];

export const windowSuite: Suite = {
  name: "window",
  notApplicable: ({ config }: Given, expected: Result): string | undefined => {
    if (config.function.type === "process" && config.function.clearState === false) return "a process function that leaves the state of its windows behind";
    return JSON.stringify(expected).includes('"r":null') ? "a null in place of a row" : undefined;
  },
  run: (given: Given): readonly Result[] => layouts.map((layout) => runCase(given, layout)),
  compare: (expected: Result, actual: readonly Result[]): string | undefined => {
    for (const [index, result] of actual.entries()) {
      const difference = compareResult(expected, result);
      if (difference !== undefined) return `  (${layouts[index]})${difference}`;
    }
    return undefined;
  },
};

function runCase({ clock, config, script }: Given, layout: Layout): Result {
  try {
    return new WindowRun(clock, config, layout).run(script);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function compareResult(expected: Result, actual: Result): string | undefined {
  if (expected.error !== undefined)
    return actual.error === undefined ? "  the job should have been refused" : compareErrors(operatorErrors, expected.error, actual.error);
  if (actual.error !== undefined) return `  refused: ${actual.error}`;
  const difference = compareScript(expected.out ?? [], actual.out ?? []);
  if (difference !== undefined || expected.lateDropped === actual.lateDropped) return difference;
  return `  lateDropped is ${actual.lateDropped}, not ${expected.lateDropped}`;
}

class WindowRun {
  #now: number;
  readonly #config: WindowConfig;
  #operator: KeyedOperator;
  #lateDropped = 0;
  #restores = 0;
  readonly #layout: Layout;

  constructor(clock: number, config: WindowConfig, layout: Layout) {
    this.#now = clock;
    this.#layout = layout;
    this.#config = config;
    this.#operator = this.#create(undefined);
  }

  run(script: readonly Step[]): Result {
    const out: (readonly Output[])[] = [];
    for (const step of script) {
      try {
        out.push(this.#step(step));
      } catch (error) {
        out.push([{ error: error instanceof Error ? error.message : String(error) }]);
        break;
      }
    }
    return { out, lateDropped: this.#lateDropped + this.#operator.lateDropped };
  }

  #step(step: Step): Output[] {
    if (step.r !== undefined) return this.#operator.record(rowOf(step.r), step.t);
    if (step.w !== undefined) return this.#operator.advanceWatermark(step.w);
    if (step.p !== undefined) {
      this.#now = step.p;
      return this.#operator.advanceProcessingTime(step.p);
    }
    if (step.stats === true) return this.#operator.statistics();
    this.#lateDropped += this.#operator.lateDropped;
    this.#restores += 1;
    this.#operator = this.#create(this.#operator);
    return [];
  }

  #create(previous: KeyedOperator | undefined): KeyedOperator {
    const schema = recordSchema(this.#config);
    const config = this.#config;
    const layout = this.#layout;
    return new KeyedOperator({
      schema,
      sideOutputs: ["late", "fired"],
      outputSchema: resultSchema(this.#config),
      maxParallelism,
      parallelism: 1,
      subtask: 0,
      now: this.#now,
      windowColumns: layout === "columns" || (layout === "alternating" && this.#restores % 2 === 1),
      ...(previous && { restore: restoreFrom([previous.snapshot()], { parallelism: 1, maxParallelism })[0] }),
      functions: windowFunctions,
      create: (context) => createWindowOperator(windowSpec(config, context), context),
      encode: (row) => encode(row, config),
    });
  }
}

/** A result of a process function, a row of the input, or one of aggregates. */
function encode(row: Row, { function: given }: WindowConfig): unknown {
  if ("r" in row) return row["r"];
  if ("aux" in row || given.type !== "aggregate") return [row["key"], row["value"], row["aux"]];
  return resultOf(given.agg, row, row["key"]);
}

function rowOf([key, value, aux]: readonly unknown[]): Row {
  return { $kind: 0, key, value, aux };
}

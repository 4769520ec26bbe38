import type { OperatorRestore } from "../../src/runtime/api.ts";
import type { FunctionCompiler } from "../../src/runtime/environment.ts";
import type { ProcessConfig } from "../../src/operators/process/descriptor.ts";
import type { TtlDeclaration } from "../../src/operators/state-field.ts";
import { processFactory as productOperator } from "../../src/operators/process/operator.ts";
import type { Schema } from "../../src/stream/logical-type.ts";
import type { Row } from "../../src/stream/row.ts";
import { KeyedOperator } from "./keyed-operator.ts";
import { runProgram, timerProgram } from "./process-program.ts";
import type { Collect, Context, Program } from "./process-program.ts";
import { keyTypes } from "./window-config.ts";

export interface ProcessOperatorOptions {
  readonly key: "int" | "long" | "string";
  readonly timerProgram: Program;
  readonly maxParallelism: number;
  readonly parallelism: number;
  readonly subtask: number;
  /** Processing time when it starts. */
  readonly now: number;
  readonly restore?: OperatorRestore;
  /** Of all states but `programs`. */
  readonly ttl?: TtlDeclaration;
}

const resultSchema: Schema = { fields: [{ name: "r", type: { type: "RAW", nullable: true } }] };

const config: ProcessConfig = {
  processElement: "program of the record",
  onTimer: "program of the timer",
  states: [
    { kind: "value", name: "value", type: "BIGINT" },
    { kind: "list", name: "list", type: "BIGINT" },
    { kind: "map", name: "map", keyType: "STRING", type: "BIGINT" },
    { kind: "map", name: "programs", keyType: "STRING", type: "RAW" },
    { kind: "reducing", name: "reducing", type: "BIGINT", reduce: "left + right" },
    {
      kind: "aggregating",
      name: "aggregating",
      type: "RAW",
      createAccumulator: "[0, 0]",
      add: "sum and count",
      getResult: "accumulator",
    },
  ],
  fields: [{ name: "r", type: "RAW" }],
  sideOutputs: [{ tag: "side", fields: [{ name: "r", type: "RAW" }] }],
};

/** The product's process operator with the function of the suite in place of a user's text. */
export function processFactory(options: ProcessOperatorOptions): KeyedOperator {
  const { key, timerProgram: common, ttl, ...placement } = options;
  const states = config.states.map((state) =>
    state.name === "programs" || ttl === undefined ? state : { ...state, ttl },
  );
  return new KeyedOperator({
    ...placement,
    schema: {
      fields: [
        { name: "key", type: keyTypes[key] },
        { name: "program", type: { type: "RAW", nullable: true } },
      ],
    },
    outputSchema: resultSchema,
    sideOutputs: ["side"],
    functions: functionsOf(common),
    create: (context) => productOperator.createOperator({ ...config, states }, context),
    encode: (row) => row["r"],
  });
}

function functionsOf(common: Program): FunctionCompiler {
  const functions: Readonly<Record<string, (...args: readonly never[]) => unknown>> = {
    processElement: (row: Row, ctx: Context, collect: Collect) =>
      runProgram(row["program"] as Program, ctx, collect),
    onTimer: (timestamp: number, ctx: Context, collect: Collect) =>
      runProgram(timerProgram(timestamp, ctx, common), ctx, collect),
    "states.4.reduce": (left: number, right: number) => left + right,
    "states.5.createAccumulator": () => [0, 0],
    "states.5.add": (value: number, [sum, count]: readonly [number, number]) => [sum + value, count + 1],
    "states.5.getResult": (accumulator: unknown) => accumulator,
  };
  return {
    compile: ({ field }) => {
      const found = functions[field];
      if (found === undefined) throw new Error(`the suite has no function ${field}`);
      return found as (...args: readonly unknown[]) => unknown;
    },
  };
}

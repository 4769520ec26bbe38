import { expect, test } from "vitest";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { RowKind } from "../../stream/row.ts";
import type { OperatorFactory } from "../api.ts";
import { verifyOperator } from "./verify-operator.ts";

const words = schemaOf([{ name: "word", type: "STRING" }]);
const counts = schemaOf([
  { name: "word", type: "STRING" },
  { name: "n", type: "BIGINT" },
]);
/** Counts per key and emits the count at the next watermark. */
const counter: OperatorFactory<object> = {
  type: "counter",
  createOperator(_config, context) {
    const count = context.keyedState.value<number>({ name: "n", type: { type: "BIGINT", nullable: false } });
    const timers = context.timers<null>("timers", {
      onTimer(_domain, timestamp) {
        context.output({ $kind: RowKind.insert, word: context.keyedState.currentKey, n: count.value() }, timestamp);
      },
    });
    return {
      inputs: [
        (row, timestamp) => {
          count.update((count.value() ?? 0) + 1);
          timers.registerEventTimer(null, timestamp + 1);
          context.sideOutput("seen")(row, timestamp);
        },
      ],
    };
  },
};

const given = {
  factory: counter,
  config: {},
  inputSchemas: [words],
  keys: [["word"]],
  outputSchema: counts,
  sideOutputs: [{ tag: "seen", schema: words }],
};

test("[TK7] [TK18] state, timers and side outputs survive every schedule", () => {
  verifyOperator({
    ...given,
    input: "a@1 b@1 W1 a@2 W2 idle active W9",
    output: "seen|a@1 seen|b@1 W1 seen|a@2 a,2@2 b,1@2 W2 idle active a,2@3 W9",
  });
});

test("a wrong expectation fails", () => {
  expect(() => verifyOperator({ ...given, input: "a@1 W5", output: "seen|a@1 a,2@2 W5" })).toThrow("one at a time");
});

import { expect, test } from "vitest";
import { verifyOperator } from "../../runtime/testing/verify-operator.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import type { ProcessConfig } from "./descriptor.ts";
import { processFactory } from "./operator.ts";

const words = schemaOf([{ name: "word", type: "STRING" }]);
const results = [
  { name: "word", type: "STRING" },
  { name: "n", type: "BIGINT" },
];

const base: ProcessConfig = { processElement: "", onTimer: "", states: [], fields: results, sideOutputs: [] };
const given = {
  factory: processFactory,
  inputSchemas: [words],
  keys: [["word"]],
  outputSchema: schemaOf(results),
  sideOutputs: [{ tag: "seen", schema: words }],
};

test("[TM7] counts per key and reports with an event timer, which clears the state", () => {
  const config: ProcessConfig = {
    ...base,
    states: [{ kind: "reducing", name: "count", type: "BIGINT", reduce: "left + right" }],
    processElement: "ctx.state.count.add(1);\nctx.registerEventTimeTimer(ctx.timestamp() + 5);",
    onTimer: "collect({ word: ctx.getCurrentKey(), n: ctx.state.count.get() });\nctx.state.count.clear();",
  };
  verifyOperator({
    ...given,
    config,
    input: "a@1 a@1 b@2 W6 a@7 Wmax",
    output: "a,2@6 W6 b,1@7 a,1@12 Wmax",
  });
});

test("[TM7] rows of a processing timer have no timestamp; its side outputs have the timer's", () => {
  const config: ProcessConfig = {
    ...base,
    sideOutputs: [{ tag: "seen", fields: [{ name: "word", type: "STRING" }] }],
    processElement: 'ctx.output("seen", row);\nctx.registerProcessingTimeTimer(10);',
    onTimer: 'collect({ word: ctx.timeDomain(), n: timestamp });\nctx.output("seen", { word: "timer" });',
  };
  verifyOperator({
    ...given,
    config,
    input: "a@3 a P12",
    output: "seen|a@3 seen|a@min processing,10 seen|timer@10",
    restores: "never",
  });
});

test("[ST3] [ST4] [ST5] [ST6] every kind of state survives restores and rescaling", () => {
  const config: ProcessConfig = {
    ...base,
    states: [
      { kind: "value", name: "last", type: "BIGINT" },
      { kind: "list", name: "list", type: "STRING" },
      { kind: "map", name: "map", keyType: "STRING", type: "INT" },
      {
        kind: "aggregating",
        name: "mean",
        type: "RAW",
        createAccumulator: "[0, 0]",
        add: "[accumulator[0] + value, accumulator[1] + 1]",
        getResult: "accumulator[0] / accumulator[1]",
      },
    ],
    processElement: [
      "const s = ctx.state;",
      "s.last.update((s.last.value() ?? 0) + 1);",
      "s.list.add(row.word);",
      's.map.put("k" + s.last.value(), 1);',
      "s.mean.add(s.last.value() * 2);",
      "collect({ word: row.word, n: s.last.value() * 1000 + s.list.get().length * 100 + " +
        "s.map.keys().length * 10 + s.mean.get() });",
    ].join("\n"),
  };
  verifyOperator({
    ...given,
    config,
    input: "a@1 b@1 a@2 a@3",
    output: "a,1112@1 b,1112@1 a,2223@2 a,3334@3",
  });
});

test("[TM8] an unknown side output, and a timer without a time, are errors", () => {
  const run = (processElement: string): void =>
    verifyOperator({
      ...given,
      config: { ...base, processElement },
      input: "a@1",
      output: "",
      restores: "never",
    });
  expect(() => run('ctx.output("nowhere", row);')).toThrow(/side output "nowhere"/);
  expect(() => run("ctx.registerEventTimeTimer(NaN);")).toThrow(/a timer needs a timestamp/);
});

import { z } from "zod";
import type { OperatorDescriptor } from "../../graph/descriptor.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { functionField, resultFields } from "../function-field.ts";
import { mainOutput, plainInput } from "../ports.ts";

export const flatMapConfig = z.object({
  function: functionField({
    label: { en: "Function", "zh-Hans": "函数" },
    help: {
      en: "Calls collect({ ... }) once per new row.",
      "zh-Hans": "每产生一行调用一次 collect({ ... })。",
    },
    parameters: ["row", "collect"],
    rows: { row: "in" },
    result: "void",
    flink: "flatMap(FlatMapFunction)",
  }),
  fields: resultFields,
});
export type FlatMapConfig = z.infer<typeof flatMapConfig>;

export const flatMap: OperatorDescriptor<FlatMapConfig> = {
  type: "flat-map",
  category: "operator",
  label: { en: "flatMap", "zh-Hans": "flatMap" },
  summary: { en: "one in, many out", "zh-Hans": "一进多出" },
  help: {
    en: [
      "Makes any number of rows of every row. In Flink: `DataStream.flatMap`. All of them carry the timestamp of the record.",
      "",
      "`collect` works only during the call: rows collected later (from a promise, say) are refused.",
    ].join("\n"),
    "zh-Hans": [
      "把每一行变成任意多行。对应 Flink 的 `DataStream.flatMap`。产生的行都带有原记录的时间戳。",
      "",
      "`collect` 只在函数调用期间有效：之后（例如在 promise 中）再收集会被拒绝。",
    ].join("\n"),
  },
  glyph: "grid",
  config: flatMapConfig,
  initial: {
    function: 'for (const word of row.line.split(" ")) collect({ word });',
    fields: [{ name: "word", type: "STRING" }],
  },
  inputs: () => [plainInput],
  outputs: () => [mainOutput],
  describe: (config) => config.function,
  infer: (config) => ({ outputs: { out: schemaOf(config.fields) }, diagnostics: [] }),
  flinkName: () => "Flat Map",
  translation: { kind: "operator", chaining: "always" },
};

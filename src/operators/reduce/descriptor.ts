import { z } from "zod";
import type { OperatorDescriptor } from "../../graph/descriptor.ts";
import { functionField } from "../function-field.ts";
import { keyedInput, mainOutput } from "../ports.ts";

const reduceConfig = z.object({
  function: functionField({
    label: { en: "Function", "zh-Hans": "函数" },
    help: {
      en:
        "Combines left, what the key has so far, and right, the new row, into a row with the same fields.",
      "zh-Hans": "把该键目前的结果 left 与新行 right 合并为同样字段的一行。",
    },
    parameters: ["left", "right"],
    rows: { left: "in", right: "in" },
    result: "row",
    flink: "reduce(ReduceFunction)",
  }),
});
export type ReduceConfig = z.infer<typeof reduceConfig>;

export const reduce: OperatorDescriptor<ReduceConfig> = {
  type: "reduce",
  category: "operator",
  label: { en: "reduce", "zh-Hans": "reduce" },
  summary: { en: "folds the rows of a key", "zh-Hans": "折叠同一键的数据行" },
  help: {
    en: [
      "Combines each row with the result for its key so far, and emits the new result. In Flink: " +
        "`KeyedStream.reduce`.",
      "",
      "The first row of a key is its first result. The function gives a row with the fields of the input. " +
        "The state of a key is one row and is never cleared.",
    ].join("\n"),
    "zh-Hans": [
      "把每一行与所属键目前的结果合并，并发出新结果。对应 Flink 的 `KeyedStream.reduce`。",
      "",
      "一个键的第一行就是它的第一个结果。函数给出的行与输入字段相同。每个键的状态是一行，永不清除。",
    ].join("\n"),
  },
  glyph: "grid",
  config: reduceConfig,
  initial: { function: "{ ...left, ...right }" },
  inputs: () => [keyedInput],
  outputs: () => [mainOutput],
  describe: (config) => config.function,
  infer: (_config, inputs) => {
    const schema = inputs["in"]?.schema;
    return { outputs: schema === undefined ? {} : { out: schema }, diagnostics: [] };
  },
  flinkName: () => "Keyed Reduce",
  translation: { kind: "operator", chaining: "always" },
};

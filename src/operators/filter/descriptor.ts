import { z } from "zod";
import type { OperatorDescriptor } from "../../graph/descriptor.ts";
import { functionField } from "../function-field.ts";
import { mainOutput, plainInput } from "../ports.ts";

export const filterConfig = z.object({
  function: functionField({
    label: { en: "Condition", "zh-Hans": "条件" },
    help: {
      en: "Rows for which it gives true go on, for example row.amount > 100.",
      "zh-Hans": "结果为 true 的数据行通过，例如 row.amount > 100。",
    },
    parameters: ["row"],
    rows: { row: "in" },
    result: "boolean",
    flink: "filter(FilterFunction)",
  }),
});
export type FilterConfig = z.infer<typeof filterConfig>;

export const filter: OperatorDescriptor<FilterConfig> = {
  type: "filter",
  category: "operator",
  label: { en: "filter", "zh-Hans": "filter" },
  summary: { en: "keep some", "zh-Hans": "保留一部分" },
  help: {
    en: [
      "Lets a row pass when the condition is `true`. In Flink: `DataStream.filter`.",
      "",
      "The result must be a boolean: anything else (a number, null) fails the task, because Flink's FilterFunction returns a boolean.",
    ].join("\n"),
    "zh-Hans": [
      "条件为 `true` 时放行该行。对应 Flink 的 `DataStream.filter`。",
      "",
      "结果必须是布尔值：其他值（数字、null）会使任务失败，因为 Flink 的 FilterFunction 返回布尔值。",
    ].join("\n"),
  },
  glyph: "grid",
  config: filterConfig,
  initial: { function: "true" },
  inputs: () => [plainInput],
  outputs: () => [mainOutput],
  describe: (config) => config.function,
  infer(_config, inputs) {
    const input = inputs["in"];
    return { outputs: input === undefined ? {} : { out: input.schema }, diagnostics: [] };
  },
  flinkName: () => "Filter",
  translation: { kind: "operator", chaining: "always" },
};

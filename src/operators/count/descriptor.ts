import { z } from "zod";
import { nameDiagnostic } from "../../graph/check-names.ts";
import type { FieldMeta, OperatorDescriptor } from "../../graph/descriptor.ts";
import { nameProblem } from "../../stream/field-names.ts";
import type { Field, LogicalType, Schema } from "../../stream/logical-type.ts";
import { keyedInput, mainOutput } from "../ports.ts";

const bigint: LogicalType = { type: "BIGINT", nullable: false };

const countConfig = z.object({
  as: z
    .string()
    .min(1)
    .default("count")
    .meta({
      label: { en: "Name of the count", "zh-Hans": "计数字段名" },
    } satisfies FieldMeta),
});
export type CountConfig = z.infer<typeof countConfig>;

export const count: OperatorDescriptor<CountConfig> = {
  type: "count",
  category: "operator",
  label: { en: "count", "zh-Hans": "计数" },
  summary: { en: "running count per key", "zh-Hans": "按 key 累计计数" },
  help: {
    en: [
      "Counts the rows of each key and emits the key and its count for every row.",
      "",
      "In Flink: a `map` to (key, 1) and `sum`, or a `KeyedProcessFunction` with one `ValueState<Long>`. " +
        "The count of a key is never cleared.",
    ].join("\n"),
    "zh-Hans": [
      "统计每个键的行数，每来一行发出该键及其计数。",
      "",
      "在 Flink 中：先 `map` 为 (key, 1) 再 `sum`，或使用带一个 `ValueState<Long>` 的 `KeyedProcessFunction`。计数永不清除。",
    ].join("\n"),
  },
  glyph: "grid",
  config: countConfig,
  initial: { as: "count" },
  inputs: () => [keyedInput],
  outputs: () => [mainOutput],
  describe: (config) => config.as,
  infer: (config, inputs) => {
    const input = inputs["in"];
    if (input?.key === undefined) return { outputs: {}, diagnostics: [] };
    const problem = nameProblem(config.as);
    if (problem !== undefined) return { outputs: {}, diagnostics: [nameDiagnostic({ name: config.as, problem }, "field", "as")] };
    if (!input.key.includes(config.as))
      return { outputs: { out: countSchema(input.schema, input.key, config.as) }, diagnostics: [] };
    const message = `The key has a field "${config.as}" already; give the count another name.`;
    return {
      outputs: {},
      diagnostics: [
        {
          severity: "error",
          code: "operator.field-twice",
          message,
          values: { field: config.as },
          field: "as",
        },
      ],
    };
  },
  flinkName: () => "Count",
  translation: { kind: "operator", chaining: "always" },
};

/** The key fields, in the order of the key, and the count. */
function countSchema(schema: Schema, key: readonly string[], as: string): Schema {
  const fields = key
    .map((name) => schema.fields.find((field) => field.name === name))
    .filter((field): field is Field => field !== undefined);
  return { fields: [...fields, { name: as, type: bigint }] };
}

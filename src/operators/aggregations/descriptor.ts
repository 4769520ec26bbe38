import { z } from "zod";
import type { FieldMeta, Inference, InputInfo, OperatorDescriptor, Text } from "../../graph/descriptor.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { FieldAggregation } from "../../runtime/aggregate/field-reduce.ts";
import { hasOrder, hasSum } from "../../stream/aggregate-type.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { keyedInput, mainOutput } from "../ports.ts";

const field = z
  .string()
  .min(1)
  .meta({
    label: { en: "Field", "zh-Hans": "字段" },
    widget: "field",
  } satisfies FieldMeta);

const plainConfig = z.object({ field });
const byConfig = z.object({
  field,
  first: z
    .boolean()
    .default(true)
    .meta({
      label: { en: "Keep the first of equal rows", "zh-Hans": "相等时保留先到的行" },
      flink: "first",
    } satisfies FieldMeta),
});

export interface AggregationConfig {
  readonly field: string;
  readonly first?: boolean | undefined;
}

interface AggregationText {
  readonly type: string;
  readonly aggregation: FieldAggregation;
  readonly label: Text;
  readonly summary: Text;
  readonly help: Text;
}

function aggregation<Config extends AggregationConfig>(
  text: AggregationText,
  config: z.ZodType<Config>,
  initial: Config,
): OperatorDescriptor<Config> {
  const { type, aggregation: kind, label, summary, help } = text;
  return {
    type,
    category: "operator",
    label,
    summary,
    help,
    glyph: "grid",
    config,
    initial,
    inputs: () => [keyedInput],
    outputs: () => [mainOutput],
    describe: (configured) => `${kind}(${configured.field})`,
    infer: (configured, inputs) => inferAggregation(kind, configured.field, inputs["in"]),
    flinkName: () => "Keyed Aggregation",
    translation: { kind: "operator", chaining: "always" },
  };
}

function inferAggregation(kind: FieldAggregation, name: string, input: InputInfo | undefined): Inference {
  if (input === undefined) return { outputs: {}, diagnostics: [] };
  const problem = fieldProblem(kind, name, input.schema);
  return { outputs: { out: input.schema }, diagnostics: problem === undefined ? [] : [problem] };
}

function fieldProblem(kind: FieldAggregation, name: string, schema: Schema): Diagnostic | undefined {
  const found = schema.fields.find((candidate) => candidate.name === name);
  const values = { field: name, aggregation: kind };
  if (found === undefined) {
    const message = `The input has no field "${name}". It has ${schema.fields.map((candidate) => candidate.name).join(", ")}.`;
    return { severity: "error", code: "operator.field-unknown", message, values, field: "field" };
  }
  if (kind === "sum" ? hasSum(found.type) : hasOrder(found.type)) return undefined;
  const message = `${kind} needs a field with ${kind === "sum" ? "numbers" : "an order"}; "${name}" is ${found.type.type}.`;
  return { severity: "error", code: "operator.field-type", message, values, field: "field" };
}

const rollingHelp = (en: string, zh: string): Text => ({
  en: `${en} Emits a result for every row; the state of a key is one row and is never cleared.`,
  "zh-Hans": `${zh} 每来一行发出一个结果；每个键的状态是一行，永不清除。`,
});

export const sum = aggregation(
  {
    type: "sum",
    aggregation: "sum",
    label: { en: "sum", "zh-Hans": "sum" },
    summary: { en: "running sum of a field", "zh-Hans": "字段的累计和" },
    help: rollingHelp(
      "The first row of the key with the field summed over all its rows. In Flink: `KeyedStream.sum`. " +
        "Integers wrap at the limits of their type.",
      "该键的第一行，其中字段为该键所有行之和。对应 Flink 的 `KeyedStream.sum`。整数在类型范围处回绕。",
    ),
  },
  plainConfig,
  { field: "n" },
);

export const min = aggregation(
  {
    type: "min",
    aggregation: "min",
    label: { en: "min", "zh-Hans": "min" },
    summary: { en: "running minimum of a field", "zh-Hans": "字段的累计最小值" },
    help: rollingHelp(
      "The first row of the key with the field set to the smallest value so far; the other fields stay " +
        "those of the first row. In Flink: `KeyedStream.min`.",
      "该键的第一行，其中字段为目前的最小值；其他字段保持第一行的值。对应 Flink 的 `KeyedStream.min`。",
    ),
  },
  plainConfig,
  { field: "n" },
);

export const max = aggregation(
  {
    type: "max",
    aggregation: "max",
    label: { en: "max", "zh-Hans": "max" },
    summary: { en: "running maximum of a field", "zh-Hans": "字段的累计最大值" },
    help: rollingHelp(
      "The first row of the key with the field set to the largest value so far; the other fields stay " +
        "those of the first row. In Flink: `KeyedStream.max`.",
      "该键的第一行，其中字段为目前的最大值；其他字段保持第一行的值。对应 Flink 的 `KeyedStream.max`。",
    ),
  },
  plainConfig,
  { field: "n" },
);

export const minBy = aggregation(
  {
    type: "min-by",
    aggregation: "minBy",
    label: { en: "minBy", "zh-Hans": "minBy" },
    summary: { en: "row with the smallest value", "zh-Hans": "取值最小的行" },
    help: rollingHelp(
      "The whole row with the smallest value of the field so far. In Flink: `KeyedStream.minBy`.",
      "目前该字段取值最小的整行。对应 Flink 的 `KeyedStream.minBy`。",
    ),
  },
  byConfig,
  { field: "n", first: true },
);

export const maxBy = aggregation(
  {
    type: "max-by",
    aggregation: "maxBy",
    label: { en: "maxBy", "zh-Hans": "maxBy" },
    summary: { en: "row with the largest value", "zh-Hans": "取值最大的行" },
    help: rollingHelp(
      "The whole row with the largest value of the field so far. In Flink: `KeyedStream.maxBy`.",
      "目前该字段取值最大的整行。对应 Flink 的 `KeyedStream.maxBy`。",
    ),
  },
  byConfig,
  { field: "n", first: true },
);

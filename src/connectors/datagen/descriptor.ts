import { z } from "zod";
import type { FieldMeta, OperatorDescriptor } from "../../graph/descriptor.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { fieldSchema } from "../../graph/job-document.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { planField } from "./field-plan.ts";
import { generatorOptions, type GeneratorOptions } from "./generator-options.ts";
import { optionsOf } from "./option-types.ts";

export const datagenConfig = z.object({
  fields: z
    .array(fieldSchema)
    .min(1)
    .meta({ label: { en: "Fields", "zh-Hans": "字段" }, widget: "schema" } satisfies FieldMeta),
  rowsPerSecond: z
    .number()
    .int()
    .min(1)
    .max(1_000_000_000)
    .default(10_000)
    .meta({
      label: { en: "Rows per second", "zh-Hans": "每秒行数" },
      help: { en: "For the whole source, over all subtasks.", "zh-Hans": "整个数据源的速率，所有子任务合计。" },
      flink: "rows-per-second",
      widget: "number",
    } satisfies FieldMeta),
  numberOfRows: z
    .number()
    .int()
    .min(0)
    .optional()
    .meta({
      label: { en: "Number of rows", "zh-Hans": "总行数" },
      help: { en: "Empty: unbounded.", "zh-Hans": "留空表示无界。" },
      flink: "number-of-rows",
      widget: "number",
    } satisfies FieldMeta),
  options: z.record(z.string(), generatorOptions).default({}).meta({
    label: { en: "Generators", "zh-Hans": "生成器" },
    help: {
      en: "How the values of each field are made. Nothing set: random over the whole range of the type.",
      "zh-Hans": "各字段的值如何产生。不设置时在类型的整个范围内随机。",
    },
    flink: "fields.#.*",
    widget: "byField",
  } satisfies FieldMeta),
});
export type DatagenConfig = Omit<z.infer<typeof datagenConfig>, "options"> & {
  readonly options: Readonly<Record<string, GeneratorOptions>>;
};

export const datagen: OperatorDescriptor<DatagenConfig> = {
  type: "datagen",
  category: "source",
  label: { en: "datagen", "zh-Hans": "datagen" },
  summary: { en: "random or counted rows", "zh-Hans": "随机或递增的数据" },
  help: {
    en: [
      "Generates rows by rule, with the options and defaults of Flink's `datagen` table connector: every field is `random` (within min",
      "and max) or a `sequence` (start to end, which makes the source bounded).",
      "",
      "As in Flink, each subtask emits its share of `rows-per-second` in one burst and sleeps for the rest of the second, and the number",
      "of rows emitted is not part of a checkpoint: after a restore `number-of-rows` counts from 0 again. Sequences go on where they were.",
    ].join("\n"),
    "zh-Hans": [
      "按规则生成数据行，选项与默认值与 Flink 的 `datagen` 表连接器一致：每个字段要么是 `random`（在 min 与 max 之间），",
      "要么是 `sequence`（从 start 到 end，此时数据源有界）。",
      "",
      "与 Flink 一样，每个子任务在每秒开始时一次性发出自己那一份 `rows-per-second`，然后睡到下一秒；已发出的行数不进入检查点：",
      "恢复之后 `number-of-rows` 从 0 重新计数，而序列会接着往下走。",
    ].join("\n"),
  },
  glyph: "flag",
  config: datagenConfig,
  initial: {
    fields: [
      { name: "id", type: "BIGINT" },
      { name: "amount", type: "INT" },
    ],
    rowsPerSecond: 10000,
    options: { id: { kind: "sequence", start: "1", end: "1000000" }, amount: { min: "1", max: "100" } },
  },
  inputs: () => [],
  outputs: () => [{ name: "out", label: { en: "rows", "zh-Hans": "数据行" } }],
  describe: ({ rowsPerSecond, numberOfRows }) =>
    numberOfRows === undefined
      ? `${rowsPerSecond}/s`
      : { en: `${rowsPerSecond}/s, ${numberOfRows} rows`, "zh-Hans": `${rowsPerSecond}/s，${numberOfRows} 行` },
  infer: (config) => ({ outputs: { out: schemaOf(config.fields) }, diagnostics: problemsOf(config) }),
  flinkName: () => "datagen",
  translation: { kind: "source", bounded: isBounded },
};

function isBounded(config: DatagenConfig): boolean {
  return config.numberOfRows !== undefined || Object.values(config.options).some((options) => options.kind === "sequence");
}

function problemsOf(config: DatagenConfig): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  for (const field of schemaOf(config.fields).fields) {
    try {
      planField(field, optionsOf(config, field.name));
    } catch (error) {
      problems.push({
        severity: "error",
        code: "datagen.options",
        message: `Field ${field.name}: ${error instanceof Error ? error.message : String(error)}`,
        field: `options.${field.name}`,
      });
    }
  }
  const known = new Set(config.fields.map((field) => field.name));
  for (const name of Object.keys(config.options)) {
    if (!known.has(name)) {
      problems.push({
        severity: "error",
        code: "datagen.unknown-field",
        message: `There is no field "${name}" to generate. Remove its options or add the field.`,
        values: { name },
        field: `options.${name}`,
      });
    }
  }
  return problems;
}

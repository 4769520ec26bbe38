import { z } from "zod";
import { fieldSchema } from "../../graph/job-document.ts";
import type { FieldMeta, OperatorDescriptor, UnpacedReading } from "../../graph/descriptor.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { rowFromJson } from "../../stream/json-value.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";

export const valuesConfig = z.object({
  fields: z
    .array(fieldSchema)
    .min(1)
    .meta({ label: { en: "Fields", "zh-Hans": "字段" }, widget: "schema" } satisfies FieldMeta),
  rows: z.array(z.array(z.unknown())).meta({
    label: { en: "Rows", "zh-Hans": "数据行" },
    help: { en: "One row per line, values in the order of the fields.", "zh-Hans": "每行一条数据，值的顺序与字段一致。" },
    widget: "rows",
  } satisfies FieldMeta),
  repeat: z.boolean().default(false).meta({
    label: { en: "Repeat for ever", "zh-Hans": "无限重复" },
    help: {
      en: "Start again behind the last row. The source is then unbounded.",
      "zh-Hans": "读完最后一行后从头开始。此时数据源是无界的。",
    },
    widget: "boolean",
  } satisfies FieldMeta),
  advance: z
    .object({
      field: z
        .string()
        .default("ts")
        .meta({ label: { en: "Timestamp field", "zh-Hans": "时间戳字段" }, widget: "text" } satisfies FieldMeta),
      ms: z
        .number()
        .int()
        .default(1000)
        .meta({ label: { en: "By", "zh-Hans": "增加" }, widget: "duration", unit: "ms" } satisfies FieldMeta),
    })
    .optional()
    .meta({
      label: { en: "Move on in time", "zh-Hans": "时间推进" },
      help: {
        en: "In each repetition, add so many milliseconds to this timestamp field.",
        "zh-Hans": "每重复一次，给该时间戳字段加上若干毫秒。",
      },
      when: { field: "repeat", is: [true] },
    } satisfies FieldMeta),
  intervalMs: z
    .number()
    .min(0)
    .default(0)
    .meta({
      label: { en: "Time between rows", "zh-Hans": "行间隔" },
      help: {
        en: "Each subtask waits so long after a row. 0: as fast as downstream takes them.",
        "zh-Hans": "每个子任务在一行之后等待的时间。0 表示下游取多快就多快。",
      },
      widget: "duration",
      unit: "ms",
    } satisfies FieldMeta),
});
export type ValuesConfig = z.infer<typeof valuesConfig>;

export const values: OperatorDescriptor<ValuesConfig> = {
  type: "values",
  category: "source",
  label: { en: "values", "zh-Hans": "值列表" },
  summary: { en: "rows you type", "zh-Hans": "手工填写的数据行" },
  help: {
    en: [
      "Emits a list of rows, in order. With several subtasks each gets a contiguous part of the list.",
      "",
      "In Flink: `env.fromData(...)`. Repeating it is Weir's own addition for demonstrations; a job that uses it is unbounded and is",
      "exported as a list that is read once, with a remark.",
    ].join("\n"),
    "zh-Hans": [
      "按顺序发出一组数据行。有多个子任务时，每个子任务得到列表中连续的一段。",
      "",
      "对应 Flink 的 `env.fromData(...)`。“无限重复”是 Weir 为演示而加的功能；使用它的作业是无界的，导出时只读一遍并附说明。",
    ].join("\n"),
  },
  glyph: "flag",
  config: valuesConfig,
  initial: {
    fields: [
      { name: "word", type: "STRING" },
      { name: "n", type: "INT" },
    ],
    rows: [
      ["weir", 1],
      ["water", 2],
      ["weir", 3],
    ],
    repeat: false,
    intervalMs: 0,
  },
  inputs: () => [],
  outputs: () => [{ name: "out", label: { en: "rows", "zh-Hans": "数据行" } }],
  describe: ({ rows: { length }, repeat }) => ({
    en: `${length} ${length === 1 ? "row" : "rows"}${repeat ? ", repeated" : ""}`,
    "zh-Hans": `${length} 行${repeat ? "，循环" : ""}`,
  }),
  infer: (config) => ({ outputs: { out: schemaOf(config.fields) }, diagnostics: problemsOf(config) }),
  flinkName: () => "Collection Source",
  translation: { kind: "source", bounded: (config) => !config.repeat, unpaced: unpacedValues },
};

function unpacedValues({ rows, repeat, intervalMs }: ValuesConfig): UnpacedReading | undefined {
  if (intervalMs > 0) return undefined;
  return { splits: rows.length, ...(!repeat && { rows: rows.length }) };
}

/** Rows whose values are checked at every edit; those behind them are checked when they are read. */
const checkedRows = 1000;

function problemsOf(config: ValuesConfig): readonly Diagnostic[] {
  const wrong = config.rows.findIndex((row) => row.length !== config.fields.length);
  if (wrong < 0) return firstWrongValue(config);
  const found = config.rows[wrong]?.length ?? 0;
  return [
    {
      severity: "error",
      code: "values.row-length",
      message: `Row ${wrong + 1} has ${found} values, the schema has ${config.fields.length} fields. Give each row one value per field.`,
      values: { row: wrong + 1, found, expected: config.fields.length },
      field: "rows",
    },
  ];
}

function firstWrongValue({ fields, rows }: ValuesConfig): readonly Diagnostic[] {
  const makeRow = rowFromJson(schemaOf(fields));
  for (const [place, row] of rows.slice(0, checkedRows).entries()) {
    try {
      makeRow(row);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const values = { row: place + 1, reason };
      return [{ severity: "error", code: "values.row-value", message: `Row ${place + 1}: ${reason}`, values, field: "rows" }];
    }
  }
  return [];
}

import { z } from "zod";
import type { FieldMeta, OperatorDescriptor } from "../../graph/descriptor.ts";
import { sinkInput } from "../sink-input.ts";

export const tableConfig = z.object({
  mode: z.enum(["append", "upsert"]).default("append").meta({
    label: { en: "Mode", "zh-Hans": "模式" },
    help: {
      en: "append: every row is a line. upsert: the last row of each key, deletions remove it.",
      "zh-Hans": "append：每行数据占一行。upsert：每个键只保留最后一行，删除会移除该行。",
    },
    widget: "select",
  } satisfies FieldMeta),
  key: z
    .array(z.string())
    .default([])
    .meta({
      label: { en: "Primary key", "zh-Hans": "主键" },
      widget: "fields",
      flink: "PRIMARY KEY",
      when: { field: "mode", is: ["upsert"] },
    } satisfies FieldMeta),
});
export type TableConfig = z.infer<typeof tableConfig>;

export const table: OperatorDescriptor<TableConfig> = {
  type: "table",
  category: "sink",
  label: { en: "table", "zh-Hans": "表" },
  summary: { en: "live rows, exactly once", "zh-Hans": "实时展示，精确一次" },
  help: {
    en: [
      "Shows the rows in the Sink output tab. Two-phase: rows of the open transaction are drawn hollow, and become part of the table when",
      "the checkpoint that contains them completes. After a failure no row is missing and none is doubled.",
      "",
      "Without checkpointing rows are committed when the input ends. In Flink: `collect()`, or an upsert table.",
    ].join("\n"),
    "zh-Hans": [
      "在“数据汇输出”标签页中显示数据。两阶段提交：未提交事务中的数据画成空心，包含它们的检查点完成之后才进入表中。",
      "故障之后既不丢一行，也不多一行。",
      "",
      "未开启检查点时，在输入结束时提交。对应 Flink 的 `collect()` 或 upsert 表。",
    ].join("\n"),
  },
  glyph: "exp",
  config: tableConfig,
  initial: { mode: "append", key: [] },
  inputs: () => [sinkInput],
  outputs: () => [],
  describe: (config) => (config.mode === "upsert" ? `upsert by ${config.key.join(", ")}` : "append"),
  infer(config, inputs) {
    const fields = new Set(inputs["in"]?.schema.fields.map((field) => field.name));
    const missing = config.mode === "upsert" ? config.key.find((name) => !fields.has(name)) : undefined;
    const diagnostics = [];
    if (config.mode === "upsert" && config.key.length === 0) {
      diagnostics.push({
        severity: "error" as const,
        code: "table.key-missing",
        message: "An upsert table needs a primary key. Choose at least one field.",
        field: "key",
      });
    }
    if (missing !== undefined && fields.size > 0) {
      diagnostics.push({
        severity: "error" as const,
        code: "table.key-unknown",
        message: `There is no field "${missing}" in the input. Choose one of ${[...fields].join(", ")}.`,
        values: { name: missing },
        field: "key",
      });
    }
    return { outputs: {}, diagnostics };
  },
  flinkName: () => "table",
  translation: { kind: "sink", committing: () => true },
};

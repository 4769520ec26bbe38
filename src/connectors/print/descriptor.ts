import { z } from "zod";
import type { FieldMeta, OperatorDescriptor } from "../../graph/descriptor.ts";
import { sinkInput } from "../sink-input.ts";

export const printConfig = z.object({
  identifier: z
    .string()
    .optional()
    .meta({
      label: { en: "Identifier", "zh-Hans": "标识" },
      help: { en: "In front of every line.", "zh-Hans": "加在每一行前面。" },
      flink: "print-identifier",
      widget: "text",
    } satisfies FieldMeta),
  standardError: z.boolean().default(false).meta({
    label: { en: "To standard error", "zh-Hans": "输出到标准错误" },
    flink: "standard-error",
    widget: "boolean",
  } satisfies FieldMeta),
});
export type PrintConfig = z.infer<typeof printConfig>;

export const print: OperatorDescriptor<PrintConfig> = {
  type: "print",
  category: "sink",
  label: { en: "print", "zh-Hans": "print" },
  summary: { en: "a line per row", "zh-Hans": "每行数据打印一行" },
  help: {
    en: [
      "Writes every row as one line, in the format of Flink's `print` connector: identifier and subtask (from 1) as prefix, row kind,",
      "fields in brackets, for example `2> +I[weir, 12]`.",
      "",
      "Lines appear at once. After a failure, rows read again are printed again: at least once. For exactly once use a table or file sink.",
    ].join("\n"),
    "zh-Hans": [
      "每行数据写成一行文本，格式与 Flink 的 `print` 连接器相同：前缀是标识与子任务编号（从 1 开始），然后是行类型和方括号中的字段，",
      "例如 `2> +I[weir, 12]`。",
      "",
      "文本立即出现。故障之后重新读取的数据会再次打印，即至少一次。需要精确一次时请使用表或文件数据汇。",
    ].join("\n"),
  },
  glyph: "exp",
  config: printConfig,
  initial: { standardError: false },
  inputs: () => [sinkInput],
  outputs: () => [],
  describe: (config) => (config.identifier ? `${config.identifier}, stdout` : config.standardError ? "stderr" : "stdout"),
  infer: () => ({ outputs: {}, diagnostics: [] }),
  flinkName: (config) => (config.standardError ? "Print to Std. Err" : "Print to Std. Out"),
  translation: { kind: "sink", committing: () => false },
};

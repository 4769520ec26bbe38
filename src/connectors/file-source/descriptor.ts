import { z } from "zod";
import type { FieldMeta, OperatorDescriptor } from "../../graph/descriptor.ts";
import { fieldSchema } from "../../graph/job-document.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { formatProblems, readingFields } from "../format-fields.ts";

export const fileSourceConfig = z.object({
  files: z
    .array(z.string().min(1))
    .min(1)
    .meta({
      label: { en: "Files", "zh-Hans": "文件" },
      help: {
        en: "Drop a file on the canvas, choose one, or give its name here and its path on the command line (--input name=FILE).",
        "zh-Hans": "把文件拖到画布上、选择文件，或在此填写名称并在命令行给出路径（--input name=FILE）。",
      },
      flink: "path",
      widget: "file",
    } satisfies FieldMeta),
  ...readingFields,
  fields: z
    .array(fieldSchema)
    .min(1)
    .meta({
      label: { en: "Fields", "zh-Hans": "字段" },
      help: { en: "Guessed from the first lines of the file; correct what is wrong.", "zh-Hans": "根据文件的前几行推断，可手工更正。" },
      widget: "schema",
    } satisfies FieldMeta),
});
export type FileSourceConfig = z.infer<typeof fileSourceConfig>;

export const fileSource: OperatorDescriptor<FileSourceConfig> = {
  type: "file-source",
  category: "source",
  label: { en: "file", "zh-Hans": "文件" },
  summary: { en: "CSV or JSON, bounded", "zh-Hans": "CSV 或 JSON，有界" },
  help: {
    en: [
      "Reads files once, from start to end: a bounded source. In Flink: the `filesystem` connector without `source.monitor-interval`.",
      "",
      "A file is one split, so as many subtasks read at once as there are files. The position in the file is part of every checkpoint.",
    ].join("\n"),
    "zh-Hans": [
      "从头到尾把文件读一遍：有界数据源。对应 Flink 未设置 `source.monitor-interval` 的 `filesystem` 连接器。",
      "",
      "一个文件就是一个分片，因此同时读取的子任务数等于文件数。文件中的位置是每个检查点的一部分。",
    ].join("\n"),
  },
  glyph: "flag",
  config: fileSourceConfig,
  initial: { files: ["input.csv"], format: "csv", formatOptions: { header: true }, fields: [{ name: "line", type: "STRING" }] },
  inputs: () => [],
  outputs: () => [{ name: "out", label: { en: "rows", "zh-Hans": "数据行" } }],
  describe: (config) => `${config.files.join(", ")}, ${config.format}`,
  infer: (config) => ({ outputs: { out: schemaOf(config.fields) }, diagnostics: formatProblems(config) }),
  flinkName: () => "filesystem",
  translation: {
    kind: "source",
    bounded: () => true,
    unpaced: ({ files, fields }) => ({ splits: files.length, files, columns: fields.length }),
  },
};

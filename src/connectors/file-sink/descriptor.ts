import { z } from "zod";
import { portablePathProblem } from "../../base/portable-path.ts";
import type { FieldMeta, OperatorDescriptor } from "../../graph/descriptor.ts";
import { formatProblems, writingFields } from "../format-fields.ts";
import { sinkInput } from "../sink-input.ts";

export const fileSinkConfig = z.object({
  path: z
    .string()
    .min(1)
    .regex(/^[^/\\:*?"<>|]+(\/[^/\\:*?"<>|]+)*$/, "A relative path such as out/orders, without .. and without leading slash.")
    .superRefine((path, context) => {
      const problem = portablePathProblem(path);
      if (problem === undefined) return;
      context.addIssue({ code: "custom", message: `A path of part files such as out/orders is wanted: ${problem}.` });
    })
    .meta({
      label: { en: "Path", "zh-Hans": "路径" },
      help: {
        en: "Folder of the part files. In the browser they are offered for download; on the command line they lie below --output.",
        "zh-Hans": "存放分片文件的目录。在浏览器中可下载；在命令行中位于 --output 之下。",
      },
      flink: "path",
      widget: "text",
    } satisfies FieldMeta),
  ...writingFields,
});
export type FileSinkConfig = z.infer<typeof fileSinkConfig>;

export const fileSink: OperatorDescriptor<FileSinkConfig> = {
  type: "file-sink",
  category: "sink",
  label: { en: "file", "zh-Hans": "文件" },
  summary: { en: "part files, exactly once", "zh-Hans": "分片文件，精确一次" },
  help: {
    en: [
      "Writes part files. Two-phase, like Flink's `filesystem` sink: nothing is visible before the checkpoint that contains it completes,",
      "and nothing is written twice. A new part begins at every checkpoint, as with Flink's bulk formats.",
    ].join("\n"),
    "zh-Hans": [
      "写出分片文件。与 Flink 的 `filesystem` 数据汇一样采用两阶段提交：包含数据的检查点完成之前什么都看不到，也不会重复写出。",
      "每个检查点开始一个新的分片，与 Flink 的批量格式相同。",
    ].join("\n"),
  },
  glyph: "exp",
  config: fileSinkConfig,
  initial: { path: "out", format: "csv", formatOptions: {} },
  inputs: () => [sinkInput],
  outputs: () => [],
  describe: (config) => `${config.path}, ${config.format}`,
  infer: (config) => ({ outputs: {}, diagnostics: formatProblems(config) }),
  flinkName: () => "filesystem",
  translation: { kind: "sink", committing: () => true },
};

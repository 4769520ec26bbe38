import { z } from "zod";
import { fieldSchema } from "../../graph/job-document.ts";
import type { FieldMeta, OperatorDescriptor } from "../../graph/descriptor.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";

export const manualConfig = z.object({
  fields: z
    .array(fieldSchema)
    .min(1)
    .meta({ label: { en: "Fields", "zh-Hans": "字段" }, widget: "schema" } satisfies FieldMeta),
});
export type ManualConfig = z.infer<typeof manualConfig>;

export const manual: OperatorDescriptor<ManualConfig> = {
  type: "manual",
  category: "source",
  label: { en: "manual", "zh-Hans": "手动输入" },
  summary: { en: "type a record, press Emit", "zh-Hans": "输入一条数据，按“发出”" },
  help: {
    en: [
      "Emits the records that you type while the job runs. Unbounded.",
      "",
      "Each record becomes a split of its own which the enumerator hands to a reader, so a record typed after the last checkpoint comes",
      "again after a failure, like one of a replayable source.",
    ].join("\n"),
    "zh-Hans": [
      "作业运行时，把你输入的数据记录发出去。无界数据源。",
      "",
      "每条记录自成一个分片，由枚举器分配给读取器，因此上一个检查点之后输入的记录在故障恢复后会重新发出，与可重放的数据源一样。",
    ].join("\n"),
  },
  glyph: "flag",
  config: manualConfig,
  initial: { fields: [{ name: "word", type: "STRING" }] },
  inputs: () => [],
  outputs: () => [{ name: "out", label: { en: "rows", "zh-Hans": "数据行" } }],
  describe: (config) => config.fields.map((field) => field.name).join(", "),
  infer: (config) => ({ outputs: { out: schemaOf(config.fields) }, diagnostics: [] }),
  flinkName: () => "manual",
  translation: { kind: "source", bounded: () => false },
};

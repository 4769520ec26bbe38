import { z } from "zod";
import type { OperatorDescriptor } from "../../graph/descriptor.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { functionField, resultFields } from "../function-field.ts";
import { mainOutput, plainInput } from "../ports.ts";

export const mapConfig = z.object({
  function: functionField({
    label: { en: "Function", "zh-Hans": "函数" },
    help: {
      en: "Gives the new row, for example { word: row.word.toLowerCase(), n: 1 }.",
      "zh-Hans": "给出新的数据行，例如 { word: row.word.toLowerCase(), n: 1 }。",
    },
    parameters: ["row"],
    rows: { row: "in" },
    result: "row",
    flink: "map(MapFunction)",
  }),
  fields: resultFields,
});
export type MapConfig = z.infer<typeof mapConfig>;

export const map: OperatorDescriptor<MapConfig> = {
  type: "map",
  category: "operator",
  label: { en: "map", "zh-Hans": "map" },
  summary: { en: "one in, one out", "zh-Hans": "一进一出" },
  help: {
    en: "Makes one row of every row. In Flink: `DataStream.map`. The output keeps the timestamp of the record.",
    "zh-Hans": "把每一行变成另一行。对应 Flink 的 `DataStream.map`。输出保留记录原有的时间戳。",
  },
  glyph: "grid",
  config: mapConfig,
  initial: { function: "{ word: row.word, n: 1 }", fields: [{ name: "word", type: "STRING" }, { name: "n", type: "INT" }] },
  inputs: () => [plainInput],
  outputs: () => [mainOutput],
  describe: (config) => config.function,
  infer: (config) => ({ outputs: { out: schemaOf(config.fields) }, diagnostics: [] }),
  flinkName: () => "Map",
  translation: { kind: "operator", chaining: "always" },
};

import { z } from "zod";
import type { OperatorDescriptor } from "../../graph/descriptor.ts";
import { mainOutput } from "../ports.ts";

const unionConfig = z.object({});
type UnionConfig = z.infer<typeof unionConfig>;

export const union: OperatorDescriptor<UnionConfig> = {
  type: "union",
  category: "join",
  label: { en: "union", "zh-Hans": "union" },
  summary: { en: "several streams as one", "zh-Hans": "多个流合成一个" },
  help: {
    en: [
      "Puts streams with the same fields together, in the order of arrival. The watermark is the smallest of its inputs.",
      "",
      "In Flink `union` makes no operator of its own; edges may also end together at any other input, which is the same thing.",
    ].join("\n"),
    "zh-Hans": [
      "把字段相同的多个流按到达顺序合在一起。水位线取各输入中最小的。",
      "",
      "在 Flink 中 `union` 本身不是算子；多条边直接连到其他算子的同一个输入，效果相同。",
    ].join("\n"),
  },
  glyph: "link",
  config: unionConfig,
  initial: {},
  inputs: () => [{ name: "in", label: { en: "streams", "zh-Hans": "数据流" }, accepts: "any", many: true }],
  outputs: () => [mainOutput],
  describe: () => ({ en: "all inputs", "zh-Hans": "全部输入" }),
  infer(_config, inputs) {
    const input = inputs["in"];
    return { outputs: input === undefined ? {} : { out: input.schema }, diagnostics: [] };
  },
  flinkName: () => "Union",
  translation: { kind: "union" },
};

import { z } from "zod";
import type { OperatorDescriptor } from "../../graph/descriptor.ts";
import { sinkInput } from "../sink-input.ts";

const blackholeConfig = z.object({});
export type BlackholeConfig = z.infer<typeof blackholeConfig>;

export const blackhole: OperatorDescriptor<BlackholeConfig> = {
  type: "blackhole",
  category: "sink",
  label: { en: "blackhole", "zh-Hans": "blackhole" },
  summary: { en: "throws rows away", "zh-Hans": "丢弃所有数据" },
  help: {
    en: "Takes every row and keeps none, like Flink's `blackhole` connector. For measuring a job without the cost of its output.",
    "zh-Hans": "接收并丢弃所有数据行，与 Flink 的 `blackhole` 连接器相同。用于测量作业本身而不计输出的开销。",
  },
  glyph: "exp",
  config: blackholeConfig,
  initial: {},
  inputs: () => [sinkInput],
  outputs: () => [],
  describe: () => ({ en: "nothing is kept", "zh-Hans": "不保留任何数据" }),
  infer: () => ({ outputs: {}, diagnostics: [] }),
  flinkName: () => "blackhole",
  translation: { kind: "sink", committing: () => false },
};

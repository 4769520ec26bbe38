import type { Text } from "../../graph/descriptor.ts";

/** What the numbers of a document are called, in a form and in what is said of them. */
export const numberLabels = {
  parallelism: { en: "parallelism", "zh-Hans": "并行度" },
  maxParallelism: { en: "max parallelism", "zh-Hans": "最大并行度" },
  serviceTime: { en: "service time", "zh-Hans": "处理耗时" },
  channelLatency: { en: "channel latency", "zh-Hans": "通道延迟" },
  channelCapacity: { en: "channel capacity", "zh-Hans": "通道容量" },
  seed: { en: "seed", "zh-Hans": "种子" },
} as const satisfies Readonly<Record<string, Text>>;

import type { Text } from "../../graph/descriptor.ts";

/** What examples teach, in a word or two each. */
export const topics = {
  checkpoints: { en: "checkpoints", "zh-Hans": "检查点" },
  eventTime: { en: "event time", "zh-Hans": "事件时间" },
  exactlyOnce: { en: "exactly once", "zh-Hans": "精确一次" },
  faults: { en: "faults", "zh-Hans": "故障" },
  flow: { en: "back pressure", "zh-Hans": "反压" },
  idleness: { en: "idle sources", "zh-Hans": "空闲数据源" },
  keys: { en: "keys", "zh-Hans": "分键" },
  lateness: { en: "late records", "zh-Hans": "迟到数据" },
  sideOutput: { en: "side output", "zh-Hans": "旁路输出" },
  state: { en: "state", "zh-Hans": "状态" },
  timers: { en: "timers", "zh-Hans": "定时器" },
  windows: { en: "windows", "zh-Hans": "窗口" },
} as const satisfies Readonly<Record<string, Text>>;

export type Topic = keyof typeof topics;

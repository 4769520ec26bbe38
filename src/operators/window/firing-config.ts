import { z } from "zod";
import type { Text } from "../../graph/descriptor.ts";
import { functionField } from "../function-field.ts";
import { choice, described, milliseconds, rowCount } from "./field-text.ts";

const purging = z
  .boolean()
  .default(false)
  .meta(
    described({
      label: { en: "Purge when it fires", "zh-Hans": "触发后清空" },
      help: { en: "Throws the contents away once they were handed on.", "zh-Hans": "内容交出后即丢弃。" },
      flink: "PurgingTrigger",
    }),
  );

const interval = milliseconds({ label: { en: "Interval", "zh-Hans": "间隔" }, flink: "of(interval)" });
const threshold = z
  .number()
  .meta(described({ label: { en: "Threshold", "zh-Hans": "阈值" }, flink: "DeltaFunction" }));
const deltaText = {
  label: { en: "Delta", "zh-Hans": "差异函数" },
  help: { en: "Gives how much two rows differ, a number.", "zh-Hans": "给出两行的差异（数字）。" },
  result: "number",
  flink: "getDelta",
} as const;

const kind: Text = { en: "Kind", "zh-Hans": "种类" };

const trigger = z.discriminatedUnion("type", [
  z.object({ type: choice("eventTime", kind, "EventTimeTrigger"), purging }),
  z.object({ type: choice("processingTime", kind, "ProcessingTimeTrigger"), purging }),
  z.object({ type: choice("continuousEventTime", kind, "ContinuousEventTimeTrigger"), interval, purging }),
  z.object({ type: choice("continuousProcessingTime", kind, "ContinuousProcessingTimeTrigger"), interval, purging }),
  z.object({
    type: choice("count", kind, "CountTrigger"),
    count: rowCount({ label: { en: "Every so many rows", "zh-Hans": "每多少行" }, flink: "CountTrigger.of" }),
    purging,
  }),
  z.object({
    type: choice("delta", kind, "DeltaTrigger"),
    threshold,
    delta: functionField({ ...deltaText, parameters: ["last", "row"], rows: { last: "in", row: "in" } }),
    purging,
  }),
  z.object({ type: choice("never", kind, "NeverTrigger") }),
]);
export type TriggerConfig = z.infer<typeof trigger>;

export const triggerField = trigger.optional().meta(
  described({
    label: { en: "Trigger", "zh-Hans": "触发器" },
    help: {
      en: "When a window's contents are handed on. Empty: the window's own trigger.",
      "zh-Hans": "何时交出窗口内容。留空使用窗口默认触发器。",
    },
    flink: "trigger(Trigger)",
  }),
);

export const timeoutField = z
  .object({
    timeout: milliseconds({
      label: { en: "Timeout", "zh-Hans": "超时" },
      flink: "ProcessingTimeoutTrigger.of",
    }),
    resetTimerOnNewRecord: z
      .boolean()
      .default(false)
      .meta(
        described({
          label: { en: "Each record starts it anew", "zh-Hans": "每条记录重新计时" },
          flink: "resetTimerOnNewRecord",
        }),
      ),
    shouldClearOnTimeout: z
      .boolean()
      .default(true)
      .meta(
        described({
          label: { en: "Clear the trigger on timeout", "zh-Hans": "超时后清除触发器状态" },
          flink: "shouldClearOnTimeout",
        }),
      ),
  })
  .optional()
  .meta(
    described({
      label: { en: "Fire after a timeout too", "zh-Hans": "超时也触发" },
      flink: "ProcessingTimeoutTrigger",
    }),
  );
export type TimeoutConfig = z.infer<typeof timeoutField>;

const after = z
  .boolean()
  .default(false)
  .meta(
    described({
      label: { en: "Evict after the function", "zh-Hans": "在窗口函数之后移除" },
      flink: "doEvictAfter",
    }),
  );

export const evictorField = z
  .discriminatedUnion("type", [
    z.object({
      type: choice("count", kind, "CountEvictor"),
      count: rowCount({ label: { en: "Keep the last rows", "zh-Hans": "保留最近行数" }, flink: "CountEvictor.of" }, 0),
      after,
    }),
    z.object({
      type: choice("time", kind, "TimeEvictor"),
      time: milliseconds({ label: { en: "Keep the last", "zh-Hans": "保留最近" }, flink: "TimeEvictor.of" }, 0),
      after,
    }),
    z.object({
      type: choice("delta", kind, "DeltaEvictor"),
      threshold,
      delta: functionField({ ...deltaText, parameters: ["row", "last"], rows: { row: "in", last: "in" } }),
      after,
    }),
  ])
  .optional()
  .meta(
    described({
      label: { en: "Evictor", "zh-Hans": "驱逐器" },
      help: {
        en: "Drops rows when a window fires. With it a window keeps all its rows instead of one aggregate.",
        "zh-Hans": "窗口触发时移除部分行。使用后窗口保存所有行，而不是一个聚合值。",
      },
      flink: "evictor(Evictor)",
    }),
  );
export type EvictorConfig = z.infer<typeof evictorField>;


import { z } from "zod";
import type { FieldMeta } from "../../graph/descriptor.ts";
import { functionField } from "../function-field.ts";
import { described, milliseconds } from "./field-text.ts";
import { evictorField, timeoutField, triggerField } from "./firing-config.ts";
import type { EvictorConfig, TimeoutConfig, TriggerConfig } from "./firing-config.ts";
import { windowFunctionField } from "./function-config.ts";
import type { FunctionConfig } from "./function-config.ts";

export const timeField = z
  .enum(["event", "processing"])
  .default("event")
  .meta(
    described({
      label: { en: "Time", "zh-Hans": "时间语义" },
      help: {
        en: "event: the records' timestamps, fired by the watermark. processing: the clock of the task.",
        "zh-Hans": "event：记录的时间戳，由水位线触发。processing：任务所在机器的时钟。",
      },
    }),
  );

export const sizeField = milliseconds({ label: { en: "Size", "zh-Hans": "窗口大小" }, flink: "of(size)" });
export const slideField = milliseconds({
  label: { en: "Slide", "zh-Hans": "滑动步长" },
  flink: "of(size, slide)",
});
export const gapField = z
  .number()
  .int()
  .min(1)
  .optional()
  .meta({
    label: { en: "Gap", "zh-Hans": "会话间隔" },
    help: {
      en: "A session ends when no record came for this long.",
      "zh-Hans": "超过此时长没有记录，会话即结束。",
    },
    flink: "withGap",
    widget: "duration",
    unit: "ms",
    when: { field: "dynamicGap", is: [undefined] },
  } satisfies FieldMeta);

export const dynamicGapField = functionField({
  label: { en: "Gap of each row", "zh-Hans": "按行确定的间隔" },
  help: {
    en: "Gives the gap in milliseconds; used instead of the fixed one.",
    "zh-Hans": "给出间隔的毫秒数；代替固定间隔。",
  },
  parameters: ["row"],
  rows: { row: "in" },
  result: "number",
  flink: "withDynamicGap",
})
  .optional();

export const offsetField = z
  .number()
  .int()
  .default(0)
  .meta({
    label: { en: "Offset", "zh-Hans": "偏移" },
    help: { en: "Shifts where windows begin, for time zones.", "zh-Hans": "平移窗口的起点，用于时区。" },
    flink: "of(size, offset)",
    widget: "duration",
    unit: "ms",
  } satisfies FieldMeta);

export const staggerField = z
  .enum(["aligned", "random", "natural"])
  .default("aligned")
  .meta(
    described({
      label: { en: "Stagger", "zh-Hans": "错峰" },
      help: {
        en: "Lets the windows of each subtask begin elsewhere, so that they do not all fire at once.",
        "zh-Hans": "让各子任务的窗口从不同位置开始，避免同时触发。",
      },
      flink: "WindowStagger",
    }),
  );

export const latenessField = z
  .number()
  .int()
  .min(0)
  .default(0)
  .meta({
    label: { en: "Allowed lateness", "zh-Hans": "允许延迟" },
    help: {
      en: "How long after its end a window still takes late rows; each fires it again with all it has.",
      "zh-Hans": "窗口结束后还接受迟到数据的时长；每条迟到数据都会带着全部内容再次触发。",
    },
    flink: "allowedLateness",
    widget: "duration",
    unit: "ms",
  } satisfies FieldMeta);

export const lateOutputField = z
  .boolean()
  .default(false)
  .meta(
    described({
      label: { en: "Side output for late rows", "zh-Hans": "迟到数据旁路输出" },
      help: {
        en: "Adds the port late. Without it late rows are dropped and counted.",
        "zh-Hans": "增加 late 端口。否则迟到数据被丢弃并计数。",
      },
      flink: "sideOutputLateData",
    }),
  );

/** What all windows but count windows are configured with: first what is made of the rows, then when. */
export const commonFields = {
  function: windowFunctionField,
  trigger: triggerField,
  timeout: timeoutField,
  evictor: evictorField,
  allowedLateness: latenessField,
  lateOutput: lateOutputField,
};

export interface CommonConfig {
  readonly trigger?: TriggerConfig | undefined;
  readonly timeout?: TimeoutConfig;
  readonly evictor?: EvictorConfig;
  readonly allowedLateness: number;
  readonly lateOutput: boolean;
  readonly function: FunctionConfig;
}

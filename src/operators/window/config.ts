import { z } from "zod";
import type { FieldMeta, Text } from "../../graph/descriptor.ts";
import { fieldSchema } from "../../graph/job-document.ts";
import { stateDeclaration } from "../state-field.ts";

interface FieldText {
  readonly label: Text;
  readonly help?: Text;
  readonly flink?: string;
}

const described = (text: FieldText) => ({ ...text }) satisfies FieldMeta;

/** Milliseconds. */
const milliseconds = (text: FieldText, least = 1) =>
  z
    .number()
    .int()
    .min(least)
    .meta({ ...text, widget: "duration", unit: "ms" } satisfies FieldMeta);

const expression = (text: FieldText, parameters: readonly string[]) =>
  z
    .string()
    .min(1)
    .meta({
      ...text,
      widget: "function",
      function: { form: "expression", parameters, result: "value" },
    } satisfies FieldMeta);

const body = (text: FieldText, parameters: readonly string[]) =>
  z
    .string()
    .min(1)
    .meta({
      ...text,
      widget: "function",
      function: { form: "body", parameters, result: "void" },
    } satisfies FieldMeta);

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
export const gapField = milliseconds({
  label: { en: "Gap", "zh-Hans": "会话间隔" },
  help: {
    en: "A session ends when no record came for this long.",
    "zh-Hans": "超过此时长没有记录，会话即结束。",
  },
  flink: "withGap",
});

export const dynamicGapField = z
  .string()
  .optional()
  .meta({
    label: { en: "Gap of each row", "zh-Hans": "按行确定的间隔" },
    help: {
      en: "Expression over row that gives the gap in milliseconds; used instead of the fixed one.",
      "zh-Hans": "以 row 为参数、给出间隔毫秒数的表达式；代替固定间隔。",
    },
    flink: "withDynamicGap",
    widget: "function",
    function: { form: "expression", parameters: ["row"], result: "value" },
  } satisfies FieldMeta);

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
const deltaHelp: Text = {
  en: "Expression that gives how much two rows differ.",
  "zh-Hans": "给出两行差异的表达式。",
};

const trigger = z.discriminatedUnion("type", [
  z.object({ type: z.literal("eventTime"), purging }),
  z.object({ type: z.literal("processingTime"), purging }),
  z.object({ type: z.literal("continuousEventTime"), interval, purging }),
  z.object({ type: z.literal("continuousProcessingTime"), interval, purging }),
  z.object({ type: z.literal("count"), count: z.number().int().min(1), purging }),
  z.object({
    type: z.literal("delta"),
    threshold,
    delta: expression({ label: { en: "Delta", "zh-Hans": "差异函数" }, help: deltaHelp, flink: "getDelta" }, [
      "last",
      "row",
    ]),
    purging,
  }),
  z.object({ type: z.literal("never") }),
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
    z.object({ type: z.literal("count"), count: z.number().int().min(0), after }),
    z.object({
      type: z.literal("time"),
      time: milliseconds(
        { label: { en: "Keep the last", "zh-Hans": "保留最近" }, flink: "TimeEvictor.of" },
        0,
      ),
      after,
    }),
    z.object({
      type: z.literal("delta"),
      threshold,
      delta: expression(
        { label: { en: "Delta", "zh-Hans": "差异函数" }, help: deltaHelp, flink: "getDelta" },
        ["row", "last"],
      ),
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
      label: { en: "Side output for late rows", "zh-Hans": "迟到数据侧输出" },
      help: {
        en: "Adds the port late. Without it late rows are dropped and counted.",
        "zh-Hans": "增加 late 端口。否则迟到数据被丢弃并计数。",
      },
      flink: "sideOutputLateData",
    }),
  );

export const aggregateCall = z.object({
  kind: z.enum(["count", "sum", "min", "max", "avg", "collect", "distinct"]),
  field: z.string().min(1).optional(),
  /** Name of the result's field. */
  as: z.string().min(1),
});
export type AggregateCallConfig = z.infer<typeof aggregateCall>;

const aggregationField = z
  .string()
  .min(1)
  .meta({ label: { en: "Field", "zh-Hans": "字段" }, widget: "field" } satisfies FieldMeta);
const first = z
  .boolean()
  .default(true)
  .meta(
    described({
      label: { en: "Keep the first of equal rows", "zh-Hans": "相等时保留先到的行" },
      flink: "first",
    }),
  );

export const functionConfig = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("aggregate"),
    aggregates: z
      .array(aggregateCall)
      .min(1)
      .meta({
        label: { en: "Results", "zh-Hans": "结果" },
        help: {
          en:
            'A list of { "kind": "count" | "sum" | "min" | "max" | "avg" | "collect" | "distinct", "field", "as" ' +
            "}.",
          "zh-Hans":
            '由 { "kind": "count" | "sum" | "min" | "max" | "avg" | "collect" | "distinct", "field", "as" } 组成的列表。',
        },
        flink: "aggregate(AggregateFunction, ProcessWindowFunction)",
        widget: "json",
      } satisfies FieldMeta),
  }),
  z.object({ type: z.literal("sum"), field: aggregationField }),
  z.object({ type: z.literal("min"), field: aggregationField }),
  z.object({ type: z.literal("max"), field: aggregationField }),
  z.object({ type: z.literal("minBy"), field: aggregationField, first }),
  z.object({ type: z.literal("maxBy"), field: aggregationField, first }),
  z.object({
    type: z.literal("reduce"),
    function: z
      .string()
      .min(1)
      .meta({
        label: { en: "Function", "zh-Hans": "函数" },
        help: {
          en:
            "Expression over left (what the window has so far) and right (the new row) that gives a row with the " +
            "same fields.",
          "zh-Hans": "以 left（窗口目前的结果）和 right（新行）为参数、给出同样字段的数据行的表达式。",
        },
        flink: "reduce(ReduceFunction)",
        widget: "function",
        function: { form: "expression", parameters: ["left", "right"], result: "row" },
      } satisfies FieldMeta),
  }),
  z.object({
    type: z.literal("process"),
    function: body(
      {
        label: { en: "Function", "zh-Hans": "函数" },
        help: {
          en: "Statements over rows (all of the window's), ctx and collect.",
          "zh-Hans": "以 rows（窗口的所有行）、ctx、collect 为参数的语句。",
        },
        flink: "process(ProcessWindowFunction)",
      },
      ["rows", "ctx", "collect"],
    ),
    fields: z
      .array(fieldSchema)
      .min(1)
      .meta({ label: { en: "Output fields", "zh-Hans": "输出字段" }, widget: "schema" } satisfies FieldMeta),
    windowState: z
      .array(stateDeclaration)
      .default([])
      .meta({
        label: { en: "State of each window", "zh-Hans": "窗口状态" },
        help: {
          en: "Used as ctx.windowState.<name>; not with session windows.",
          "zh-Hans": "以 ctx.windowState.<名称> 使用；会话窗口不可用。",
        },
        flink: "Context.windowState()",
        widget: "json",
      } satisfies FieldMeta),
    globalState: z
      .array(stateDeclaration)
      .default([])
      .meta({
        label: { en: "State of each key", "zh-Hans": "键状态" },
        help: { en: "Used as ctx.globalState.<name>.", "zh-Hans": "以 ctx.globalState.<名称> 使用。" },
        flink: "Context.globalState()",
        widget: "json",
      } satisfies FieldMeta),
  }),
]);
export type FunctionConfig = z.infer<typeof functionConfig>;

export const functionField = functionConfig.meta(
  described({ label: { en: "Function", "zh-Hans": "窗口函数" } }),
);

/** What all windows but count windows are configured with. */
export const commonFields = {
  trigger: triggerField,
  timeout: timeoutField,
  evictor: evictorField,
  allowedLateness: latenessField,
  lateOutput: lateOutputField,
  function: functionField,
};

export interface CommonConfig {
  readonly trigger?: TriggerConfig | undefined;
  readonly timeout?: TimeoutConfig;
  readonly evictor?: EvictorConfig;
  readonly allowedLateness: number;
  readonly lateOutput: boolean;
  readonly function: FunctionConfig;
}

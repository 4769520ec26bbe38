import { z } from "zod";
import type { OperatorDescriptor, Text } from "../../graph/descriptor.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { keyedInput } from "../ports.ts";
import {
  commonFields,
  dynamicGapField,
  gapField,
  offsetField,
  sizeField,
  slideField,
  staggerField,
  timeField,
} from "./config.ts";
import type { CommonConfig } from "./config.ts";
import { evictorField } from "./firing-config.ts";
import { windowFunctionField } from "./function-config.ts";
import type { FunctionConfig } from "./function-config.ts";
import { inferWindow, outputsOf } from "./output.ts";
import { gapProblems, mergingProblems, neverFires, offsetProblems, overlapProblems } from "./window-problems.ts";
import {
  countWindowHelp,
  globalWindowHelp,
  sessionWindowHelp,
  slidingWindowHelp,
  tumblingWindowHelp,
} from "./help.ts";

const countRows: FunctionConfig = { type: "aggregate", aggregates: [{ kind: "count", as: "count" }] };
const commonInitial = { allowedLateness: 0, lateOutput: false, function: countRows };

interface WindowPart<Config> {
  readonly type: string;
  readonly label: Text;
  readonly summary: Text;
  readonly help: Text;
  readonly config: z.ZodType<Config>;
  readonly initial: Config;
  readonly hasBounds: boolean;
  /** Flink's name of the operator. */
  readonly flinkName: (config: Config) => string;
  readonly isEventTime: (config: Config) => boolean;
  readonly common: (config: Config) => CommonConfig;
  /** What Flink would refuse when the pipeline is built. */
  readonly problems?: (config: Config) => readonly Diagnostic[];
  describe(config: Config): string | Text;
}

function windowDescriptor<Config>(part: WindowPart<Config>): OperatorDescriptor<Config> {
  return {
    type: part.type,
    category: "window",
    label: part.label,
    summary: part.summary,
    help: part.help,
    glyph: "hour",
    config: part.config,
    initial: part.initial,
    inputs: () => [keyedInput],
    outputs: (config) => outputsOf(part.common(config)),
    describe: (config) => part.describe(config),
    infer: (config, inputs) => {
      const { outputs, diagnostics } = inferWindow(part.common(config), inputs["in"], part.hasBounds);
      return { outputs, diagnostics: [...diagnostics, ...(part.problems?.(config) ?? [])] };
    },
    flinkName: (config) => part.flinkName(config),
    translation: { kind: "operator", chaining: "always" },
    needsWatermarks: (config) => part.isEventTime(config),
  };
}

const { function: functionField, ...firingFields } = commonFields;
const tumblingConfig = z.object({
  time: timeField,
  size: sizeField,
  offset: offsetField,
  function: functionField,
  stagger: staggerField,
  ...firingFields,
});
export type TumblingWindowConfig = z.infer<typeof tumblingConfig>;

export const tumblingWindow = windowDescriptor<TumblingWindowConfig>({
  type: "tumbling-window",
  label: { en: "tumbling window", "zh-Hans": "滚动窗口" },
  summary: { en: "equal, not overlapping", "zh-Hans": "等长、不重叠" },
  help: tumblingWindowHelp,
  config: tumblingConfig,
  initial: { time: "event", size: 10_000, offset: 0, stagger: "aligned", ...commonInitial },
  hasBounds: true,
  flinkName: ({ time }) => (time === "event" ? "TumblingEventTimeWindows" : "TumblingProcessingTimeWindows"),
  isEventTime: ({ time }) => time === "event",
  common: (config) => config,
  describe: (config) => `${duration(config.size)} ${functionText(config.function)}`,
  problems: ({ offset, size }) => offsetProblems(offset, size, "size"),
});

const slidingConfig = z.object({
  time: timeField,
  size: sizeField,
  slide: slideField,
  offset: offsetField,
  ...commonFields,
});
export type SlidingWindowConfig = z.infer<typeof slidingConfig>;

export const slidingWindow = windowDescriptor<SlidingWindowConfig>({
  type: "sliding-window",
  label: { en: "sliding window", "zh-Hans": "滑动窗口" },
  summary: { en: "equal, overlapping", "zh-Hans": "等长、可重叠" },
  help: slidingWindowHelp,
  config: slidingConfig,
  initial: { time: "event", size: 10_000, slide: 5_000, offset: 0, ...commonInitial },
  hasBounds: true,
  flinkName: ({ time }) => (time === "event" ? "SlidingEventTimeWindows" : "SlidingProcessingTimeWindows"),
  isEventTime: ({ time }) => time === "event",
  common: (config) => config,
  describe: (config) =>
    `${duration(config.size)} / ${duration(config.slide)} ${functionText(config.function)}`,
  problems: (config) => [...offsetProblems(config.offset, config.slide, "slide"), ...overlapProblems(config)],
});

const sessionConfig = z.object({
  time: timeField,
  gap: gapField,
  dynamicGap: dynamicGapField,
  ...commonFields,
});
export type SessionWindowConfig = z.infer<typeof sessionConfig>;

export const sessionWindow = windowDescriptor<SessionWindowConfig>({
  type: "session-window",
  label: { en: "session window", "zh-Hans": "会话窗口" },
  summary: { en: "until a gap in time", "zh-Hans": "直到出现时间间隔" },
  help: sessionWindowHelp,
  config: sessionConfig,
  initial: { time: "event", gap: 10_000, ...commonInitial },
  hasBounds: true,
  flinkName: ({ time, dynamicGap }) =>
    `${dynamicGap === undefined ? "" : "Dynamic"}${time === "event" ? "EventTime" : "ProcessingTime"}SessionWindows`,
  isEventTime: ({ time }) => time === "event",
  common: (config) => config,
  describe(config) {
    const rest = `${config.dynamicGap ?? duration(config.gap ?? 0)} ${functionText(config.function)}`;
    return { en: `gap ${rest}`, "zh-Hans": `间隔 ${rest}` };
  },
  problems: (config) => [...gapProblems(config), ...mergingProblems(config)],
});

const positive = z.number().int().min(1);
const countConfig = z.object({
  size: positive.meta({ label: { en: "Size", "zh-Hans": "窗口大小" }, flink: "countWindow(size)" }),
  slide: positive
    .optional()
    .meta({ label: { en: "Slide", "zh-Hans": "滑动步长" }, flink: "countWindow(size, slide)" }),
  function: windowFunctionField,
  evictor: evictorField,
});
export type CountWindowConfig = z.infer<typeof countConfig>;

export const countWindow = windowDescriptor<CountWindowConfig>({
  type: "count-window",
  label: { en: "count window", "zh-Hans": "计数窗口" },
  summary: { en: "a number of rows", "zh-Hans": "固定行数" },
  help: countWindowHelp,
  config: countConfig,
  initial: { size: 10, function: countRows },
  hasBounds: false,
  flinkName: () => "GlobalWindows",
  isEventTime: () => false,
  common: (config) => ({ ...commonInitial, ...config }),
  describe({ size, slide, function: fn }) {
    const rows = `${size}${slide === undefined ? "" : ` / ${slide}`}`;
    return { en: `${rows} rows ${functionText(fn)}`, "zh-Hans": `${rows} 行 ${functionText(fn)}` };
  },
});

const globalConfig = z.object({
  endOfStream: z
    .boolean()
    .default(false)
    .meta({
      label: { en: "Fire at the end of the stream", "zh-Hans": "在流结束时触发" },
      flink: "GlobalWindows.createWithEndOfStreamTrigger",
    }),
  ...commonFields,
});
export type GlobalWindowConfig = z.infer<typeof globalConfig>;

export const globalWindow = windowDescriptor<GlobalWindowConfig>({
  type: "global-window",
  label: { en: "global window", "zh-Hans": "全局窗口" },
  summary: { en: "all rows of a key", "zh-Hans": "一个键的所有行" },
  help: globalWindowHelp,
  config: globalConfig,
  initial: { endOfStream: true, ...commonInitial },
  hasBounds: false,
  flinkName: () => "GlobalWindows",
  isEventTime: () => false,
  common: (config) => config,
  describe: (config) =>
    `${config.trigger?.type ?? (config.endOfStream ? "endOfStream" : "never")} ${functionText(config.function)}`,
  problems: (config) => neverFires(config.endOfStream, config),
});

function functionText(config: FunctionConfig): string {
  switch (config.type) {
    case "aggregate":
      return config.aggregates
        .map(({ kind, field }) => (field === undefined ? kind : `${kind}(${field})`))
        .join(", ");
    case "reduce":
    case "process":
      return config.type;
    default:
      return `${config.type}(${config.field})`;
  }
}

/** "10 s", "500 ms", "1 h". */
function duration(milliseconds: number): string {
  for (const [unit, size] of [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1000],
  ] as const) {
    if (milliseconds % size === 0) return `${milliseconds / size} ${unit}`;
  }
  return `${milliseconds} ms`;
}

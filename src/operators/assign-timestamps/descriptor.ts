import { z } from "zod";
import type { FieldMeta, OperatorDescriptor } from "../../graph/descriptor.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { LogicalType, Schema } from "../../stream/logical-type.ts";
import { functionField } from "../function-field.ts";
import { mainOutput, plainInput } from "../ports.ts";

const delayLabel = { en: "Out of orderness", "zh-Hans": "乱序程度" };

export const assignTimestampsConfig = z.object({
  timestamp: z.enum(["field", "function", "record"]).meta({
    label: { en: "Event time", "zh-Hans": "事件时间" },
    help: {
      en: "Where the timestamp of a row comes from. record: keep the one it already has.",
      "zh-Hans": "时间戳的来源。record：保留记录已有的时间戳。",
    },
    widget: "select",
    flink: "withTimestampAssigner",
  } satisfies FieldMeta),
  field: z.string().optional().meta({
    label: { en: "Timestamp field", "zh-Hans": "时间戳字段" },
    help: {
      en: "A BIGINT in milliseconds, or a TIMESTAMP or TIMESTAMP_LTZ field.",
      "zh-Hans": "以毫秒为单位的 BIGINT，或 TIMESTAMP、TIMESTAMP_LTZ 字段。",
    },
    widget: "field",
    when: { field: "timestamp", is: ["field"] },
  } satisfies FieldMeta),
  function: functionField({
    label: { en: "Timestamp function", "zh-Hans": "时间戳函数" },
    help: {
      en: "Gives milliseconds since 1970, for example row.seconds * 1000.",
      "zh-Hans": "给出自 1970 年起的毫秒数，例如 row.seconds * 1000。",
    },
    parameters: ["row"],
    rows: { row: "in" },
    result: "number",
    flink: "TimestampAssigner",
    when: { field: "timestamp", is: ["function"] },
  })
    .optional(),
  strategy: z.enum(["bounded", "monotonous", "none"]).meta({
    label: { en: "Watermarks", "zh-Hans": "水位线" },
    help: {
      en: "bounded: events may come late by up to the delay. monotonous: timestamps only rise. none: no watermarks.",
      "zh-Hans": "bounded：事件最多迟到设定的时长。monotonous：时间戳只增不减。none：不产生水位线。",
    },
    widget: "select",
    flink: "WatermarkStrategy",
  } satisfies FieldMeta),
  delayMs: z
    .number()
    .int()
    .min(0)
    .optional()
    .meta({
      label: delayLabel,
      help: {
        en: "The watermark stays so far behind the largest timestamp.",
        "zh-Hans": "水位线比见过的最大时间戳落后的时长。",
      },
      widget: "duration",
      unit: "ms",
      flink: "forBoundedOutOfOrderness",
      when: { field: "strategy", is: ["bounded"] },
    } satisfies FieldMeta),
  idlenessMs: z
    .number()
    .int()
    .min(1)
    .optional()
    .meta({
      label: { en: "Idle after", "zh-Hans": "空闲判定时间" },
      help: {
        en: "Quiet for longer than this, the stream counts as idle and does not hold event time back. Empty: never.",
        "zh-Hans": "安静超过此时长后，该流视为空闲，不再拖住事件时间。留空表示永不空闲。",
      },
      widget: "duration",
      unit: "ms",
      flink: "withIdleness",
    } satisfies FieldMeta),
});
export type AssignTimestampsConfig = z.infer<typeof assignTimestampsConfig>;

export const assignTimestamps: OperatorDescriptor<AssignTimestampsConfig> = {
  type: "assign-timestamps",
  category: "operator",
  label: { en: "timestamps", "zh-Hans": "时间戳" },
  summary: { en: "event time and watermarks", "zh-Hans": "事件时间与水位线" },
  help: {
    en: [
      "Gives every record its event time, and makes watermarks from what it has seen. In Flink: `assignTimestampsAndWatermarks`.",
      "",
      "A watermark W promises that no record with a timestamp of W or less follows. `bounded` emits the largest timestamp seen minus the",
      "delay minus 1, once per `pipeline.auto-watermark-interval`, never per record.",
      "",
      "- Watermarks that arrive from upstream end here, except the last one of all at the end of the input.",
      "- The watermark of an operator behind several channels is the smallest of theirs, so one subtask without data holds all event",
      "  time back. Setting *idle after* is the cure.",
      "- A record whose timestamp is not above the watermark is late: it still passes here, but a window behind may drop it.",
    ].join("\n"),
    "zh-Hans": [
      "为每条记录赋予事件时间，并根据见过的记录产生水位线。对应 Flink 的 `assignTimestampsAndWatermarks`。",
      "",
      "水位线 W 保证之后不再出现时间戳小于等于 W 的记录。`bounded` 每隔 `pipeline.auto-watermark-interval` 发出一次",
      "“见过的最大时间戳 - 乱序程度 - 1”，而不是每条记录发一次。",
      "",
      "- 上游到来的水位线在此终止，只有输入结束时的最后一个会通过。",
      "- 有多个输入通道的算子取各通道水位线的最小值，所以一个没有数据的子任务会拖住全部事件时间，设置空闲判定时间即可解决。",
      "- 时间戳不大于水位线的记录是迟到的：它仍会通过这里，但后面的窗口可能丢弃它。",
    ].join("\n"),
  },
  glyph: "flag",
  config: assignTimestampsConfig,
  initial: { timestamp: "field", field: "ts", strategy: "bounded", delayMs: 0 },
  inputs: () => [plainInput],
  outputs: () => [mainOutput],
  describe: describeStrategy,
  infer(config, inputs) {
    const schema = inputs["in"]?.schema;
    const ofDelay = delayProblems(config);
    if (schema === undefined) return { outputs: {}, diagnostics: ofDelay };
    return { outputs: { out: schema }, diagnostics: [...timestampFieldProblems(config, schema), ...ofDelay] };
  },
  flinkName: () => "Timestamps/Watermarks",
  translation: { kind: "operator", chaining: "always" },
  assignsWatermarks: ({ strategy }) => strategy !== "none",
  eventTimeField: ({ timestamp, field }) => (timestamp === "field" ? field : undefined),
};

function describeStrategy({ timestamp, field, strategy, delayMs, idlenessMs }: AssignTimestampsConfig): string {
  const source = timestamp === "field" ? field : timestamp;
  const watermarks = strategy === "bounded" ? `- ${delayMs} ms` : strategy;
  return `${source} ${watermarks}${idlenessMs === undefined ? "" : `, idle ${idlenessMs} ms`}`;
}

/** Watermarks that stay behind stay behind by a time that is said. */
function delayProblems({ strategy, delayMs }: AssignTimestampsConfig): readonly Diagnostic[] {
  if (strategy !== "bounded" || delayMs !== undefined) return [];
  const message = "Out of orderness is missing: how late events may come.";
  const values = { field: delayLabel.en };
  return [{ severity: "error", code: "operator.config-missing", message, label: delayLabel, values, field: "delayMs" }];
}

const timestampTypes: readonly LogicalType["type"][] = ["BIGINT", "TIMESTAMP", "TIMESTAMP_LTZ", "INT"];

/** What is wrong with the choice of the timestamp, given the rows that arrive. */
function timestampFieldProblems(config: AssignTimestampsConfig, schema: Schema): readonly Diagnostic[] {
  if (config.timestamp === "function" && config.function === undefined) {
    const label = { en: "Timestamp function", "zh-Hans": "时间戳函数" };
    const message = "Write the function that gives the timestamp, or take it from a field.";
    return [{ severity: "error", code: "operator.config-missing", message, label, values: { field: label.en }, field: "function" }];
  }
  if (config.timestamp !== "field") return [];
  const field = schema.fields.find(({ name }) => name === config.field);
  if (field === undefined) {
    const names = schema.fields.map(({ name }) => name).join(", ");
    const none = config.field === undefined || config.field === "";
    const what = none ? "No field is chosen." : `There is no field "${config.field}" in the input.`;
    const message = `${what} Choose one of ${names}.`;
    const code = none ? "operator.field-none" : "operator.field-unknown";
    return [{ severity: "error", code, message, values: { field: config.field ?? "" }, field: "field" }];
  }
  if (timestampTypes.includes(field.type.type)) return [];
  const advice = "Choose a BIGINT in milliseconds or a TIMESTAMP field.";
  const message = `"${config.field}" is ${field.type.type}, not a time. ${advice}`;
  return [{ severity: "error", code: "operator.field-type", message, values: { field: field.name }, field: "field" }];
}

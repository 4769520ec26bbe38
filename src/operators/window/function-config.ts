import { z } from "zod";
import type { FieldMeta, Text } from "../../graph/descriptor.ts";
import { functionField, resultFields } from "../function-field.ts";
import { sideOutputsField, statesField } from "../state-field.ts";
import { choice, described } from "./field-text.ts";

const of: Text = { en: "Field", "zh-Hans": "字段" };

export const aggregateCall = z.object({
  kind: z
    .enum(["count", "sum", "min", "max", "avg", "collect", "distinct"])
    .meta(described({ label: { en: "Result", "zh-Hans": "结果" } })),
  field: z
    .string()
    .min(1)
    .optional()
    .meta({ label: of, widget: "field" } satisfies FieldMeta),
  /** Name of the result's field. */
  as: z
    .string()
    .min(1)
    .meta(described({ label: { en: "Name", "zh-Hans": "名称" } })),
});
export type AggregateCallConfig = z.infer<typeof aggregateCall>;

const field = z
  .string()
  .min(1)
  .meta({ label: of, widget: "field" } satisfies FieldMeta);
const first = z
  .boolean()
  .default(true)
  .meta(described({ label: { en: "Keep the first of equal rows", "zh-Hans": "相等时保留先到的行" }, flink: "first" }));

const kind: Text = { en: "Kind", "zh-Hans": "种类" };

const aggregates = z
  .array(aggregateCall)
  .min(1)
  .meta({
    label: { en: "Results", "zh-Hans": "结果" },
    help: {
      en: "One column each. count without a field counts rows, with one its values that are not null.",
      "zh-Hans": "每项一列。count 不选字段时统计行数，选字段时统计非空值。",
    },
    flink: "aggregate(AggregateFunction, ProcessWindowFunction)",
    item: { kind: "count", as: "count" },
  } satisfies FieldMeta);

const reducing = functionField({
  label: { en: "Function", "zh-Hans": "函数" },
  help: {
    en: "Combines left, what the window has so far, and right, the new row, into a row with the same fields.",
    "zh-Hans": "把窗口目前的结果 left 与新行 right 合并为同样字段的一行。",
  },
  parameters: ["left", "right"],
  rows: { left: "in", right: "in" },
  result: "row",
  flink: "ReduceFunction",
});

const combine = z
  .discriminatedUnion("type", [
    z.object({ type: choice("reduce", kind, "reduce(ReduceFunction, ProcessWindowFunction)"), function: reducing }),
    z.object({ type: choice("aggregate", kind, "aggregate(AggregateFunction, ProcessWindowFunction)"), aggregates }),
  ])
  .optional()
  .meta(
    described({
      label: { en: "Combine rows first", "zh-Hans": "预先合并" },
      help: {
        en: "The window keeps one row instead of all of them; the function gets that row alone in rows.",
        "zh-Hans": "窗口只保存合并后的一行而非所有行；函数的 rows 中只有这一行。",
      },
    }),
  );

export const functionConfig = z.discriminatedUnion("type", [
  z.object({
    type: choice("aggregate", kind, "aggregate(AggregateFunction)"),
    aggregates,
  }),
  z.object({ type: choice("sum", kind, "sum(field)"), field }),
  z.object({ type: choice("min", kind, "min(field)"), field }),
  z.object({ type: choice("max", kind, "max(field)"), field }),
  z.object({ type: choice("minBy", kind, "minBy(field, first)"), field, first }),
  z.object({ type: choice("maxBy", kind, "maxBy(field, first)"), field, first }),
  z.object({
    type: choice("reduce", kind, "reduce(ReduceFunction)"),
    function: reducing,
  }),
  z.object({
    type: choice("process", kind, "process(ProcessWindowFunction)"),
    function: functionField({
      label: { en: "Function", "zh-Hans": "函数" },
      help: {
        en: "Called with rows, all of the window's, when it fires; collect({ ... }) emits.",
        "zh-Hans": "窗口触发时以 rows（窗口的所有行）调用；用 collect({ ... }) 发出。",
      },
      parameters: ["rows", "ctx", "collect"],
      result: "void",
      flink: "ProcessWindowFunction.process",
    }),
    combine,
    fields: resultFields,
    sideOutputs: sideOutputsField,
    windowState: statesField({
      label: { en: "State of each window", "zh-Hans": "窗口状态" },
      help: {
        en: "Used as ctx.windowState.<name>; not with session windows.",
        "zh-Hans": "以 ctx.windowState.<名称> 使用；会话窗口不可用。",
      },
      flink: "Context.windowState()",
    }),
    globalState: statesField({
      label: { en: "State of each key", "zh-Hans": "键状态" },
      help: { en: "Used as ctx.globalState.<name>.", "zh-Hans": "以 ctx.globalState.<名称> 使用。" },
      flink: "Context.globalState()",
    }),
  }),
]);
export type FunctionConfig = z.infer<typeof functionConfig>;

export const windowFunctionField = functionConfig.meta(
  described({ label: { en: "Function", "zh-Hans": "窗口函数" } }),
);

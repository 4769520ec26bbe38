import { z } from "zod";
import type { FieldMeta, Text } from "../graph/descriptor.ts";
import { fieldSchema } from "../graph/job-document.ts";
import { functionField } from "./function-field.ts";

const kindText = { label: { en: "Kind", "zh-Hans": "种类" } } satisfies FieldMeta;

const kind = <Kind extends string>(value: Kind, flink: string) =>
  z.literal(value).meta({ ...kindText, flink } satisfies FieldMeta);

const name = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "A name of letters, digits and _, not beginning with a digit")
  .meta({ label: { en: "Name", "zh-Hans": "名称" } } satisfies FieldMeta);

const typeOf = (label: Text) =>
  z
    .string()
    .min(1)
    .meta({ label, widget: "type" } satisfies FieldMeta);

const type = typeOf({ en: "Type", "zh-Hans": "类型" });

/** StateTtlConfig, by Flink's names. */
const ttl = z
  .object({
    /** Milliseconds. */
    ttl: z
      .number()
      .positive()
      .default(3_600_000)
      .meta({
        label: { en: "Time to live", "zh-Hans": "存活时间" },
        flink: "StateTtlConfig.newBuilder(ttl)",
        widget: "duration",
      } satisfies FieldMeta),
    updateType: z
      .enum(["Disabled", "OnCreateAndWrite", "OnReadAndWrite"])
      .default("OnCreateAndWrite")
      .meta({ label: { en: "Begins anew", "zh-Hans": "重新计时" }, flink: "UpdateType" } satisfies FieldMeta),
    stateVisibility: z
      .enum(["NeverReturnExpired", "ReturnExpiredIfNotCleanedUp"])
      .default("NeverReturnExpired")
      .meta({ label: { en: "What has expired", "zh-Hans": "过期数据" }, flink: "StateVisibility" } satisfies FieldMeta),
    cleanupFullSnapshot: z
      .boolean()
      .default(false)
      .meta({
        label: { en: "Leave expired values out of snapshots", "zh-Hans": "快照不含过期数据" },
        flink: "cleanupFullSnapshot",
      } satisfies FieldMeta),
  })
  .optional()
  .meta({ label: { en: "Expires", "zh-Hans": "过期" }, flink: "enableTimeToLive" } satisfies FieldMeta);
export type TtlDeclaration = z.infer<typeof ttl>;

const reduce = functionField({
  label: { en: "Reduce", "zh-Hans": "归约" },
  help: {
    en: "Combines left, the value so far, and right, the value added.",
    "zh-Hans": "把目前的值 left 与新加入的值 right 合并。",
  },
  parameters: ["left", "right"],
  result: "value",
  flink: "ReduceFunction",
});

const createAccumulator = functionField({
  label: { en: "New accumulator", "zh-Hans": "新累加器" },
  help: { en: "Gives the accumulator of no values, for example [0, 0].", "zh-Hans": "给出空的累加器，例如 [0, 0]。" },
  parameters: [],
  result: "value",
  flink: "createAccumulator",
});

const add = functionField({
  label: { en: "Add", "zh-Hans": "加入" },
  help: { en: "Gives the accumulator with the value in it.", "zh-Hans": "给出加入 value 之后的累加器。" },
  parameters: ["value", "accumulator"],
  result: "value",
  flink: "add",
});

const getResult = functionField({
  label: { en: "Result", "zh-Hans": "结果" },
  help: { en: "Gives what get() returns.", "zh-Hans": "给出 get() 的返回值。" },
  parameters: ["accumulator"],
  result: "value",
  flink: "getResult",
});

const merge = functionField({
  label: { en: "Merge", "zh-Hans": "合并" },
  help: {
    en: "Combines two accumulators; only merging windows call it.",
    "zh-Hans": "合并两个累加器；只有会合并的窗口才调用。",
  },
  parameters: ["left", "right"],
  result: "value",
  flink: "merge",
})
  .optional();

/** A keyed state that a user function declares, by Flink's names. */
export const stateDeclaration = z.discriminatedUnion("kind", [
  z.object({ kind: kind("value", "ValueState"), name, type, ttl }),
  z.object({ kind: kind("list", "ListState"), name, type: typeOf({ en: "Type of an element", "zh-Hans": "元素类型" }), ttl }),
  z.object({
    kind: kind("map", "MapState"),
    name,
    keyType: typeOf({ en: "Type of a key", "zh-Hans": "键类型" }),
    type: typeOf({ en: "Type of a value", "zh-Hans": "值类型" }),
    ttl,
  }),
  z.object({ kind: kind("reducing", "ReducingState"), name, type, ttl, reduce }),
  z.object({
    kind: kind("aggregating", "AggregatingState"),
    name,
    type: typeOf({ en: "Type of the accumulator", "zh-Hans": "累加器类型" }),
    ttl,
    createAccumulator,
    add,
    getResult,
    merge,
  }),
]);
export type StateDeclaration = z.infer<typeof stateDeclaration>;

interface StatesText {
  readonly label: Text;
  readonly help: Text;
  readonly flink: string;
}

/** Configuration field with the states of a user function. */
export const statesField = ({ label, help, flink }: StatesText) =>
  z
    .array(stateDeclaration)
    .default([])
    .meta({ label, help, flink, item: { kind: "value", name: "state", type: "BIGINT" } } satisfies FieldMeta);

/** Side outputs of a user function: a port each. */
export const sideOutputsField = z
  .array(
    z.object({
      tag: z
        .string()
        .min(1)
        .meta({ label: { en: "Tag", "zh-Hans": "标签" }, flink: "OutputTag.id" } satisfies FieldMeta),
      fields: z
        .array(fieldSchema)
        .min(1)
        .meta({ label: { en: "Fields", "zh-Hans": "字段" }, widget: "schema" } satisfies FieldMeta),
    }),
  )
  .default([])
  .meta({
    label: { en: "Side outputs", "zh-Hans": "旁路输出" },
    help: {
      en: "Outputs beside the main one, each a port of its own, written with ctx.output(tag, row).",
      "zh-Hans": "主输出以外的输出，各有自己的端口，用 ctx.output(tag, row) 写入。",
    },
    flink: "OutputTag",
    item: { tag: "side", fields: [{ name: "field1", type: "STRING" }] },
  } satisfies FieldMeta);

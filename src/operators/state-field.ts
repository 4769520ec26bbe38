import { z } from "zod";
import type { FieldMeta } from "../graph/descriptor.ts";
import { fieldSchema } from "../graph/job-document.ts";

const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/);
const type = z.string().min(1);

/** StateTtlConfig, by Flink's names. */
const ttl = z
  .object({
    /** Milliseconds. */
    ttl: z.number().positive(),
    updateType: z.enum(["Disabled", "OnCreateAndWrite", "OnReadAndWrite"]).default("OnCreateAndWrite"),
    stateVisibility: z
      .enum(["NeverReturnExpired", "ReturnExpiredIfNotCleanedUp"])
      .default("NeverReturnExpired"),
    cleanupFullSnapshot: z.boolean().default(false),
  })
  .optional();
export type TtlDeclaration = z.infer<typeof ttl>;

/**
 * A keyed state that a user function declares, by Flink's names. The functions of reducing and aggregating
 * states are expressions over their parameters: reduce (left, right); createAccumulator (); add (value,
 * accumulator); getResult (accumulator); merge (left, right).
 */
export const stateDeclaration = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("value"), name, type, ttl }),
  z.object({ kind: z.literal("list"), name, type, ttl }),
  z.object({ kind: z.literal("map"), name, keyType: type, type, ttl }),
  z.object({ kind: z.literal("reducing"), name, type, ttl, reduce: z.string().min(1) }),
  z.object({
    kind: z.literal("aggregating"),
    name,
    /** Of the accumulator. */
    type,
    ttl,
    createAccumulator: z.string().min(1),
    add: z.string().min(1),
    getResult: z.string().min(1),
    merge: z.string().min(1).optional(),
  }),
]);
export type StateDeclaration = z.infer<typeof stateDeclaration>;

/** Configuration field with the states of a user function. */
export const statesField = z
  .array(stateDeclaration)
  .default([])
  .meta({
    label: { en: "State", "zh-Hans": "状态" },
    help: {
      en:
        'Keyed states the function uses as ctx.state.<name>: a list of { "kind": "value" | "list" | "map" | ' +
        '"reducing" | "aggregating", "name", "type", "ttl"? }.',
      "zh-Hans":
        '函数以 ctx.state.<名称> 使用的键控状态：由 { "kind": "value" | "list" | "map" | "reducing" | "aggregating", ' +
        '"name", "type" } 组成的列表。',
    },
    flink: "getRuntimeContext().getState(StateDescriptor)",
    widget: "json",
  } satisfies FieldMeta);

/** Side outputs of a user function: a port each. */
export const sideOutputsField = z
  .array(z.object({ tag: z.string().min(1), fields: z.array(fieldSchema).min(1) }))
  .default([])
  .meta({
    label: { en: "Side outputs", "zh-Hans": "侧输出" },
    help: {
      en: 'Outputs beside the main one, written with ctx.output(tag, row): a list of { "tag", "fields" }.',
      "zh-Hans": '主输出以外的输出，用 ctx.output(tag, row) 写入：由 { "tag", "fields" } 组成的列表。',
    },
    flink: "OutputTag",
    widget: "json",
  } satisfies FieldMeta);

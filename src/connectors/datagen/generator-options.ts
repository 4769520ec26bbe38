import { z } from "zod";
import type { FieldCondition, FieldMeta, Text } from "../../graph/descriptor.ts";
import type { LogicalType } from "../../stream/logical-type.ts";
import { optionTypes } from "./option-types.ts";

/** Names under which the types of Flink SQL are written, for the form: STRING is a VARCHAR, BYTES a VARBINARY. */
const written: Readonly<Partial<Record<LogicalType["type"], readonly string[]>>> = {
  VARCHAR: ["STRING"], VARBINARY: ["BYTES"], INT: ["INTEGER"], DECIMAL: ["DEC", "NUMERIC"],
};

const random: FieldCondition = { field: "kind", is: [undefined, "random"] };
const sequence: FieldCondition = { field: "kind", is: ["sequence"] };

function meta(key: string, label: Text, details: Partial<FieldMeta> = {}) {
  const types = optionTypes.get(key);
  const names = types?.flatMap((type) => [type, ...(written[type] ?? [])]);
  const onType: readonly FieldCondition[] = names === undefined ? [] : [{ field: "$type", is: names }];
  return { label, flink: `fields.#.${key}`, when: [random, ...onType], ...details } satisfies FieldMeta;
}

/** Options of one field, as Flink spells them (`fields.#.<key>`). Bounds are text, so that BIGINT and DECIMAL stay exact. */
export const generatorOptions = z
  .object({
    kind: z.enum(["random", "sequence"]).default("random").meta(meta("kind", { en: "Kind", "zh-Hans": "种类" }, { when: [] })),
    min: z.string().optional().meta(meta("min", { en: "From", "zh-Hans": "最小值" })),
    max: z.string().optional().meta(meta("max", { en: "To", "zh-Hans": "最大值" })),
    "max-past": z
      .number()
      .min(0)
      .optional()
      .meta(meta("max-past", { en: "At most so long ago", "zh-Hans": "最早多久之前" }, { widget: "duration" })),
    length: z.number().int().min(1).optional().meta(meta("length", { en: "Length", "zh-Hans": "长度" })),
    "var-len": z.boolean().optional().meta(meta("var-len", { en: "Of any length up to that", "zh-Hans": "长度可变" })),
    start: z
      .string()
      .optional()
      .meta(meta("start", { en: "Start", "zh-Hans": "起始值" }, { when: sequence })),
    end: z
      .string()
      .optional()
      .meta(meta("end", { en: "End", "zh-Hans": "结束值" }, { when: sequence })),
    "null-rate": z
      .number()
      .min(0)
      .max(1)
      .optional()
      .meta(meta("null-rate", { en: "Share of NULL, 0 to 1", "zh-Hans": "NULL 的比例（0 到 1）" })),
  })
  .strict();
export type GeneratorOptions = z.input<typeof generatorOptions>;

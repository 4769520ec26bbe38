import { z } from "zod";
import type { FieldMeta, Text } from "../../graph/descriptor.ts";

export interface FieldText {
  readonly label: Text;
  readonly help?: Text;
  readonly flink?: string;
}

export const described = (text: FieldText) => ({ ...text }) satisfies FieldMeta;

/** Configuration field of a duration in milliseconds, at least `least`. */
export const milliseconds = (text: FieldText, least = 1) =>
  z
    .number()
    .int()
    .min(least)
    .meta({ ...text, widget: "duration", unit: "ms" } satisfies FieldMeta);

/** Configuration field of a number of rows, at least `least`. */
export const rowCount = (text: FieldText, least = 1) => z.number().int().min(least).meta(described(text));

/** One of the options of a discriminated field, with Flink's name for it. */
export const choice = <Name extends string>(name: Name, label: Text, flink: string) =>
  z.literal(name).meta(described({ label, flink }));

import { z } from "zod";
import type { FieldMeta, Text } from "../graph/descriptor.ts";
import type { OptionSpecs } from "./option-spec.ts";

/** Schema of the options of a format, for forms, documents and published JSON Schema. Each has a label. */
export function optionsSchema<Specs extends OptionSpecs>(specs: Specs, labels: Readonly<Record<keyof Specs & string, Text>>): z.ZodObject {
  const fields = Object.keys(specs).map((name: keyof Specs & string) => {
    const meta: FieldMeta = { label: labels[name], flink: name };
    return [name, fieldSchema(specs[name]).meta({ ...meta })] as const;
  });
  return z.object(Object.fromEntries(fields)).strict();
}

/** Those of the options that count where records are written. */
export function writingForm(options: z.ZodObject, specs: OptionSpecs): z.ZodObject {
  const shape = Object.entries(options.shape).filter(([name]) => specs[name]?.readingOnly !== true);
  return z.object(Object.fromEntries(shape)).strict();
}

function fieldSchema(spec: OptionSpecs[string] | undefined): z.ZodType {
  if (spec?.type === "boolean") return z.boolean().default(spec.default);
  if (spec?.type === "choice") return z.enum(spec.choices).default(spec.default);
  const character = z.string().regex(/^(?:.|\\t|\\u[\da-fA-F]{4})$/su, "one character");
  if (spec?.type === "optional-character") return character.optional();
  return spec?.type === "character" ? character.default(spec.default) : z.string().optional();
}

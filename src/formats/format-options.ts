import { z } from "zod";

/** One option of a format: a flag, one character, or any text that may be left out. */
type OptionSpec =
  | { readonly type: "boolean"; readonly default: boolean }
  | { readonly type: "character"; readonly default: string }
  | { readonly type: "text" };

type OptionValue<Spec extends OptionSpec> = Spec extends { readonly type: "boolean" } ? boolean : Spec extends { readonly type: "character" } ? string : string | undefined;

export type FormatOptions<Specs extends Readonly<Record<string, OptionSpec>>> = { readonly [Name in keyof Specs]: OptionValue<Specs[Name]> };

/** Schema of the options, for forms, documents and published JSON Schema. */
export function formatOptionsSchema(specs: Readonly<Record<string, OptionSpec>>): z.ZodType {
  const fields = Object.entries(specs).map(([name, spec]) => [name, fieldSchema(spec)] as const);
  return z.object(Object.fromEntries(fields)).strict();
}

function fieldSchema(spec: OptionSpec): z.ZodType {
  if (spec.type === "boolean") return z.boolean().default(spec.default);
  return spec.type === "character" ? z.string().length(1).default(spec.default) : z.string().optional();
}

/**
 * Options as a reader or writer gets them, with their defaults. Throws on what the format does not know. Without zod, because it runs in
 * tasks, whose scripts are kept small.
 */
export function readFormatOptions<Specs extends Readonly<Record<string, OptionSpec>>>(specs: Specs, options: unknown): FormatOptions<Specs> {
  if (typeof options !== "object" || options === null) throw new TypeError("Format options are an object.");
  const given = new Map<string, unknown>(Object.entries(options));
  const read = Object.entries(specs).map(([name, spec]): [string, unknown] => {
    const value = given.get(name);
    given.delete(name);
    return [name, value === undefined ? ("default" in spec ? spec.default : undefined) : checked(name, spec, value)];
  });
  const [unknown] = given.keys();
  if (unknown !== undefined) throw new TypeError(`There is no format option "${unknown}". Known are ${Object.keys(specs).join(", ")}.`);
  return Object.fromEntries(read) as FormatOptions<Specs>;
}

function checked(name: string, spec: OptionSpec, value: unknown): unknown {
  if (spec.type === "boolean" && typeof value !== "boolean") throw new TypeError(`Format option ${name} is true or false.`);
  if (spec.type !== "boolean" && typeof value !== "string") throw new TypeError(`Format option ${name} is a text.`);
  if (spec.type === "character" && String(value).length !== 1) throw new TypeError(`Format option ${name} is one character.`);
  return value;
}

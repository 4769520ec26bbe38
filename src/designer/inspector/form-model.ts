import type { z } from "zod";
import type { FieldMeta } from "../../graph/descriptor.ts";

export type Widget = NonNullable<FieldMeta["widget"]>;

/** One field of a generated form. */
export interface FormField {
  readonly key: string;
  readonly widget: Widget;
  readonly meta: FieldMeta | undefined;
  readonly optional: boolean;
  /** Flink's default, when the schema has one. */
  readonly default: unknown;
  /** `select`: the values to choose from. */
  readonly choices: readonly (string | number | boolean)[];
  /** Choice of a union: the fields of the option that a value chooses. */
  readonly optionFields?: (choice: unknown) => readonly FormField[];
  /** `group`, and each element of a `list` or `byField`: the fields inside, by the value it has now. */
  readonly fields: (value: unknown) => readonly FormField[];
}

type Schema = z.core.$ZodType;

/** Fields of a configuration's form, walked out of its zod schema; of a union, those of the option that `value` chose. [UI4] */
export function formFields(schema: Schema, value: unknown): readonly FormField[] {
  const { schema: inner } = unwrap(schema);
  const def = definitionOf(inner);
  if (def.type === "object" && def.shape) return Object.entries(def.shape).map(([key, field]) => fieldOf(key, field));
  if (def.type === "union" && def.options) return unionFields(def, value);
  return [];
}

/** Discriminator first, as a choice, then the fields of the chosen option. */
function unionFields(def: Definition, value: unknown): readonly FormField[] {
  const options = def.options ?? [];
  const { discriminator } = def;
  if (discriminator === undefined) return [];
  const tags = options.flatMap((option) => literalsOf(definitionOf(option).shape?.[discriminator]));
  const tag = isRecord(value) ? value[discriminator] : undefined;
  const chosen =
    options.find((option) =>
      literalsOf(definitionOf(option).shape?.[discriminator]).some((literal) => literal === tag),
    ) ?? options[0];
  const first = chosen && definitionOf(chosen).shape?.[discriminator];
  const choice: FormField = {
    key: discriminator,
    widget: "select",
    meta: first && metaOf(first),
    optional: false,
    default: undefined,
    choices: tags,
    fields: () => [],
    optionFields: (tagged) => unionFields(def, { [discriminator]: tagged }),
  };
  return [choice, ...(chosen ? formFields(chosen, value).filter(({ key }) => key !== discriminator) : [])];
}

function fieldOf(key: string, schema: Schema): FormField {
  const { schema: inner, optional, fallback } = unwrap(schema);
  const meta = metaOf(schema);
  const widget = meta?.widget ?? widgetFor(inner);
  return {
    key,
    widget,
    meta,
    optional,
    default: fallback,
    choices: choicesOf(inner),
    fields: (value) => {
      const element = elementOf(inner);
      if (widget === "list" || widget === "byField") return element === undefined ? [] : formFields(element, value);
      return widget === "group" ? formFields(inner, value) : [];
    },
  };
}

function widgetFor(schema: Schema): Widget {
  const def = definitionOf(schema);
  switch (def.type) {
    case "string":
      return "text";
    case "number":
    case "int":
      return "number";
    case "boolean":
      return "boolean";
    case "enum":
    case "literal":
      return "select";
    case "object":
      return "group";
    case "array":
      return isObjectLike(def.element) ? "list" : "json";
    case "union":
      return def.discriminator === undefined ? (choicesOf(schema).length > 0 ? "select" : "json") : "group";
    default:
      return "json";
  }
}

/** Schema of the elements of an array, or of the values of a record. */
function elementOf(schema: Schema): Schema | undefined {
  const { element, valueType } = definitionOf(schema);
  return element ?? valueType;
}

function isObjectLike(schema: Schema | undefined): boolean {
  const def = schema && definitionOf(unwrap(schema).schema);
  return def?.type === "object" || (def?.type === "union" && def.discriminator !== undefined);
}

function choicesOf(schema: Schema): readonly (string | number | boolean)[] {
  const def = definitionOf(schema);
  if (def.type === "enum" && def.entries) return Object.values(def.entries);
  if (def.type === "union" && def.options) {
    const literals = def.options.map(literalsOf);
    return literals.every((values) => values.length > 0) ? literals.flat() : [];
  }
  return literalsOf(schema);
}

function literalsOf(schema: Schema | undefined): readonly (string | number | boolean)[] {
  if (!schema) return [];
  const def = definitionOf(unwrap(schema).schema);
  if (def.type !== "literal") return [];
  return (def.values ?? []).filter(
    (value) => typeof value === "string" || typeof value === "number" || typeof value === "boolean",
  );
}

/** The parts of zod's definition objects that a form needs. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly options?: readonly Schema[];
  readonly discriminator?: string;
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly values?: readonly unknown[];
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly defaultValue?: unknown;
}

function definitionOf(schema: Schema): Definition {
  return schema._zod.def as unknown as Definition;
}

/** Looks through optional, default, nullable and transformations. */
function unwrap(schema: Schema): { readonly schema: Schema; readonly optional: boolean; readonly fallback: unknown } {
  const def = definitionOf(schema);
  const inner = def.innerType ?? (def.type === "pipe" ? def.in : undefined);
  if (!inner) return { schema, optional: false, fallback: undefined };
  const below = unwrap(inner);
  return {
    schema: below.schema,
    optional: below.optional || def.type === "optional",
    fallback: def.type === "default" || def.type === "prefault" ? def.defaultValue : below.fallback,
  };
}

/** Metadata of the outermost wrapper that has any. */
function metaOf(schema: Schema): FieldMeta | undefined {
  const meta: unknown =
    "meta" in schema && typeof schema.meta === "function" ? (schema as z.ZodType).meta() : undefined;
  if (isFieldMeta(meta)) return meta;
  const def = definitionOf(schema);
  const inner = def.innerType ?? (def.type === "pipe" ? def.in : undefined);
  return inner && metaOf(inner);
}

function isFieldMeta(meta: unknown): meta is FieldMeta {
  return isRecord(meta) && isRecord(meta["label"]) && typeof meta["label"]["en"] === "string";
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field whose `when` does not hold is not shown. */
export function isShown(field: FormField, siblings: Readonly<Record<string, unknown>>): boolean {
  const conditions = [field.meta?.when ?? []].flat();
  return conditions.every(({ field: key, is }) => is.includes(siblings[key]));
}

/** Not what Flink does by default: the value differs from the schema's default, or an optional one is set. */
export function isChanged(field: FormField, value: unknown): boolean {
  if (value === undefined) return false;
  return field.default === undefined ? field.optional : JSON.stringify(value) !== JSON.stringify(field.default);
}

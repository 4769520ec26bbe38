import { jsonFromValue, valueFromJson } from "../../stream/json-value.ts";
import { parseLogicalType } from "../../stream/logical-type-text.ts";
import type { Field, Schema } from "../../stream/logical-type.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import { parseExactJson } from "../../stream/exact-json.ts";
import { inferTextType } from "../../stream/text-value.ts";
import type { FormatDefinition, RecordDecoder, RecordEncoder } from "../../runtime/format.ts";
import { jsonOptions } from "../../graph/format-option-lists.ts";
import { formatOptionsSchema, readFormatOptions } from "../../graph/format-options.ts";
import type { FormatOptions } from "../../graph/format-options.ts";
import { lineDecoder } from "../line-decoder.ts";

type JsonOptions = FormatOptions<typeof jsonOptions>;

/** JSON lines: one object per line. Fields that the schema does not name are passed over. */
export const json: FormatDefinition = {
  type: "json",
  label: { en: "JSON lines", "zh-Hans": "JSON 行" },
  options: formatOptionsSchema(jsonOptions),
  createDecoder: (schema, options) => jsonDecoder(schema, readFormatOptions(jsonOptions, withoutHeader(options))),
  createEncoder: (schema, options) => jsonEncoder(schema, readFormatOptions(jsonOptions, withoutHeader(options))),
  inferFields: (sample) => inferFields(sample),
};

/** `header` is an option of CSV files that a source hands to any format. */
function withoutHeader(options: unknown): unknown {
  if (typeof options !== "object" || options === null) return options;
  const { header: _header, ...rest } = options as { header?: unknown };
  return rest;
}

function jsonDecoder(schema: Schema, options: JsonOptions): RecordDecoder {
  const makeRow = rowFromValues(schema);
  const fields = schema.fields.map((field) => ({ name: field.name, fromJson: valueFromJson(field.type) }));
  return lineDecoder({
    quote: undefined,
    ignoreErrors: options["ignore-parse-errors"],
    readRow(line) {
      if (line.trim() === "") return undefined;
      const object: unknown = parseExactJson(line);
      if (typeof object !== "object" || object === null || Array.isArray(object)) {
        throw new Error("a line must hold one JSON object");
      }
      const required = options["fail-on-missing-field"];
      return makeRow(fields.map((field) => memberValue(object, { ...field, required })));
    },
  });
}

interface Member {
  readonly name: string;
  readonly required: boolean;
  fromJson(json: unknown): unknown;
}

function memberValue(object: object, { name, required, fromJson }: Member): unknown {
  const value: unknown = Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
  if (value === undefined && required) throw new Error(`field ${name} is missing`);
  try {
    return fromJson(value ?? null);
  } catch (error) {
    throw new Error(`field ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function jsonEncoder(schema: Schema, options: JsonOptions): RecordEncoder {
  const toJson = schema.fields.map((field) => jsonFromValue(field.type));
  return {
    prologue: "",
    encode(row) {
      const object: Record<string, unknown> = {};
      schema.fields.forEach((field, place) => {
        const value = row[field.name];
        if (value !== null || !options["encode.ignore-null-fields"]) object[field.name] = toJson[place]?.(value);
      });
      return `${JSON.stringify(object)}\n`;
    },
  };
}

/** Lines of a sample that are looked at when types are guessed. */
const sampleLines = 200;

function inferFields(sample: string): readonly Field[] {
  const lines = sample.split("\n");
  const complete = (lines.length > 1 ? lines.slice(0, -1) : lines).slice(0, sampleLines);
  const columns = new Map<string, unknown[]>();
  for (const line of complete) {
    const object = parsedObject(line);
    for (const [name, value] of Object.entries(object)) {
      const seen = columns.get(name) ?? [];
      if (value !== null) seen.push(value);
      columns.set(name, seen);
    }
  }
  return [...columns].map(([name, seen]) => ({ name, type: parseLogicalType(typeOf(seen)) }));
}

function parsedObject(line: string): object {
  try {
    const value: unknown = parseExactJson(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    // A bad line says nothing about types; the decoder will report it with its place.
    return {};
  }
}

/** A number that `parseExactJson` left as text; a text of so many digits would be taken for one, too. */
const isLongNumber = (value: unknown): boolean => typeof value === "string" && /^-?\d[\d.]{15,}$/.test(value);

function typeOf(values: readonly unknown[]): string {
  if (values.length === 0) return "STRING";
  if (values.every((value) => typeof value === "boolean")) return "BOOLEAN";
  if (values.every((value) => typeof value === "number" || isLongNumber(value))) return inferTextType(values.map(String));
  if (values.every((value) => typeof value === "string")) {
    const type = inferTextType(values.filter((value) => typeof value === "string"));
    return type.startsWith("TIMESTAMP") || type === "DATE" ? type : "STRING";
  }
  return values.every(Array.isArray) ? "ARRAY<STRING>" : "STRING";
}

import { z } from "zod";
import { decodeUtf8 } from "../../base/utf8.ts";
import { jsonFromValue, valueFromJson } from "../../stream/json-value.ts";
import { parseLogicalType } from "../../stream/logical-type-text.ts";
import type { Field, Schema } from "../../stream/logical-type.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import { inferTextType } from "../../stream/text-value.ts";
import { FormatError, type FormatDefinition, type RecordDecoder, type RecordEncoder } from "../../runtime/format.ts";
import { LineCutter } from "../record-cutter.ts";

/** Flink's `json.*` options without the prefix. */
const jsonOptions = z
  .object({
    "fail-on-missing-field": z.boolean().default(false),
    "ignore-parse-errors": z.boolean().default(false),
    "encode.ignore-null-fields": z.boolean().default(false),
  })
  .strict();
type JsonOptions = z.infer<typeof jsonOptions>;

/** JSON lines: one object per line. Fields that the schema does not name are passed over. */
export const json: FormatDefinition = {
  type: "json",
  label: { en: "JSON lines", "zh-Hans": "JSON 行" },
  options: jsonOptions,
  createDecoder: (schema, options) => new JsonDecoder(schema, jsonOptions.parse(withoutHeader(options))),
  createEncoder: (schema, options) => jsonEncoder(schema, jsonOptions.parse(withoutHeader(options))),
  inferFields: (sample) => inferFields(sample),
};

/** `header` is an option of CSV files that a source hands to any format. */
function withoutHeader(options: unknown): unknown {
  if (typeof options !== "object" || options === null) return options;
  const { header: _header, ...rest } = options as { header?: unknown };
  return rest;
}

class JsonDecoder implements RecordDecoder {
  readonly #options: JsonOptions;
  readonly #lines = new LineCutter(undefined);
  readonly #schema: Schema;
  readonly #fromJson: readonly ((json: unknown) => unknown)[];
  readonly #makeRow: ReturnType<typeof rowFromValues>;

  constructor(schema: Schema, options: JsonOptions) {
    this.#schema = schema;
    this.#options = options;
    this.#fromJson = schema.fields.map((field) => valueFromJson(field.type));
    this.#makeRow = rowFromValues(schema);
  }

  push(bytes: Uint8Array): void {
    this.#lines.push(bytes);
  }

  end(): void {
    this.#lines.end();
  }

  next(): ReturnType<RecordDecoder["next"]> {
    const line = this.#lines.next();
    if (line === undefined) return undefined;
    const text = decodeUtf8(line.bytes);
    const { endOffset } = line;
    if (text.trim() === "") return { row: undefined, endOffset };
    try {
      return { row: this.#makeRow(this.#values(text)), endOffset };
    } catch (error) {
      if (this.#options["ignore-parse-errors"]) return { row: undefined, endOffset };
      throw new FormatError(error instanceof Error ? error.message : String(error), endOffset);
    }
  }

  #values(text: string): unknown[] {
    const object: unknown = JSON.parse(text);
    if (typeof object !== "object" || object === null || Array.isArray(object)) throw new Error("a line must hold one JSON object");
    return this.#schema.fields.map((field, place) => {
      const value: unknown = Object.hasOwn(object, field.name) ? Reflect.get(object, field.name) : undefined;
      if (value === undefined && this.#options["fail-on-missing-field"]) throw new Error(`field ${field.name} is missing`);
      try {
        return this.#fromJson[place]?.(value ?? null);
      } catch (error) {
        throw new Error(`field ${field.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    });
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
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    // A bad line says nothing about types; the decoder will report it with its place.
    return {};
  }
}

function typeOf(values: readonly unknown[]): string {
  if (values.length === 0) return "STRING";
  if (values.every((value) => typeof value === "boolean")) return "BOOLEAN";
  if (values.every((value) => typeof value === "number")) return values.every(Number.isSafeInteger) ? "BIGINT" : "DOUBLE";
  if (values.every((value) => typeof value === "string")) {
    const type = inferTextType(values.filter((value) => typeof value === "string"));
    return type.startsWith("TIMESTAMP") || type === "DATE" ? type : "STRING";
  }
  return values.every(Array.isArray) ? "ARRAY<STRING>" : "STRING";
}

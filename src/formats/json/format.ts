import { encodeUtf8 } from "../../base/utf8.ts";
import { jsonFromValue, valueFromJson } from "../../stream/json-value.ts";
import type { Row } from "../../stream/row.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import { parseExactJson } from "../../stream/exact-json.ts";
import type { FormatFactory, RecordDecoder, RecordEncoder } from "../../runtime/format.ts";
import { lineDecoder, noRows } from "../line-decoder.ts";
import { readFormatOptions } from "../option-spec.ts";
import { inferJsonFields } from "./infer-fields.ts";
import { jsonOptions, type JsonOptions } from "./options.ts";

export const jsonFactory: FormatFactory = {
  type: "json",
  createDecoder: (schema, options) => jsonDecoder(schema, readFormatOptions(jsonOptions, withoutHeader(options))),
  createEncoder: (schema, options) => jsonEncoder(schema, readFormatOptions(jsonOptions, withoutHeader(options))),
  inferFields: inferJsonFields,
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
  const required = options["fail-on-missing-field"];
  const rowOf = (value: unknown): Row => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new Error("a line must hold a JSON object, or an array of objects");
    }
    return makeRow(fields.map((field) => memberValue(value, { ...field, required })));
  };
  return lineDecoder({
    quote: undefined,
    ignoreErrors: options["ignore-parse-errors"],
    readRows(line) {
      if (line.trim() === "") return noRows;
      const value: unknown = parseExactJson(line);
      return Array.isArray(value) ? value.map(rowOf) : [rowOf(value)];
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
    prologue: encodeUtf8(""),
    encode(row, to) {
      const object: Record<string, unknown> = {};
      schema.fields.forEach((field, place) => {
        const value = row[field.name];
        if (value !== null || !options["encode.ignore-null-fields"]) object[field.name] = toJson[place]?.(value);
      });
      to.utf8(`${JSON.stringify(object)}\n`);
    },
  };
}

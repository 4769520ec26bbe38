import { engineMessage } from "../../base/engine-messages.ts";
import { encodeUtf8 } from "../../base/utf8.ts";
import type { FormatFactory, RecordDecoder, RecordEncoder } from "../../runtime/format.ts";
import { parseExactJson } from "../../stream/exact-json.ts";
import { jsonFromValue, valueFromJson } from "../../stream/json-value.ts";
import type { LogicalType, Schema } from "../../stream/logical-type.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import type { Row } from "../../stream/row.ts";
import { toIsoDate } from "../date-order.ts";
import { readFormatOptions } from "../option-spec.ts";
import { fieldError, noRows, RecordError, recordDecoder } from "../record-decoder.ts";
import { guessJsonOptions, inferJsonFields } from "./infer-fields.ts";
import { jsonFault } from "./json-fault.ts";
import { JsonCutter, type JsonPlace } from "./json-cutter.ts";
import { jsonOptions, type JsonOptions } from "./options.ts";

export const jsonFactory: FormatFactory = {
  type: "json",
  createDecoder: (schema, options, resume) => jsonDecoder(schema, readFormatOptions(jsonOptions, withoutHeader(options)), resume),
  createEncoder: (schema, options) => jsonEncoder(schema, readFormatOptions(jsonOptions, withoutHeader(options))),
  guessOptions: guessJsonOptions,
  inferFields: (sample, options, isWhole = false) => inferJsonFields(sample, readFormatOptions(jsonOptions, options), isWhole),
};

/** `header` is an option of CSV files that a source hands to any format. */
function withoutHeader(options: unknown): unknown {
  if (typeof options !== "object" || options === null) return options;
  const { header: _header, ...rest } = options as { header?: unknown };
  return rest;
}

function jsonDecoder(schema: Schema, options: JsonOptions, resume: unknown): RecordDecoder {
  const makeRow = rowFromValues(schema);
  const fields = schema.fields.map((field) => ({ name: field.name, fromJson: memberReader(field.type, options["date-order"]) }));
  const required = options["fail-on-missing-field"];
  const rowOf = (value: unknown): Row => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new Error(engineMessage("notAnObject"));
    }
    return makeRow(fields.map((field) => memberValue(value, { ...field, required })));
  };
  return recordDecoder(
    {
      encoding: options.encoding,
      ignoreErrors: options["ignore-parse-errors"],
      createCutter: (place) => new JsonCutter(place as JsonPlace | undefined),
      readRows: (text) => (text.trim() === "" ? noRows : [rowOf(parsed(text))]),
    },
    resume,
  );
}

/** Control characters in texts are read as they stand, as by Flink. Throws a `RecordError` where the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch (error) {
    const escaped = withControlsEscaped(text);
    if (jsonFault(escaped) === undefined) return parseExactJson(escaped);
    const { at, message } = jsonFault(text) ?? { at: 0, message: error instanceof Error ? error.message : String(error) };
    const before = text.slice(0, at).split("\n");
    const position = (before.at(-1)?.length ?? 0) + 1;
    const told = engineMessage(before.length === 1 ? "jsonRecord" : "jsonLine", { message, position });
    throw new RecordError(told, { line: before.length - 1, cause: error });
  }
}

/** One pass, in which no character is looked at twice. [GR56] */
function withControlsEscaped(text: string): string {
  let escaped = "";
  let kept = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === '"') inText = !inText;
    else if (inText && character === "\\") at++;
    else if (inText && character < " ") {
      escaped += text.slice(kept, at) + escapeOf(character);
      kept = at + 1;
    }
  }
  return escaped + text.slice(kept);
}

const escapeOf = (control: string): string => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Dates that a person wrote are texts of JSON; everything else is read as it is. */
function memberReader(type: LogicalType, order: string): (json: unknown) => unknown {
  const read = valueFromJson(type);
  const isTime = type.type === "DATE" || type.type === "TIMESTAMP" || type.type === "TIMESTAMP_LTZ";
  return isTime && order !== "iso" ? (json) => read(typeof json === "string" ? toIsoDate(json.trim(), order) : json) : read;
}

interface Member {
  readonly name: string;
  readonly required: boolean;
  fromJson(json: unknown): unknown;
}

function memberValue(object: object, { name, required, fromJson }: Member): unknown {
  const value: unknown = Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
  if (value === undefined && required) throw new Error(engineMessage("fieldMissing", { field: name }));
  try {
    return fromJson(value ?? null);
  } catch (error) {
    throw fieldError(name, error);
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

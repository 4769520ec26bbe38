import { javaDate, javaDateTime, javaDouble, javaFloat, javaInstant, javaTime } from "./java-text.ts";
import { PreciseTimestamp } from "./precise-timestamp.ts";
import { valueToText } from "./text-value.ts";
import type { LogicalType, Schema } from "./logical-type.ts";
import type { Row, RowKind, Value } from "./row.ts";

const kindTexts: Readonly<Record<RowKind, string>> = { 0: "+I", 1: "-U", 2: "+U", 3: "-D" };

/**
 * Text of rows as Flink's print sink writes them: `+I[1, a]` (Row.toString, RowUtils). Values are those of the Java
 * classes that Flink converts to: 1.0, 2026-01-31T23:59, [1, 2] for arrays and bytes, {k=v} for maps, rows with their own kind.
 */
export function rowText(schema: Schema): (row: Row) => string {
  const fields = fieldTexts(schema);
  return (row) => `${kindTexts[row.$kind]}[${fields.map(([name, text]) => text(row[name])).join(", ")}]`;
}

/** Characters of each text in a line that a job prints, and, with some room for what stands around one such text, of the line. */
const textMax = 32_768;
const aroundText = 256;

/** A line that a job prints, cut where it is too long to be shown, with its length in place of the rest. [HB32] */
export function lineText(line: string): string {
  return cut(line, textMax + aroundText);
}

/**
 * What the fields of a row hold, in order, for the log: as Flink casts them to STRING, null for NULL. A text that is too long to be shown
 * is cut off. [HB32]
 */
export function rowValues({ fields }: Schema): (row: Row) => readonly (string | null)[] {
  const texts = fields.map(({ name, type }) => [name, valueToText(type)] as const);
  return (row) =>
    texts.map(([name, text]) => {
      const value = row[name];
      return value === null || value === undefined ? null : cut(text(value), textMax);
    });
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max)}… (${text.length} characters)`;
}

/** Characters of a row that the log keeps: enough for a hover card, small enough for a million events. */
const logTextMax = 120;

/**
 * Text of rows for the log: values without row kind, cut off at `logTextMax`. A string that would look like two values, or like a
 * quoted one, is quoted as in JSON, so that the fields can be told apart again.
 */
export function rowLogText(schema: Schema): (row: Row) => string {
  const fields = schema.fields.map(
    ({ name, type }) => [name, orNull(type.type === "CHAR" || type.type === "VARCHAR" ? separableText : presentText(type))] as const,
  );
  return (row) => {
    const text = fields.map(([name, each]) => each(row[name])).join(", ");
    return text.length > logTextMax ? `${text.slice(0, logTextMax - 3)}...` : text;
  };
}

function separableText(value: Value): string {
  const text = cut(String(value), textMax);
  return text.startsWith('"') || text.includes(", ") ? JSON.stringify(text) : text;
}

type ValueText = (value: Value) => string;

function fieldTexts(schema: Schema): readonly (readonly [string, ValueText])[] {
  return schema.fields.map((field) => [field.name, orNull(presentText(field.type))] as const);
}

/** SQL NULL and the text "null" look the same, as in Flink. */
const orNull =
  (text: ValueText): ValueText =>
  (value) =>
    value === null || value === undefined ? "null" : text(value);

function presentText(type: LogicalType): ValueText {
  switch (type.type) {
    case "FLOAT":
      return (value) => javaFloat(Number(value));
    case "DOUBLE":
      return (value) => javaDouble(Number(value));
    case "DATE":
      return (value) => javaDate(Number(value));
    case "TIME":
      return (value) => javaTime(Number(value));
    case "TIMESTAMP":
      return (value) => javaDateTime(...timeParts(value));
    case "TIMESTAMP_LTZ":
      return (value) => javaInstant(...timeParts(value));
    case "BINARY":
    case "VARBINARY":
      return (value) => (value instanceof Uint8Array ? bytesText(value) : String(value));
    case "ARRAY": {
      const element = orNull(presentText(type.element));
      return (value) => (Array.isArray(value) ? `[${value.map(element).join(", ")}]` : String(value));
    }
    case "MAP": {
      const key = orNull(presentText(type.key));
      const entry = orNull(presentText(type.value));
      return (value) =>
        value instanceof Map ? `{${[...value].map(([name, each]) => `${key(name)}=${entry(each)}`).join(", ")}}` : String(value);
    }
    case "ROW":
      return rowText(type) as ValueText;
    case "CHAR":
    case "VARCHAR":
      return (value) => cut(String(value), textMax);
    case "RAW":
      return rawText;
    default:
      return String;
  }
}

const timeParts = (value: Value): readonly [millisecond: number, nanoOfMillisecond: number] =>
  PreciseTimestamp.is(value) ? [value.millisecond, value.nanoOfMillisecond] : [Number(value), 0];

function bytesText(value: Uint8Array): string {
  const rest = value.length > textMax ? `, … (${value.length} bytes)` : "";
  return `[${new Int8Array(value.subarray(0, textMax)).join(", ")}${rest}]`;
}

function rawText(value: Value): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === "bigint" ? String(each) : each)) ?? String(value);
}

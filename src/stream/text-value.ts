import { excerpt } from "../base/excerpt.ts";
import { conformTo } from "./conform.ts";
import { Decimal } from "./decimal.ts";
import { formatLogicalType } from "./logical-type-text.ts";
import type { LogicalType } from "./logical-type.ts";
import { PreciseTimestamp } from "./precise-timestamp.ts";
import { numberLimits } from "./type-limits.ts";
import { formatDate, formatDateTime, formatTime, parseDateTime, parseTime } from "./time-text.ts";

/** Reads a value written as text (a CSV cell, an option). Throws an Error whose message says what is expected. */
export function parseTextValue(type: LogicalType, text: string): unknown {
  return conformTo(type)(rawValue(type, text));
}

function rawValue(type: LogicalType, text: string): unknown {
  if (isNumeric(type) && text.length > numberLimits.characters) {
    throw new Error(`a number of ${text.length} characters is longer than ${numberLimits.characters}: "${excerpt(text, 40)}".`);
  }
  switch (type.type) {
    case "BOOLEAN":
      if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
      throw notA(type, text);
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "BIGINT":
      if (/^[+-]?\d+$/.test(text)) return integer(type, text);
      throw notA(type, text);
    case "FLOAT":
    case "DOUBLE":
      return double(type, text);
    case "DECIMAL": {
      const value = Decimal.parse(text);
      if (value === undefined) throw notA(type, text);
      return value;
    }
    case "DATE":
      return Math.floor(parseDateTime(text).millis / 86_400_000);
    case "TIME":
      return parseTime(text);
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ": {
      const { millis, nanoOfMilli } = parseDateTime(text);
      return type.precision <= 3 ? millis : new PreciseTimestamp(millis, nanoOfMilli);
    }
    case "CHAR":
    case "VARCHAR":
      return text;
    case "BINARY":
    case "VARBINARY":
      return bytesFromHex(text);
    default:
      throw new Error(`${formatLogicalType(type)} cannot be read from text.`);
  }
}

const numericTypes: ReadonlySet<LogicalType["type"]> = new Set([
  "TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_LTZ",
]);

const isNumeric = ({ type }: LogicalType): boolean => numericTypes.has(type);

function integer(type: LogicalType, text: string): unknown {
  const value = BigInt(text);
  return type.type === "BIGINT" || !Number.isSafeInteger(Number(value)) ? value : Number(value);
}

function double(type: LogicalType, text: string): number {
  const value = fraction.test(text) ? Number(text) : namedDoubles.get(text);
  if (value === undefined) throw notA(type, text);
  return value;
}

/** No two parts of it can match the same digit, so that a text that is none is known after one pass. [GR56] */
const fraction = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const plainFraction = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

const namedDoubles = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

const notA = (type: LogicalType, text: string): Error =>
  new Error(`"${excerpt(text)}" is not a value of ${formatLogicalType(type)}.`);

function bytesFromHex(text: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/i.test(text)) throw new Error(`"${excerpt(text)}" is not an even number of hexadecimal digits.`);
  return Uint8Array.from({ length: text.length / 2 }, (_, place) => Number.parseInt(text.slice(place * 2, place * 2 + 2), 16));
}

/** Text of the values of a type, as Flink casts them to STRING; "null" for null. */
export function valueToText(type: LogicalType): (value: unknown) => string {
  const text = textOf(type);
  return (value) => (value === null || value === undefined ? "null" : text(value));
}

function textOf(type: LogicalType): (value: unknown) => string {
  switch (type.type) {
    case "DATE":
      return (value) => formatDate(Number(value));
    case "TIME":
      return (value) => formatTime(Number(value), type.precision);
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return (value) =>
        PreciseTimestamp.is(value)
          ? formatDateTime(value.millisecond, value.nanoOfMillisecond, type.precision)
          : formatDateTime(Number(value), 0, type.precision);
    case "BINARY":
    case "VARBINARY":
      return (value) => (value instanceof Uint8Array ? [...value].map((byte) => byte.toString(16).padStart(2, "0")).join("") : "");
    case "FLOAT":
      return (value) => doubleText(shortFloat(Number(value)));
    case "DOUBLE":
      return (value) => doubleText(Number(value));
    case "ARRAY": {
      const element = valueToText(type.element);
      return (value) => (Array.isArray(value) ? `[${value.map(element).join(", ")}]` : "");
    }
    case "MAP": {
      const key = valueToText(type.key);
      const item = valueToText(type.value);
      return (value) => (value instanceof Map ? `{${[...value].map(([each, its]) => `${key(each)}=${item(its)}`).join(", ")}}` : "");
    }
    case "ROW": {
      const fields = type.fields.map((field) => [field.name, valueToText(field.type)] as const);
      return (value) => `+I[${fields.map(([name, text]) => text(Reflect.get(Object(value), name))).join(", ")}]`;
    }
    case "RAW":
      return rawText;
    default:
      return String;
  }
}

/** The number of the fewest digits that is this one as a 32-bit float: 0.1, not 0.10000000149011612. */
function shortFloat(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

/** Java's Double.toString for whole numbers of ordinary size: 1.0, not 1. */
function doubleText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e7 ? `${Object.is(value, -0) ? "-0" : value}.0` : String(value);
}

function rawText(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === "bigint" ? String(each) : each)) ?? String(value);
}

/**
 * The narrowest type that all `cells` are written in and can be read as: BOOLEAN, BIGINT, DECIMAL for numbers that neither BIGINT nor
 * DOUBLE holds exactly, DOUBLE, DATE, TIMESTAMP with the precision that is there, TIMESTAMP_LTZ where all have a zone, else STRING. Digits
 * behind a zero are no number: a post code would lose its zeros. [CN16] [CN88]
 */
export function inferTextType(cells: readonly string[]): string {
  if (cells.length === 0) return "STRING";
  const texts = cells.map((cell) => cell.trim());
  const all = (pattern: RegExp): boolean => texts.every((text) => pattern.test(text));
  if (all(/^(true|false)$/i)) return "BOOLEAN";
  if (texts.some((text) => text.length > numberLimits.characters || /^[+-]?0\d/.test(text))) return "STRING";
  if (all(/^[+-]?\d+$/) && texts.every((text) => BigInt.asIntN(64, BigInt(text)) === BigInt(text))) return "BIGINT";
  if (all(plainFraction)) return inferNumber(texts);
  if (all(fraction)) return texts.every((text) => Number.isFinite(Number(text))) ? "DOUBLE" : "STRING";
  if (!all(writtenTime) || !texts.every(isDateTime)) return "STRING";
  if (all(/^.{10}$/)) return "DATE";
  const places = texts.reduce((most, text) => Math.max(most, /\.(\d+)/.exec(text)?.[1]?.length ?? 0), 0);
  const precision = [3, 6, 9].find((digits) => places <= digits) ?? 9;
  return `${all(/^.{11,}(Z|[+-]\d{2}:?\d{2})$/) ? "TIMESTAMP_LTZ" : "TIMESTAMP"}(${precision})`;
}

/** A date, with a time of day or without. */
const writtenTime = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function isDateTime(text: string): boolean {
  try {
    parseDateTime(text);
    return true;
  } catch {
    return false;
  }
}

/** DOUBLE holds 15 digits for sure; beyond them only DECIMAL is exact, up to 38. */
function inferNumber(texts: readonly string[]): string {
  const parts = texts.map((text) => text.replace(/^[+-]?0*/, "").split("."));
  const whole = Math.max(...parts.map(([digits = ""]) => digits.length));
  const scale = Math.max(...parts.map(([, digits = ""]) => digits.length));
  const isExact = parts.every((digits) => digits.join("").length <= 15);
  return isExact || whole + scale > 38 ? "DOUBLE" : `DECIMAL(${Math.max(1, whole + scale)}, ${scale})`;
}

import { Decimal } from "../../src/stream/decimal.ts";
import { keySelector } from "../../src/stream/key-selector.ts";
import type { KeySelector } from "../../src/stream/key-selector.ts";
import type { Field, LogicalType, Schema } from "../../src/stream/logical-type.ts";
import { PreciseTimestamp } from "../../src/stream/precise-timestamp.ts";
import type { Row } from "../../src/stream/row.ts";

/** Typed key of the recorded cases of `key-group`. */
export type TypedValue =
  | { readonly type: "int" | "short" | "byte"; readonly value: number }
  | { readonly type: "float" | "double"; readonly value: number | string }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "char" | "string" | "long" | "bigint"; readonly value: string }
  | { readonly type: "decimal"; readonly value: { readonly unscaled: string; readonly scale: number } }
  | { readonly type: "date" | "time" | "datetime"; readonly value: readonly number[] }
  | { readonly type: "instant" | "duration"; readonly value: { readonly seconds: string; readonly nanos: number } }
  | { readonly type: "timestamp"; readonly value: { readonly millis: string; readonly nanos: number } }
  | { readonly type: "tuple" | "array" | "list"; readonly value: readonly (TypedValue | null)[] }
  | { readonly type: "row"; readonly value: { readonly kind: string; readonly fields: readonly (TypedValue | null)[] } };

/** A record that holds a key, as the product has it: one field, or several for a tuple. */
export interface KeyRecord {
  readonly schema: Schema;
  readonly names: readonly string[];
  readonly row: Row;
}

/** The product has no type that stands for a value of this Java class. */
class NoType extends Error {}

/** What the product has no type for in a key of this kind; undefined: it can be a key of the product. */
export function missingType(key: TypedValue): string | undefined {
  try {
    recordOfKey(key);
    return undefined;
  } catch (error) {
    if (error instanceof NoType) return `keys of ${error.message}`;
    throw error;
  }
}

export function recordOfKey(key: TypedValue): KeyRecord {
  const values = (key.type === "tuple" ? key.value : [key]).map((part) => coarsest(productValue(part)));
  if (values.length === 1 && values[0] === nothing) throw new NoType("a tuple of one null: a key of one field is not null");
  const fields = values.map((value, at): Field => ({ name: `f${at}`, type: value.type }));
  const row = Object.fromEntries(values.map((value, at) => [`f${at}`, value.value]));
  return { schema: { fields }, names: fields.map(({ name }) => name), row: { $kind: 0, ...row } };
}

/** The product's own selector for such records. */
export const selectorOf = ({ schema, names }: KeyRecord): KeySelector => keySelector(schema, names);

interface ProductValue {
  readonly type: LogicalType;
  readonly value: unknown;
}

/** Of a null, or of the elements of an empty array. */
const anyType: LogicalType = { type: "INT", nullable: true };
const nothing: ProductValue = { type: anyType, value: null };
const nullable = true;
const kinds = ["INSERT", "UPDATE_BEFORE", "UPDATE_AFTER", "DELETE"];

/** The value with its type. */
function productValue(key: TypedValue | null): ProductValue {
  if (key === null) return nothing;
  switch (key.type) {
    case "int":
      return { type: { type: "INT", nullable }, value: key.value };
    case "short":
      return { type: { type: "SMALLINT", nullable }, value: key.value };
    case "byte":
      return { type: { type: "TINYINT", nullable }, value: key.value };
    case "float":
      return { type: { type: "FLOAT", nullable }, value: Number(key.value) };
    case "double":
      return { type: { type: "DOUBLE", nullable }, value: Number(key.value) };
    case "boolean":
      return { type: { type: "BOOLEAN", nullable }, value: key.value };
    case "char":
    case "string":
      return { type: { type: "VARCHAR", length: 2147483647, nullable }, value: key.value };
    case "long":
      return { type: { type: "BIGINT", nullable }, value: bigintValue(key.value) };
    case "decimal":
      return decimalValue(BigInt(key.value.unscaled), key.value.scale);
    case "date":
      return { type: { type: "DATE", nullable }, value: epochDay(key.value) };
    case "time":
      return timeValue(key.value);
    case "datetime":
      return timestampValue("TIMESTAMP", epochDay(key.value) * millisPerDay + millisOfDay(key.value.slice(3)), key.value[6] ?? 0);
    case "instant":
      return timestampValue("TIMESTAMP_LTZ", Number(key.value.seconds) * 1000, key.value.nanos);
    case "array":
    case "list":
      return arrayValue(key.value);
    case "row":
      return rowValue(key.value.kind, key.value.fields);
    case "bigint":
      throw new NoType("java.math.BigInteger");
    case "duration":
      throw new NoType("java.time.Duration");
    case "timestamp":
      throw new NoType("java.sql.Timestamp");
    case "tuple":
      throw new NoType("a tuple inside a row, an array or a tuple");
  }
}

const millisPerDay = 86_400_000;

/** A BIGINT is a number while it is a safe integer. */
const bigintValue = (text: string): number | bigint => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text));

function decimalValue(unscaled: bigint, scale: number): ProductValue {
  if (scale < 0 || !Decimal.isUnscaled(unscaled)) throw new NoType("a BigDecimal that is no DECIMAL(38, s) with s >= 0");
  return { type: { type: "DECIMAL", precision: 38, scale, nullable }, value: new Decimal(unscaled, scale) };
}

function epochDay([year = 0, month = 1, day = 1]: readonly number[]): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) / millisPerDay;
}

const millisOfDay = ([hour = 0, minute = 0, second = 0]: readonly number[]): number => ((hour * 60 + minute) * 60 + second) * 1000;

/** TIME is kept in milliseconds. */
function timeValue(parts: readonly number[]): ProductValue {
  const nanos = parts[3] ?? 0;
  if (nanos % 1_000_000 !== 0) throw new NoType("a LocalTime finer than a millisecond");
  return { type: { type: "TIME", precision: 3, nullable }, value: millisOfDay(parts) + nanos / 1_000_000 };
}

function timestampValue(type: "TIMESTAMP" | "TIMESTAMP_LTZ", millis: number, nanos: number): ProductValue {
  const millisecond = millis + Math.floor(nanos / 1_000_000);
  if (!Number.isSafeInteger(millisecond)) throw new NoType("an Instant beyond 2^53 ms");
  return { type: { type, precision: 9, nullable }, value: new PreciseTimestamp(millisecond, nanos % 1_000_000) };
}

/** A column of timestamps in whole milliseconds has no finer type. */
function coarsest(precise: ProductValue): ProductValue {
  const { type, value } = precise;
  if (type.type !== "TIMESTAMP" && type.type !== "TIMESTAMP_LTZ") return precise;
  const isWhole = value instanceof PreciseTimestamp && value.nanoOfMillisecond === 0;
  return isWhole ? { type: { ...type, precision: 3 }, value: value.millisecond } : precise;
}

/** The elements of an ARRAY have one type. */
function arrayValue(elements: readonly (TypedValue | null)[]): ProductValue {
  const values = elements.map(productValue);
  const [first = anyType] = values.filter((value) => value !== nothing).map(({ type }) => type);
  const fits = values.every((value) => value === nothing || JSON.stringify(value.type) === JSON.stringify(first));
  if (!fits) throw new NoType("an array of several types");
  return { type: { type: "ARRAY", element: first, nullable }, value: values.map(({ value }) => value) };
}

function rowValue(kind: string, fields: readonly (TypedValue | null)[]): ProductValue {
  const values = fields.map(productValue);
  const typed = values.map((value, at): Field => ({ name: `f${at}`, type: value.type }));
  const named = Object.fromEntries(values.map((value, at) => [`f${at}`, value.value]));
  return { type: { type: "ROW", fields: typed, nullable }, value: { $kind: kinds.indexOf(kind), ...named } };
}

import { ConformError } from "./conform-error.ts";
import { Decimal } from "./decimal.ts";
import { formatLogicalType } from "./logical-type-text.ts";
import { PreciseTimestamp } from "./precise-timestamp.ts";
import { rowClass } from "./row-class.ts";
import { copyStructured } from "./structured-value.ts";
import { describeValue, shortText } from "./describe-value.ts";
import { copyBytes, isBytes, lengthOf, textMax, tooLong, ValueBounds } from "./value-bounds.ts";
import type { Field, LogicalType } from "./logical-type.ts";
import type { RowKind, Value } from "./row.ts";

export { ConformError } from "./conform-error.ts";
export { isBytes } from "./value-bounds.ts";

/**
 * Checks a value from outside and returns it as the engine keeps it; throws `ConformError`. `bounds` counts what the value it is a
 * part of holds; without them it is a whole value.
 */
export type Conformer = (value: unknown, bounds?: ValueBounds) => Value;

const isSafeInteger = Number.isSafeInteger;
const millisPerDay = 86_400_000;
const leastLong = -(2n ** 63n);
const mostLong = 2n ** 63n - 1n;
const mapForEach = Map.prototype.forEach;

/** `value` as a value of `type`. For one value; `conformTo` is for many of one type. [CD4] */
export const conform = (value: unknown, type: LogicalType): Value => conformTo(type)(value);

/**
 * Conformer of `type`. Undefined is NULL. Integers are in the exact range of their type; a BIGINT beyond the safe integers must
 * be a bigint; FLOAT is rounded to 32 bit; DECIMAL takes decimals, numbers, bigints and numeric strings and rounds half up to
 * its scale; lengths of CHAR, VARCHAR, BINARY and VARBINARY are not enforced (Flink's `table.exec.sink.type-length-enforcer`:
 * IGNORE). What can be changed from outside (arrays, maps, bytes, rows) is copied, each part read once. [CD4]
 */
export function conformTo(type: LogicalType): Conformer {
  const present = presentConformer(type);
  if (type.nullable) return (value, bounds) => (value === null || value === undefined ? null : present(value, bounds));
  return (value, bounds) => {
    if (value === null || value === undefined) throw new ConformError(`${formatLogicalType(type)} must not be null`);
    return present(value, bounds);
  };
}

/** Conformer of a column, whose errors name it. */
export function fieldConformer(field: Field): Conformer {
  const conformed = conformTo(field.type);
  return (value, bounds) => {
    try {
      return conformed(value, bounds);
    } catch (error) {
      throw ConformError.is(error) ? new ConformError(`field "${field.name}": ${error.message}`) : error;
    }
  };
}

function presentConformer(type: LogicalType): Conformer {
  switch (type.type) {
    case "BOOLEAN":
      return (value) => (typeof value === "boolean" ? value : mismatch(value, type));
    case "TINYINT":
      return integerConformer(type, -128, 127);
    case "SMALLINT":
      return integerConformer(type, -32768, 32767);
    case "INT":
    case "DATE":
      return integerConformer(type, -2147483648, 2147483647);
    case "TIME":
      return integerConformer(type, 0, millisPerDay - 1);
    case "BIGINT":
      return conformLong;
    case "FLOAT":
      return (value) => (typeof value === "number" ? Math.fround(value) : mismatch(value, type));
    case "DOUBLE":
      return (value) => (typeof value === "number" ? value : mismatch(value, type));
    case "DECIMAL":
      return decimalConformer(type);
    case "CHAR":
    case "VARCHAR":
      return (value, bounds) => (typeof value === "string" ? boundedText(value, bounds) : mismatch(value, type));
    case "BINARY":
    case "VARBINARY":
      return (value, bounds) => (isBytes(value) ? copyBytes(value, bounds) : mismatch(value, type));
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return timestampConformer(type);
    case "ARRAY":
      return arrayConformer(type);
    case "MAP":
      return mapConformer(type);
    case "ROW":
      return rowConformer(type);
    case "RAW":
      return copyStructured;
  }
}

function integerConformer(type: LogicalType, least: number, most: number): Conformer {
  return (value) => {
    if (typeof value !== "number" || !Number.isInteger(value)) return mismatch(value, type);
    if (value < least || value > most) {
      throw new ConformError(`${value} is outside the range of ${type.type} (${least} to ${most})`);
    }
    // -0 is no integer of Flink's.
    return value + 0;
  };
}

function conformLong(value: unknown): Value {
  if (typeof value === "number") {
    if (isSafeInteger(value)) return value + 0;
    if (!Number.isInteger(value)) return mismatch(value, { type: "BIGINT", nullable: true });
    throw new ConformError(`${value} is beyond the exact integers of a number; give BIGINT a bigint, such as 9007199254740993n`);
  }
  if (typeof value !== "bigint") return mismatch(value, { type: "BIGINT", nullable: true });
  if (value < leastLong || value > mostLong) {
    throw new ConformError(`${value} is outside the range of BIGINT (${leastLong} to ${mostLong})`);
  }
  const asNumber = Number(value);
  return isSafeInteger(asNumber) ? asNumber : value;
}

function decimalConformer(type: Extract<LogicalType, { type: "DECIMAL" }>): Conformer {
  const limit = 10n ** BigInt(type.precision);
  return (value) => {
    const exact = decimalOf(value);
    if (exact === undefined) return mismatch(value, type);
    const rounded = exact.rescale(type.scale);
    if (rounded.unscaled >= limit || rounded.unscaled <= -limit) {
      throw new ConformError(`${shortText(exact.toString(), 60)} is outside the range of DECIMAL(${type.precision}, ${type.scale})`);
    }
    return rounded;
  };
}

function decimalOf(value: unknown): Decimal | undefined {
  if (Decimal.is(value)) return value;
  if (Decimal.isUnscaled(value)) return new Decimal(value, 0);
  if (typeof value === "number" || typeof value === "string") return Decimal.parse(String(value));
  return undefined;
}

function timestampConformer(type: Extract<LogicalType, { precision: number }>): Conformer {
  if (type.precision <= 3) {
    return (value) => (typeof value === "number" && isSafeInteger(value) ? value + 0 : mismatch(value, type));
  }
  return (value) => {
    if (PreciseTimestamp.is(value)) return value.truncate(type.precision);
    return typeof value === "number" && isSafeInteger(value) ? new PreciseTimestamp(value, 0) : mismatch(value, type);
  };
}

function arrayConformer(type: Extract<LogicalType, { type: "ARRAY" }>): Conformer {
  const element = conformTo(type.element);
  return (value, bounds = new ValueBounds()) => {
    if (!Array.isArray(value)) return mismatch(value, type);
    const length = lengthOf(value, bounds);
    const copy: Value[] = [];
    for (let at = 0; at < length; at++) copy.push(element(value[at], bounds));
    return copy;
  };
}

function mapConformer(type: Extract<LogicalType, { type: "MAP" }>): Conformer {
  const key = conformTo(type.key);
  const entry = conformTo(type.value);
  return (value, bounds = new ValueBounds()) => {
    if (!(value instanceof Map)) return mismatch(value, type);
    const copy = new Map<Value, Value>();
    mapForEach.call(value, (each, name) => {
      bounds.takeParts(1);
      copy.set(key(name, bounds), entry(each, bounds));
    });
    return copy;
  };
}

function rowConformer(type: Extract<LogicalType, { type: "ROW" }>): Conformer {
  const fields = type.fields.map((field) => ({ name: field.name, conformed: fieldConformer(field) }));
  const Class = rowClass(type);
  return (value, bounds = new ValueBounds()) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return mismatch(value, type);
    const source = value as { readonly [name: string]: unknown };
    bounds.takeParts(fields.length);
    return new Class(rowKindOf(source["$kind"]), ...fields.map(({ name, conformed }) => conformed(source[name], bounds)));
  };
}

/** Kind of a row from outside: what it says when it says a kind, else insert. */
export const rowKindOf = (value: unknown): RowKind => (value === 1 || value === 2 || value === 3 ? value : 0);

function boundedText(text: string, bounds: ValueBounds | undefined): string {
  if (bounds !== undefined) bounds.takeText(text.length);
  else if (text.length > textMax) throw tooLong();
  return text;
}

function mismatch(value: unknown, type: LogicalType): never {
  throw new ConformError(`${describeValue(value)} is not a value of ${formatLogicalType({ ...type, nullable: true })}`);
}

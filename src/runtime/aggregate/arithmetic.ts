import { Decimal } from "../../stream/decimal.ts";
import type { LogicalType } from "../../stream/logical-type.ts";
import { PreciseTimestamp } from "../../stream/precise-timestamp.ts";
import type { Value } from "../../stream/row.ts";

export type Adder = (left: Value, right: Value) => Value;
/** Negative, zero or positive. */
export type Comparator = (left: Value, right: Value) => number;

const isSafeInteger = Number.isSafeInteger;

/**
 * Sum of two values of a numeric type as Java adds them: integers wrap (SumFunction). Undefined for other
 * types. [WN14]
 */
export function adderOf(type: LogicalType): Adder | undefined {
  switch (type.type) {
    case "TINYINT":
      return (left, right) => (((left as number) + (right as number)) << 24) >> 24;
    case "SMALLINT":
      return (left, right) => (((left as number) + (right as number)) << 16) >> 16;
    case "INT":
      return (left, right) => ((left as number) + (right as number)) | 0;
    case "BIGINT":
      return addLong;
    case "FLOAT":
      return (left, right) => Math.fround((left as number) + (right as number));
    case "DOUBLE":
      return (left, right) => (left as number) + (right as number);
    case "DECIMAL":
      return (left, right) => addDecimal(left as Decimal, right as Decimal);
    default:
      return undefined;
  }
}

/**
 * Order of the values of a type (Java's `compareTo`; strings by UTF-16 code units). Undefined for types
 * without one. [WN14]
 */
export function comparatorOf(type: LogicalType): Comparator | undefined {
  switch (type.type) {
    case "DECIMAL":
      return (left, right) => (left as Decimal).compare(right as Decimal);
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      if (type.precision > 3)
        return (left, right) => (left as PreciseTimestamp).compare(right as PreciseTimestamp);
      return compareScalars;
    case "FLOAT":
    case "DOUBLE":
      return compareDoubles;
    case "ARRAY":
    case "MAP":
    case "ROW":
    case "RAW":
    case "BINARY":
    case "VARBINARY":
      return undefined;
    default:
      return compareScalars;
  }
}

/** BIGINT: a number while it is safe, else a bigint; wraps at 64 bits. */
export function addLong(left: Value, right: Value): Value {
  if (typeof left === "number" && typeof right === "number") {
    const sum = left + right;
    if (isSafeInteger(sum)) return sum;
  }
  const exact = BigInt.asIntN(64, BigInt(left as number | bigint) + BigInt(right as number | bigint));
  const asNumber = Number(exact);
  return isSafeInteger(asNumber) ? asNumber : exact;
}

function addDecimal(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return new Decimal(left.rescale(scale).unscaled + right.rescale(scale).unscaled, scale);
}

export function compareScalars(left: Value, right: Value): number {
  const [a, b] = [left as number, right as number];
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

/** Double.compare: -0.0 before 0.0, NaN after everything and equal to itself. */
export function compareDoubles(left: Value, right: Value): number {
  const [a, b] = [left as number, right as number];
  if (a < b) return -1;
  if (a > b) return 1;
  return rank(a) - rank(b);
}

function rank(value: number): number {
  if (value !== value) return 2;
  return Object.is(value, -0) ? 0 : 1;
}

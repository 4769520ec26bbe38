import {
  hashBigDecimal, hashBoolean, hashDouble, hashFloat, hashLocalDate, hashLong, hashSeconds, hashSequence, hashString,
} from "../base/java-hash.ts";
import { unreachable } from "../base/assert.ts";
import { civilDate } from "./civil-date.ts";
import type { LogicalType } from "./logical-type.ts";

/** Java hash code of a value that is not null. */
export type Hasher = (value: never) => number;

/** What hashing needs of a decimal and of a timestamp finer than a millisecond. */
interface DecimalParts {
  readonly unscaled: bigint;
  readonly scale: number;
}
interface PreciseTimestampParts {
  readonly millisecond: number;
  readonly nanoOfMillisecond: number;
}

const millisPerDay = 86_400_000;
const identity: Hasher = (value: number) => value;

function hashDate(epochDay: number): number {
  const [year, month, day] = civilDate(epochDay);
  return hashLocalDate(year, month, day);
}

/** java.time.LocalDateTime. */
export function hashLocalDateTime(millisecond: number, nanoOfMillisecond: number): number {
  const day = Math.floor(millisecond / millisPerDay);
  const nanoOfDay = (millisecond - day * millisPerDay) * 1_000_000 + nanoOfMillisecond;
  return hashDate(day) ^ hashLong(nanoOfDay);
}

function hashInstant(millisecond: number, nanoOfMillisecond: number): number {
  const second = Math.floor(millisecond / 1000);
  return hashSeconds(second, (millisecond - second * 1000) * 1_000_000 + nanoOfMillisecond);
}

function timestampHasher(precision: number, hash: (millisecond: number, nanoOfMillisecond: number) => number): Hasher {
  if (precision <= 3) return (millisecond: number) => hash(millisecond, 0);
  return (value: PreciseTimestampParts) => hash(value.millisecond, value.nanoOfMillisecond);
}

/**
 * Java hash code of the values of a logical type, as of the class that Flink's DataStream API gives it: INT Integer, BIGINT
 * Long, STRING String, DECIMAL BigDecimal, DATE LocalDate, TIMESTAMP LocalDateTime, TIMESTAMP_LTZ Instant, ROW Row, ... [KG2]
 */
export function hasherOf(type: LogicalType): Hasher {
  switch (type.type) {
    case "BOOLEAN":
      return hashBoolean;
    case "TINYINT":
    case "SMALLINT":
    case "INT":
      return identity;
    case "BIGINT":
      return hashLong;
    case "FLOAT":
      return hashFloat;
    case "DOUBLE":
      return hashDouble;
    case "DECIMAL":
      return (value: DecimalParts) => hashBigDecimal(value.unscaled, value.scale);
    case "CHAR":
    case "VARCHAR":
      return hashString;
    case "DATE":
      return hashDate;
    case "TIME":
      return (millisecondOfDay: number) => hashLong(millisecondOfDay * 1_000_000);
    case "TIMESTAMP":
      return timestampHasher(type.precision, hashLocalDateTime);
    case "TIMESTAMP_LTZ":
      return timestampHasher(type.precision, hashInstant);
    case "BINARY":
    case "VARBINARY":
      return (bytes: Uint8Array) => hashSequence(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
    case "ARRAY":
      return arrayHasher(type.element);
    case "MAP":
      return mapHasher(type.key, type.value);
    case "ROW":
      return rowHasher(type.fields);
    case "RAW":
      throw new TypeError("[KG4] RAW values have no hash code and cannot be part of a key");
    default:
      return unreachable(type);
  }
}

/**
 * Hash of a row's field or of an element of an array in it: 0 for null, the fold itself for arrays and maps, else 31 more
 * than the hash, because Flink wraps the value in an array of one (RowUtils.deepHashCodeInternal). [KG3]
 */
export function deepHasherOf(type: LogicalType): (value: unknown) => number {
  const hash = hasherOf(type);
  const wrap = type.type === "ARRAY" || type.type === "MAP" ? 0 : 31;
  return (value) => (value === null ? 0 : (wrap + hash(value as never)) | 0);
}

/** Hash of a row from its kind and the deep hashes of its fields. */
export function hashRow(kind: number, fieldHashes: Iterable<number>): number {
  return (Math.imul(31, kind) + hashSequence(fieldHashes)) | 0;
}

function rowHasher(fields: readonly { readonly name: string; readonly type: LogicalType }[]): Hasher {
  const deep = fields.map((field) => ({ name: field.name, hash: deepHasherOf(field.type) }));
  return (row: { readonly $kind?: number; readonly [field: string]: unknown }) =>
    hashRow(row.$kind ?? 0, deep.map((field) => field.hash(row[field.name])));
}

function arrayHasher(element: LogicalType): Hasher {
  const deep = deepHasherOf(element);
  return (values: readonly unknown[]) => hashSequence(values.map(deep));
}

function mapHasher(key: LogicalType, value: LogicalType): Hasher {
  const deepKey = deepHasherOf(key);
  const deepValue = deepHasherOf(value);
  return (map: ReadonlyMap<unknown, unknown>) => {
    let hash = 1;
    for (const [key, value] of map) hash = (hash + (deepKey(key) ^ deepValue(value))) | 0;
    return hash;
  };
}

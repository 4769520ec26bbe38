import type { Schema } from "./logical-type.ts";

/**
 * How a column is stored: `int` in 4 bytes, `float` and `long` in 8 (a long that is no safe integer has its 64 bits behind the
 * fixed part, announced by NaN), `text` and `blob` behind the fixed part with a 4-byte tag in it.
 */
export type FieldEncoding = "boolean" | "int" | "float32" | "float" | "long" | "text" | "blob";

export interface FieldLayout {
  readonly index: number;
  readonly name: string;
  readonly nullable: boolean;
  readonly encoding: FieldEncoding;
  /** Place in the record: in 8-byte units for `float32`, `float` and `long`, else in 4-byte units. */
  readonly slot: number;
  /** 4-byte unit and bit of its NULL flag. */
  readonly nullWord: number;
  readonly nullBit: number;
  /** Smallest and largest value of an `int`. */
  readonly least: number;
  readonly most: number;
}

/**
 * Record: length, row kind (2 bits) with the first 30 NULL flags, timestamp; then the columns of 8 bytes, further NULL flags,
 * the columns of 4 bytes; then texts and blobs in column order, each padded to 8 bytes. [CD8]
 */
export interface RowLayout {
  readonly fields: readonly FieldLayout[];
  /** Words that hold NULL flags besides the second one. */
  readonly nullWords: readonly number[];
  /** Bytes of the fixed part, a multiple of 8. */
  readonly fixed: number;
}

const headerUnits = 2;
const flagsInHeader = 30;

export function rowLayout(schema: Schema): RowLayout {
  const encodings = schema.fields.map((field) => encodingOf(field.type.type, "precision" in field.type ? field.type.precision : 0));
  let wideUnit = headerUnits;
  const wideSlots = encodings.map((encoding) => (isWide(encoding) ? wideUnit++ : -1));
  const extraWords = Math.ceil(Math.max(0, schema.fields.length - flagsInHeader) / 32);
  const nullWords = Array.from({ length: extraWords }, (_, word) => wideUnit * 2 + word);
  let narrowUnit = wideUnit * 2 + extraWords;
  const fields = schema.fields.map((field, index): FieldLayout => {
    const encoding = encodings[index] ?? "blob";
    const slot = isWide(encoding) ? (wideSlots[index] ?? 0) : narrowUnit++;
    const [least, most] = rangeOf(field.type.type);
    return { index, name: field.name, nullable: field.type.nullable, encoding, slot, ...nullPlace(index, nullWords), least, most };
  });
  return { fields, nullWords, fixed: Math.ceil(narrowUnit / 2) * 8 };
}

function nullPlace(index: number, nullWords: readonly number[]): { readonly nullWord: number; readonly nullBit: number } {
  if (index < flagsInHeader) return { nullWord: 1, nullBit: index + 2 };
  const beyond = index - flagsInHeader;
  return { nullWord: nullWords[Math.floor(beyond / 32)] ?? 0, nullBit: beyond % 32 };
}

const isWide = (encoding: FieldEncoding): boolean => encoding === "float" || encoding === "float32" || encoding === "long";

function encodingOf(type: string, precision: number): FieldEncoding {
  switch (type) {
    case "BOOLEAN":
      return "boolean";
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "DATE":
    case "TIME":
      return "int";
    case "FLOAT":
      return "float32";
    case "DOUBLE":
      return "float";
    case "BIGINT":
      return "long";
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      // Milliseconds are safe integers as BIGINT's numbers are; they never need the escape.
      return precision <= 3 ? "long" : "blob";
    case "CHAR":
    case "VARCHAR":
      return "text";
    default:
      return "blob";
  }
}

function rangeOf(type: string): readonly [least: number, most: number] {
  if (type === "TINYINT") return [-128, 127];
  if (type === "SMALLINT") return [-32768, 32767];
  return type === "TIME" ? [0, 86_399_999] : [-2147483648, 2147483647];
}

import type { ByteReader, ByteWriter } from "./byte-buffer.ts";
import { Decimal } from "./decimal.ts";
import { formatLogicalType, parseLogicalType } from "./logical-type-text.ts";
import { PreciseTimestamp } from "./precise-timestamp.ts";
import { rowClass, schemaOfRow } from "./row-class.ts";
import { copyStructured } from "./structured-value.ts";
import { writtenTypeLimits } from "./type-limits.ts";
import type { Schema } from "./logical-type.ts";
import type { Row, RowKind, Value } from "./row.ts";

/** Every kind of RAW value, by its first byte. Numbers are part of the snapshot format: never reused. */
const tag = {
  null: 0, undefined: 1, false: 2, true: 3, int: 4, number: 5, bigint: 6, string: 7, bytes: 8, array: 9, object: 10, map: 11,
  row: 12, decimal: 13, preciseTimestamp: 14,
} as const;

/** Writes a RAW value with its tag. What `copyStructured` refuses throws a `ConformError`. [CD5] */
export function writeStructured(writer: ByteWriter, value: Value): void {
  write(writer, copyStructured(value));
}

/** Reads what `writeStructured` wrote. */
export function readStructured(reader: ByteReader): Value {
  const kind = reader.uint8();
  switch (kind) {
    case tag.null:
      return null;
    case tag.undefined:
      return undefined;
    case tag.false:
      return false;
    case tag.true:
      return true;
    case tag.int:
      return reader.int32();
    case tag.number:
      return reader.float64();
    case tag.bigint:
      return BigInt(reader.string());
    case tag.string:
      return reader.string();
    case tag.bytes:
      return reader.binary();
    case tag.array:
      return Array.from({ length: reader.varint() }, () => readStructured(reader));
    case tag.object:
      return readObject(reader);
    case tag.map:
      return new Map(Array.from({ length: reader.varint() }, () => [readStructured(reader), readStructured(reader)]));
    case tag.row:
      return readRow(reader);
    case tag.decimal:
      return new Decimal(BigInt(reader.string()), reader.int32());
    case tag.preciseTimestamp:
      return new PreciseTimestamp(reader.float64(), reader.int32());
    default:
      throw new RangeError(`[CD5] no RAW value begins with ${kind}`);
  }
}

function write(writer: ByteWriter, value: Value): void {
  switch (typeof value) {
    case "undefined":
      return writer.uint8(tag.undefined);
    case "boolean":
      return writer.uint8(value ? tag.true : tag.false);
    case "number":
      return writeNumber(writer, value);
    case "bigint":
      writer.uint8(tag.bigint);
      return writer.string(value.toString());
    case "string":
      writer.uint8(tag.string);
      return writer.string(value);
    default:
      return value === null ? writer.uint8(tag.null) : writeObject(writer, value as object);
  }
}

function writeNumber(writer: ByteWriter, value: number): void {
  if ((value | 0) === value && !Object.is(value, -0)) {
    writer.uint8(tag.int);
    writer.int32(value);
  } else {
    writer.uint8(tag.number);
    writer.float64(value);
  }
}

function writeObject(writer: ByteWriter, value: object): void {
  if (Array.isArray(value)) {
    writer.uint8(tag.array);
    writer.varint(value.length);
    for (const each of value) write(writer, each);
  } else if (value instanceof Uint8Array) {
    writer.uint8(tag.bytes);
    writer.binary(value);
  } else if (value instanceof Map) {
    writer.uint8(tag.map);
    writer.varint(value.size);
    for (const [key, each] of value) {
      write(writer, key);
      write(writer, each);
    }
  } else if (Decimal.is(value)) {
    writer.uint8(tag.decimal);
    writer.string(value.unscaled.toString());
    writer.int32(value.scale);
  } else if (PreciseTimestamp.is(value)) {
    writer.uint8(tag.preciseTimestamp);
    writer.float64(value.millisecond);
    writer.int32(value.nanoOfMillisecond);
  } else writeFields(writer, value);
}

function writeFields(writer: ByteWriter, value: object): void {
  const schema = schemaOfRow(value);
  const source = value as Row;
  if (schema !== undefined) {
    writer.uint8(tag.row);
    writer.string(formatLogicalType({ type: "ROW", fields: schema.fields, nullable: true }));
    writer.uint8(source.$kind);
    for (const field of schema.fields) write(writer, source[field.name]);
    return;
  }
  const names = Object.keys(value);
  writer.uint8(tag.object);
  writer.varint(names.length);
  for (const name of names) {
    writer.string(name);
    write(writer, source[name]);
  }
}

function readObject(reader: ByteReader): Value {
  const object: { [name: string]: Value } = {};
  for (let rest = reader.varint(); rest > 0; rest--) {
    const name = reader.string();
    const value = readStructured(reader);
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  }
  return object;
}

const rowSchemas = new Map<string, Schema>();

function readRow(reader: ByteReader): Value {
  const text = reader.string();
  let schema = rowSchemas.get(text);
  if (schema === undefined) {
    const type = parseLogicalType(text, writtenTypeLimits);
    schema = type.type === "ROW" ? { fields: type.fields } : { fields: [] };
    rowSchemas.set(text, schema);
  }
  const kind = reader.uint8() as RowKind;
  return new (rowClass(schema))(kind, ...schema.fields.map(() => readStructured(reader)));
}

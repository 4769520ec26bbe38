import type { ByteReader, ByteWriter } from "./byte-buffer.ts";
import { conformTo } from "./conform.ts";
import { Decimal } from "./decimal.ts";
import { PreciseTimestamp } from "./precise-timestamp.ts";
import { rowClass } from "./row-class.ts";
import { readStructured, writeStructured } from "./structured-codec.ts";
import type { LogicalType } from "./logical-type.ts";
import type { Row, RowKind, Value } from "./row.ts";

export { ByteReader, ByteWriter } from "./byte-buffer.ts";

/**
 * Bytes of the values of one logical type: state snapshots, and what a row codec has no fixed place for. `write` trusts nothing:
 * a value that is not of the type throws a `ConformError` and may leave a part of itself in the writer. [CD7]
 */
export interface ValueCodec {
  write(writer: ByteWriter, value: Value): void;
  read(reader: ByteReader): Value;
}

/** Codec of `type`. A nullable one spends a byte on whether the value is there. */
export function valueCodec(type: LogicalType): ValueCodec {
  const present = presentCodec(type);
  if (!type.nullable) return present;
  return {
    write(writer, value) {
      if (value === null || value === undefined) writer.uint8(0);
      else {
        writer.uint8(1);
        present.write(writer, value);
      }
    },
    read: (reader) => (reader.uint8() === 0 ? null : present.read(reader)),
  };
}

function presentCodec(type: LogicalType): ValueCodec {
  const conformed = conformTo({ ...type, nullable: false });
  switch (type.type) {
    case "BOOLEAN":
      return {
        write: (writer, value) => writer.uint8(conformed(value) === true ? 1 : 0),
        read: (reader) => reader.uint8() === 1,
      };
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "DATE":
    case "TIME":
      return {
        write: (writer, value) => writer.int32(typeof value === "number" && (value | 0) === value ? value : Number(conformed(value))),
        read: (reader) => reader.int32(),
      };
    case "BIGINT":
      return { write: (writer, value) => writeLong(writer, conformed(value)), read: readLong };
    case "FLOAT":
    case "DOUBLE":
      return {
        write: (writer, value) => writer.float64(typeof value === "number" ? value : Number(conformed(value))),
        read: (reader) => reader.float64(),
      };
    case "DECIMAL":
      return decimalCodec(type.scale, conformed);
    case "CHAR":
    case "VARCHAR":
      return {
        write: (writer, value) => writer.string(typeof value === "string" ? value : String(conformed(value))),
        read: (reader) => reader.string(),
      };
    case "BINARY":
    case "VARBINARY":
      return { write: (writer, value) => writer.binary(conformed(value) as Uint8Array), read: (reader) => reader.binary() };
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return timestampCodec(type.precision, conformed);
    case "ARRAY":
      return arrayCodec(type.element, conformed);
    case "MAP":
      return mapCodec(type, conformed);
    case "ROW":
      return rowValueCodec(type, conformed);
    case "RAW":
      return { write: writeStructured, read: readStructured };
  }
}

/** A number while safe; a NaN, which no BIGINT is, announces the 64 bits of a bigint. */
function writeLong(writer: ByteWriter, value: Value): void {
  if (typeof value === "bigint") {
    writer.float64(NaN);
    writer.int64(value);
  } else writer.float64(Number(value));
}

function readLong(reader: ByteReader): Value {
  const value = reader.float64();
  return Number.isNaN(value) ? reader.int64() : value;
}

function decimalCodec(scale: number, conformed: (value: unknown) => Value): ValueCodec {
  return {
    write: (writer, value) => writer.string((conformed(value) as Decimal).unscaled.toString(36)),
    read: (reader) => new Decimal(parseBase36(reader.string()), scale),
  };
}

/** DECIMAL has at most 38 digits: two halves of 10 base-36 digits are safe numbers each. */
function parseBase36(text: string): bigint {
  const negative = text.startsWith("-");
  let value = 0n;
  for (let at = negative ? 1 : 0; at < text.length; at += 10) {
    const part = text.slice(at, at + 10);
    value = value * BigInt(36 ** part.length) + BigInt(Number.parseInt(part, 36));
  }
  return negative ? -value : value;
}

function timestampCodec(precision: number, conformed: (value: unknown) => Value): ValueCodec {
  if (precision <= 3) {
    return {
      write: (writer, value) => writer.float64(Number(conformed(value))),
      read: (reader) => reader.float64(),
    };
  }
  return {
    write(writer, value) {
      const { millisecond, nanoOfMillisecond } = conformed(value) as PreciseTimestamp;
      writer.float64(millisecond);
      writer.int32(nanoOfMillisecond);
    },
    read: (reader) => new PreciseTimestamp(reader.float64(), reader.int32()),
  };
}

function arrayCodec(elementType: LogicalType, conformed: (value: unknown) => Value): ValueCodec {
  const element = valueCodec(elementType);
  return {
    write(writer, value) {
      const array = conformed(value) as readonly Value[];
      writer.varint(array.length);
      for (const each of array) element.write(writer, each);
    },
    read(reader) {
      const array: Value[] = [];
      for (let rest = reader.varint(); rest > 0; rest--) array.push(element.read(reader));
      return array;
    },
  };
}

function mapCodec(type: Extract<LogicalType, { type: "MAP" }>, conformed: (value: unknown) => Value): ValueCodec {
  const key = valueCodec(type.key);
  const entry = valueCodec(type.value);
  return {
    write(writer, value) {
      const map = conformed(value) as ReadonlyMap<Value, Value>;
      writer.varint(map.size);
      for (const [name, each] of map) {
        key.write(writer, name);
        entry.write(writer, each);
      }
    },
    read(reader) {
      const map = new Map<Value, Value>();
      for (let rest = reader.varint(); rest > 0; rest--) {
        const name = key.read(reader);
        map.set(name, entry.read(reader));
      }
      return map;
    },
  };
}

function rowValueCodec(type: Extract<LogicalType, { type: "ROW" }>, conformed: (value: unknown) => Value): ValueCodec {
  const fields = type.fields.map((field) => ({ name: field.name, codec: valueCodec(field.type) }));
  return {
    write(writer, value) {
      const row = conformed(value) as Row;
      writer.uint8(row.$kind);
      for (const { name, codec } of fields) codec.write(writer, row[name]);
    },
    read(reader) {
      const kind = reader.uint8() as RowKind;
      return new (rowClass(type))(kind, ...fields.map(({ codec }) => codec.read(reader)));
    },
  };
}

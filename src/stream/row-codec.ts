import { ByteReader, ByteWriter } from "./byte-buffer.ts";
import { fieldConformer } from "./conform.ts";
import { schemaText } from "./logical-type-text.ts";
import { generatedFunction } from "./generated-function.ts";
import { rowClass } from "./row-class.ts";
import { rowLayout } from "./row-layout.ts";
import { readerText, writerText } from "./row-codec-text.ts";
import { StringInterner, internedLengthMax, latin1Text, utf16Text } from "./string-interner.ts";
import type { ShortTexts } from "./string-interner.ts";
import { valueCodec } from "./value-codec.ts";
import type { ValueCodec } from "./value-codec.ts";
import type { Schema } from "./logical-type.ts";
import type { Collector, Row, Value } from "./row.ts";
import type { Timestamp } from "./timestamp.ts";

/** The same bytes seen four ways. Shared or not; its length is a multiple of 8. */
export interface RowMemory {
  readonly int32: Int32Array;
  readonly float64: Float64Array;
  readonly uint8: Uint8Array;
  readonly uint16: Uint16Array;
}

/** Views of `length` bytes of `buffer` from `offset`; both multiples of 8. */
export function rowMemory(buffer: ArrayBufferLike, offset = 0, length = buffer.byteLength - offset): RowMemory {
  return {
    int32: new Int32Array(buffer, offset, length / 4),
    float64: new Float64Array(buffer, offset, length / 8),
    uint8: new Uint8Array(buffer, offset, length),
    uint16: new Uint16Array(buffer, offset, length / 2),
  };
}

/**
 * Writes a row at byte `at`, if it surely fits into `room` bytes, and returns its length, a positive multiple of 8; 0 when it
 * might not fit. Fields are untrusted: each is read once and checked before the first byte is written; a wrong one throws a
 * `ConformError`. The first word of a record is its length. [CD8]
 */
export type RowWriter = (row: Row, timestamp: Timestamp, at: number, room: number) => number;

/** Hands the record at byte `at` to `next` and returns its length. */
export type RowReader = (at: number, next: Collector) => number;

type WriterFactory = (parts: WriterParts) => RowWriter;
type ReaderFactory = (parts: ReaderParts) => RowReader;

interface WriterParts {
  readonly memory: RowMemory;
  readonly conformers: readonly ((value: unknown) => Value)[];
  readonly encode: (field: number, value: Value) => number;
  readonly scratch: ByteWriter;
  readonly wide: (text: string, at: number) => void;
  readonly isSafeInteger: (value: unknown) => boolean;
}

interface ReaderParts {
  readonly memory: RowMemory;
  readonly Row: new (...values: readonly unknown[]) => Row;
  readonly text: (at: number, tag: number) => string;
  readonly shortTexts: ShortTexts;
  readonly decode: (field: number, at: number, length: number) => Value;
  readonly bigint: (at: number) => bigint;
}

/** What the writers and readers of a schema share. */
interface Factories {
  readonly writer: WriterFactory;
  readonly reader: ReaderFactory;
  readonly conformers: WriterParts["conformers"];
  readonly codecs: readonly ValueCodec[];
}

const factories = new Map<string, Factories>();

/** Writer of the rows of `schema` into `memory`. Its code is generated once per schema. */
export function rowWriter(schema: Schema, memory: RowMemory): RowWriter {
  const { writer, conformers, codecs } = factoriesOf(schema);
  const scratch = new ByteWriter();
  return writer({
    memory,
    conformers,
    scratch,
    isSafeInteger: Number.isSafeInteger,
    encode(field, value) {
      const start = scratch.length;
      codecs[field]?.write(scratch, value);
      return scratch.length - start;
    },
    wide(text, at) {
      for (let unit = 0; unit < text.length; unit++) memory.uint16[at / 2 + unit] = text.charCodeAt(unit);
    },
  });
}

/** Reader of the rows of `schema` in `memory`. Readers of one thread may share an interner. */
export function rowReader(schema: Schema, memory: RowMemory, interner = new StringInterner()): RowReader {
  const { reader, codecs } = factoriesOf(schema);
  const longBits = new BigInt64Array(memory.uint8.buffer, memory.uint8.byteOffset, memory.uint8.byteLength / 8);
  return reader({
    memory,
    Row: rowClass(schema) as ReaderParts["Row"],
    text: textReader(memory, interner),
    shortTexts: interner.shortTexts,
    decode: (field, at, length) => codecs[field]?.read(new ByteReader(memory.uint8.subarray(at, at + length))),
    bigint: (at) => longBits[at / 8] ?? 0n,
  });
}

/** Reads strings of more than 8 characters or with wide ones; `tag` is length * 2, plus 1 when wide. */
function textReader(memory: RowMemory, interner: StringInterner): ReaderParts["text"] {
  const { uint8, uint16 } = memory;
  return (at, tag) => {
    const length = tag >> 1;
    if ((tag & 1) === 1) return utf16Text(uint16, at / 2, length);
    return length <= internedLengthMax ? interner.long(uint8, at, length) : latin1Text(uint8, at, length);
  };
}

function factoriesOf(schema: Schema): Factories {
  const key = schemaText(schema);
  const known = factories.get(key);
  if (known !== undefined) return known;
  const layout = rowLayout(schema);
  const made: Factories = {
    writer: generatedFunction<WriterFactory>([], writerText(layout))(),
    reader: generatedFunction<ReaderFactory>([], readerText(layout))(),
    conformers: schema.fields.map(fieldConformer),
    codecs: schema.fields.map((field) => valueCodec({ ...field.type, nullable: false })),
  };
  factories.set(key, made);
  return made;
}

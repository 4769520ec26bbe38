import { rowMemory, rowReader, rowWriter } from "../../stream/row-codec.ts";
import type { RowWriter } from "../../stream/row-codec.ts";
import type { StringInterner } from "../../stream/string-interner.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { Collector, Row } from "../../stream/row.ts";
import type { Timestamp } from "../../stream/timestamp.ts";

const scratchBytes = 1024;

/** Encodes single rows into bytes of their own: records that wait outside a ring. */
export function rowEncoder(schema: Schema): (row: Row, timestamp: Timestamp) => Uint8Array<ArrayBuffer> {
  let buffer = new ArrayBuffer(scratchBytes);
  // Made when it is needed: while a channel's writer is the only one of its code, the engine compiles the ring's place into it.
  let write: RowWriter | undefined;
  return (row, timestamp) => {
    write ??= rowWriter(schema, rowMemory(buffer));
    for (;;) {
      const length = write(row, timestamp, 0, buffer.byteLength);
      if (length > 0) return new Uint8Array(buffer.slice(0, length));
      buffer = new ArrayBuffer(buffer.byteLength * 4);
      write = rowWriter(schema, rowMemory(buffer));
    }
  };
}

/** Decodes bytes of `rowEncoder`; `buffer` holds one record from its start. */
export function decodeRow(schema: Schema, interner: StringInterner): (buffer: ArrayBuffer, next: Collector) => void {
  return (buffer, next) => {
    rowReader(schema, rowMemory(buffer), interner)(0, next);
  };
}

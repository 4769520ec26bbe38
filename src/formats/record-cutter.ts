import { engineMessage } from "../base/engine-messages.ts";
/** Bytes of one record and where it ends. */
export interface CutRecord {
  /** In UTF-8, without line end and separators. */
  readonly bytes: Uint8Array;
  /** Bytes of the stream up to and including the record and what ends it. */
  readonly endOffset: number;
  /** Line of the stream in which the record begins, counted from 1. */
  readonly startLine: number;
  /** Line ends of the stream up to `endOffset`; a last record without one counts as a line. */
  readonly endLine: number;
  /** Why the bytes cannot be a record, found while they were cut. */
  readonly problem?: string;
}

/** Cuts a stream of UTF-8 into records. */
export interface RecordCutter {
  push(bytes: Uint8Array): void;
  end(): void;
  /** The next complete record; `undefined` when more bytes are needed or none are left. */
  next(): CutRecord | undefined;
  /** Plain data with which another cutter goes on behind the last record. */
  place(): unknown;
}

export const lineFeed = 10;
export const carriageReturn = 13;
const nothing = new Uint8Array(0);
/** Bytes that a record has at most: what is longer is most likely a quote or a bracket that is not closed. */
const recordBytesMax = 64 * 1024 * 1024;

/** The part of a stream that is not cut yet. */
export class ByteQueue {
  bytes: Uint8Array = nothing;
  /** Holds `bytes` at its beginning, with room for more: a long record is not copied with every piece of it. */
  #room: Uint8Array = nothing;
  /** Start of the next record, and of what was not looked at yet, in `bytes`. */
  start = 0;
  scanned = 0;
  ended = false;
  /** Stream offset of the first byte. */
  base = 0;

  /** Throws where one record is too long to be held. */
  push(bytes: Uint8Array): void {
    const rest = this.bytes.subarray(this.start);
    if (rest.length > recordBytesMax) throw new Error(engineMessage("recordTooLong", { limit: recordBytesMax / 2 ** 20 }));
    const end = this.bytes.length + bytes.length;
    if (end <= this.#room.length) {
      this.#room.set(bytes, this.bytes.length);
      this.bytes = this.#room.subarray(0, end);
      return;
    }
    const length = rest.length + bytes.length;
    // What was cut still lies in the old room.
    this.#room = new Uint8Array(rest.length > 0 ? 2 * length : length);
    this.#room.set(rest);
    this.#room.set(bytes, rest.length);
    this.base += this.start;
    this.scanned -= this.start;
    this.start = 0;
    this.bytes = this.#room.subarray(0, length);
  }

  /** What follows `next` is the next record's. */
  startAt(next: number): void {
    this.start = next;
    this.scanned = next;
  }
}

import { engineMessage } from "../../base/engine-messages.ts";
import { encodeUtf8 } from "../../base/utf8.ts";
import { ByteQueue, carriageReturn, lineFeed, type CutRecord, type RecordCutter } from "../record-cutter.ts";

/** What tells the cells of a line apart. */
export interface CellMarks {
  readonly delimiter: string;
  /** Around cells that may hold delimiters and line ends; undefined: there are no such cells. */
  readonly quote: string | undefined;
  /** The character behind it stands for itself. */
  readonly escape: string | undefined;
  /** A line whose first character is # holds no cells. */
  readonly comments: boolean;
}

const hash = 35;
const isBlank = (byte: number): boolean => byte === 32 || byte === 9;
/** Byte of a mark; -1, which no byte is, where there is none. Marks are ASCII in files that people meet. */
const byteOf = (mark: string | undefined): number => (mark === undefined ? -1 : (encodeUtf8(mark)[0] ?? -1));

/**
 * Cuts a byte stream into lines at LF, CRLF or CR. A quote counts as the first character of a cell only, and up to the next one line ends
 * belong to the cell; one that is not closed makes a record that cannot be read, in the line where it is opened. [CN9] [CN85]
 */
export class CsvCutter implements RecordCutter {
  readonly place: () => unknown;
  readonly #queue = new ByteQueue();
  readonly #quote: number;
  readonly #escape: number;
  readonly #delimiter: Uint8Array;
  readonly #comments: boolean;
  #lines = 0;
  #startLine = 0;
  #quoteLine = 0;
  /** The next byte is the first one of a record, or behind blanks only; the first one of a cell. */
  #atStart = true;
  #atCell = true;
  #isComment = false;
  #isQuoted = false;
  /** The byte in front was a quote that closes, an escape, a carriage return in a quoted cell. */
  #closed = false;
  #escaped = false;
  #returned = false;

  /** `place`: what the reader of the lines knows. */
  constructor({ delimiter, quote, escape, comments }: CellMarks, place: () => unknown) {
    this.#delimiter = encodeUtf8(delimiter);
    this.#quote = byteOf(quote);
    this.#escape = byteOf(escape);
    this.#comments = comments;
    this.place = place;
  }

  push(bytes: Uint8Array): void {
    this.#queue.push(bytes);
  }

  end(): void {
    this.#queue.ended = true;
  }

  next(): CutRecord | undefined {
    const queue = this.#queue;
    const { bytes } = queue;
    const { length } = bytes;
    for (let at = queue.scanned; at < length; at++) {
      const byte = bytes[at] ?? 0;
      if (this.#isQuoted) {
        this.#inQuotes(byte);
      } else if (byte === lineFeed) {
        return this.#cut(at, at + 1);
      } else if (byte === carriageReturn) {
        if (at + 1 === length && !queue.ended) {
          queue.scanned = at;
          return undefined;
        }
        return this.#cut(at, bytes[at + 1] === lineFeed ? at + 2 : at + 1);
      } else if (!this.#isComment) {
        this.#outside(byte, at);
      }
    }
    queue.scanned = length;
    if (!queue.ended || queue.start === length) return undefined;
    return this.#cut(length, length, this.#isQuoted ? engineMessage("quoteOpen") : undefined);
  }

  #inQuotes(byte: number): void {
    if (byte === carriageReturn || (byte === lineFeed && !this.#returned)) this.#lines++;
    this.#returned = byte === carriageReturn;
    if (this.#escaped) this.#escaped = false;
    else if (byte === this.#escape) this.#escaped = true;
    else if (byte === this.#quote) {
      this.#isQuoted = false;
      this.#closed = true;
    }
  }

  #outside(byte: number, at: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === this.#escape) this.#escaped = true;
    else if (byte === this.#quote && (this.#atCell || this.#closed)) {
      this.#isQuoted = true;
      if (this.#atCell) this.#quoteLine = this.#lines;
    } else if (byte === hash && this.#atStart && this.#comments) {
      this.#isComment = true;
    }
    this.#closed = false;
    this.#atStart &&= isBlank(byte);
    this.#atCell = this.#isDelimiter(at);
  }

  /** Whether one ends at `at`. */
  #isDelimiter(at: number): boolean {
    const { bytes } = this.#queue;
    const delimiter = this.#delimiter;
    if (delimiter.length === 1) return bytes[at] === delimiter[0];
    const first = at + 1 - delimiter.length;
    return delimiter.every((byte, place) => bytes[first + place] === byte);
  }

  #cut(end: number, next: number, problem?: string): CutRecord {
    const queue = this.#queue;
    const bytes = queue.bytes.subarray(queue.start, end);
    const startLine = (problem === undefined ? this.#startLine : this.#quoteLine) + 1;
    if (next > end) this.#lines++;
    queue.startAt(next);
    this.#startLine = this.#lines;
    this.#atStart = true;
    this.#atCell = true;
    this.#isComment = false;
    this.#isQuoted = false;
    this.#closed = false;
    this.#escaped = false;
    this.#returned = false;
    return { bytes, endOffset: queue.base + next, startLine, endLine: this.#lines, ...(problem !== undefined && { problem }) };
  }
}

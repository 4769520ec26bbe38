import { engineMessage } from "../../base/engine-messages.ts";
import { excerpt } from "../../base/excerpt.ts";
import { decodeStrictUtf8, decodeUtf8, encodeUtf8 } from "../../base/utf8.ts";
import { decodeLooseUtf8 } from "../loose-utf8.ts";
import { shortFraction, shortInteger } from "./short-numbers.ts";
import { ByteQueue, carriageReturn, lineFeed } from "../record-cutter.ts";

/** What tells the cells of a line apart. Each mark is one character. */
export interface CellMarks {
  readonly delimiter: string;
  /** Around cells that may hold delimiters and line ends; undefined: there are no such cells. */
  readonly quote: string | undefined;
  /** The character behind it stands for itself. */
  readonly escape: string | undefined;
  /** Lines whose first character behind blanks is # hold no cells, nor do blank ones. */
  readonly comments: boolean;
  /** Blanks around bare cells are none of theirs. */
  readonly trims: boolean;
}

/** A cell that holds bytes beyond ASCII; one that holds marks which are none of its text; one in quotes. */
const wide = 1;
const marked = 2;
const inQuotes = 4;

const hash = 35;
const blank = 32;
/** Bytes that are scanned again from the start with each piece that arrives; of longer records only when there are twice as many. */
const rescannedFreely = 16 * 1024;
/** Text of the stream is made in windows of so many bytes: a cell that is kept holds no more than one of them. */
const windowBytes = 16 * 1024;
const controls: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["0", "\0"],
]);

/** A mark as bytes of UTF-8; `first` is -1, which no byte is, where there is no such mark. */
interface Mark {
  readonly first: number;
  readonly length: number;
  readonly rest: readonly number[];
}

function markOf(text: string | undefined): Mark {
  const [first = -1, ...rest] = text === undefined ? [] : encodeUtf8(text);
  return { first, length: rest.length + 1, rest };
}

/**
 * Cuts UTF-8 into records and each record into cells, in one pass: what ends a record and what ends a cell is decided in one place. Lines
 * end at LF, CRLF or CR. A quote counts as the first character of a cell only; the cells of the record that was read last are asked for by
 * their place. The rules are those of the parser that Flink's csv is built on. [CN9] [CN85] [CN100]
 */
export class CsvScanner {
  readonly #queue = new ByteQueue();
  readonly #delimiter: Mark;
  readonly #quote: Mark;
  readonly #escape: Mark;
  readonly #marks: CellMarks;
  /** Of the cells of the record: where they start and end in the queue, and what they hold. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #kinds: number[] = [];
  #count = 0;
  /** Of the record: its bytes, its lines, what is wrong with it, whether it holds bytes beyond ASCII. */
  #start = 0;
  #end = 0;
  #linesBefore = 0;
  #lines = 0;
  #problem: string | undefined;
  #problemLines = 0;
  #isWide = false;
  #isRecord = false;
  /** Bytes of an incomplete record that have to be there before it is looked at again. */
  #awaited = 0;
  #window = "";
  #windowStart = 0;
  #windowEnd = 0;

  constructor(marks: CellMarks) {
    this.#marks = marks;
    this.#delimiter = markOf(marks.delimiter);
    this.#quote = markOf(marks.quote);
    this.#escape = markOf(marks.escape);
  }

  /** Throws where a record is too long to be held. */
  push(bytes: Uint8Array): void {
    this.#queue.push(bytes);
    this.#windowEnd = 0;
  }

  /** `isRecord`: even where there are no bytes there is a record, of an empty line. */
  end(isRecord = false): void {
    this.#queue.ended = true;
    this.#isRecord = isRecord;
  }

  /** Reads the next record. False when more bytes are needed or none are left. */
  next(): boolean {
    const queue = this.#queue;
    const pending = queue.bytes.length - queue.start;
    if (queue.ended ? pending === 0 && !this.#isRecord : pending < this.#awaited) return false;
    this.#isRecord = false;
    const lines = this.#lines;
    const next = this.#scan();
    if (next < 0) {
      this.#lines = lines;
      this.#awaited = pending > rescannedFreely ? 2 * pending : 0;
      return false;
    }
    this.#awaited = 0;
    this.#linesBefore = lines;
    queue.startAt(next);
    return true;
  }

  /** Cells of the record; none in a line that is a comment. */
  get count(): number {
    return this.#count;
  }

  /** What is wrong with the record, if anything is. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** The record is an empty line. */
  get isEmptyLine(): boolean {
    return this.#start === this.#end;
  }

  /** Line of the stream, counted from 1, in which the record begins, or in which its problem is. */
  get startLine(): number {
    return 1 + (this.#problem === undefined ? this.#linesBefore : this.#problemLines);
  }

  /** Line ends of the stream up to and including that of the record. */
  get endLine(): number {
    return this.#lines;
  }

  /** Bytes of the stream up to and including the record and its line end. */
  get endOffset(): number {
    return this.#queue.base + this.#queue.start;
  }

  /** The record's bytes, without its line end. */
  get bytes(): Uint8Array {
    return this.#queue.bytes.subarray(this.#start, this.#end);
  }

  /** Whether the record holds bytes beyond ASCII, which may be none of UTF-8. */
  get isWide(): boolean {
    return this.#isWide;
  }

  /** Text of a cell, without quotes and escapes. */
  text(cell: number): string {
    const kind = this.#kinds[cell] ?? 0;
    const start = this.#starts[cell] ?? 0;
    const end = this.#ends[cell] ?? 0;
    if ((kind & (wide | marked)) === 0) return this.#asciiText(start, end);
    const bytes = this.#queue.bytes.subarray(start, end);
    const text = (kind & wide) === 0 ? decodeUtf8(bytes) : textOf(bytes);
    return (kind & marked) === 0 ? this.#trimmed(text, kind) : this.#trimmed(this.#unmarked(text, kind), kind);
  }

  /** The integer of a cell, where it is read without a text. */
  shortInteger(cell: number): number | undefined {
    return shortInteger(this.#queue.bytes, this.#starts[cell] ?? 0, this.#ends[cell] ?? 0);
  }

  /** The number of a cell, likewise. */
  shortFraction(cell: number): number | undefined {
    return shortFraction(this.#queue.bytes, this.#starts[cell] ?? 0, this.#ends[cell] ?? 0);
  }

  #asciiText(start: number, end: number): string {
    if (end > this.#windowEnd || start < this.#windowStart) {
      const { bytes } = this.#queue;
      if (end - start > windowBytes) return decodeUtf8(bytes.subarray(start, end));
      this.#windowStart = start;
      this.#windowEnd = Math.min(bytes.length, start + windowBytes);
      this.#window = decodeUtf8(bytes.subarray(start, this.#windowEnd));
      if (this.#window.length !== this.#windowEnd - start) {
        // Characters beyond ASCII make places differ: this cell alone.
        this.#windowEnd = 0;
        return decodeUtf8(bytes.subarray(start, end));
      }
    }
    return this.#window.slice(start - this.#windowStart, end - this.#windowStart);
  }

  #trimmed(text: string, kind: number): string {
    return this.#marks.trims && (kind & inQuotes) === 0 ? withoutBlanks(text) : text;
  }

  /** The text without the marks in it. */
  #unmarked(text: string, kind: number): string {
    const { quote, escape } = this.#marks;
    let plain = "";
    let kept = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (character === quote && (kind & inQuotes) !== 0) plain += text.slice(kept, at + 1);
      else if (character === escape) {
        const escaped = text[at + 1] ?? "";
        plain += text.slice(kept, at) + (controls.get(escaped) ?? escaped);
      } else continue;
      at++;
      kept = at + 1;
    }
    return plain + text.slice(kept);
  }

  /** Reads the record at the start of the queue. Where the next one starts; -1 when the record is not complete. */
  #scan(): number {
    const { bytes, start } = this.#queue;
    this.#start = start;
    this.#problem = undefined;
    this.#isWide = false;
    this.#count = 0;
    let at = start;
    if (this.#marks.comments) {
      while (bytes[at] === blank) at++;
      if (at === bytes.length && !this.#queue.ended) return -1;
      const byte = bytes[at];
      if (byte === hash || byte === undefined || byte === lineFeed || byte === carriageReturn) return this.#scanComment(at);
    }
    for (;;) {
      const cell = this.#scanCell(at);
      if (cell < 0) return cell;
      const byte = bytes[cell];
      if (byte === undefined || byte === lineFeed || byte === carriageReturn) return this.#scanLineEnd(cell);
      // A cell that text follows behind its quote ends in front of that text.
      at = cell + (this.#isMark(this.#delimiter, cell) ? this.#delimiter.length : 1);
    }
  }

  #scanComment(from: number): number {
    const { bytes } = this.#queue;
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === lineFeed || byte === carriageReturn) return this.#scanLineEnd(at);
      if (byte > 127) this.#isWide = true;
    }
    return this.#queue.ended ? this.#scanLineEnd(at) : -1;
  }

  #scanLineEnd(at: number): number {
    const { bytes, ended } = this.#queue;
    this.#end = at;
    if (at === bytes.length) return at;
    if (bytes[at] === carriageReturn) {
      if (at + 1 === bytes.length && !ended) return -1;
      this.#lines++;
      return bytes[at + 1] === lineFeed ? at + 2 : at + 1;
    }
    this.#lines++;
    return at + 1;
  }

  /** Reads the cell at `from`. Where it ends: at a delimiter, a line end, the end of the bytes; -1 when that is not there yet. */
  #scanCell(from: number): number {
    const { bytes, ended } = this.#queue;
    const { length } = bytes;
    let at = from;
    if (this.#marks.trims) at = this.#behindBlanks(at);
    // A delimiter, quote or escape of several bytes may be there by half.
    if (!ended && at + 4 > length && (bytes[at] ?? 128) > 127) return -1;
    if (bytes[at] === this.#quote.first && this.#isMark(this.#quote, at)) return this.#scanQuoted(at + this.#quote.length);
    const start = at;
    const delimiter = this.#delimiter.first;
    const escape = this.#escape.first;
    let seen = 0;
    let kind = 0;
    for (; at < length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === delimiter && this.#isMark(this.#delimiter, at)) break;
      if (byte === lineFeed || byte === carriageReturn) break;
      if (byte === escape && this.#isMark(this.#escape, at)) {
        kind |= marked;
        at += this.#escape.length;
        if (at >= length) {
          if (ended) this.#fail(engineMessage("escapeOpen"), this.#lines);
          break;
        }
        const escaped = bytes[at] ?? 0;
        if (escaped === lineFeed || escaped === carriageReturn) this.#lines++;
      }
      seen |= byte;
    }
    if (at >= length) {
      if (!ended) return -1;
      at = length;
    }
    if (!ended && this.#delimiter.length > 1 && at + this.#delimiter.length > length) return -1;
    if (seen > 127) kind |= wide;
    let end = at;
    if (this.#marks.trims && (kind & marked) === 0) while (end > start && (bytes[end - 1] ?? 0) <= blank) end--;
    this.#add(start, end, kind);
    return at;
  }

  #scanQuoted(start: number): number {
    const { bytes, ended } = this.#queue;
    const { length } = bytes;
    const quote = this.#quote;
    const linesBefore = this.#lines;
    let kind = inQuotes;
    let at = start;
    for (; at < length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === quote.first && this.#isMark(quote, at)) {
        if (at + 2 * quote.length > length && !ended) return -1;
        if (!this.#isMark(quote, at + quote.length)) {
          this.#add(start, at, kind);
          return this.#scanBehindQuote(at + quote.length);
        }
        kind |= marked;
        at += 2 * quote.length - 1;
      } else if (byte === this.#escape.first && this.#isMark(this.#escape, at)) {
        kind |= marked;
        at += this.#escape.length;
      } else if (byte === lineFeed || (byte === carriageReturn && bytes[at + 1] !== lineFeed)) this.#lines++;
      else if (byte > 127) kind |= wide;
    }
    if (!ended) return -1;
    this.#fail(engineMessage("quoteOpen"), linesBefore);
    this.#add(start, length, kind);
    return length;
  }

  #scanBehindQuote(from: number): number {
    const { bytes, ended } = this.#queue;
    const at = this.#behindBlanks(from);
    if (at + this.#delimiter.length > bytes.length && !ended) return -1;
    const byte = bytes[at];
    if (byte === undefined || byte === lineFeed || byte === carriageReturn || this.#isMark(this.#delimiter, at)) return at;
    // The first problem of a record is told: a record of nothing else has a million of them.
    if (this.#problem !== undefined) return at;
    const text = excerpt(decodeUtf8(bytes.subarray(at, Math.min(bytes.length, at + 160))).split(/[\r\n]/, 1)[0] ?? "", 40);
    this.#fail(engineMessage("behindQuote", { column: this.#count, text }), this.#lines);
    return at;
  }

  /** Behind characters up to the blank that are no delimiter and end no line. */
  #behindBlanks(from: number): number {
    const { bytes } = this.#queue;
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte > blank || byte === this.#delimiter.first || byte === lineFeed || byte === carriageReturn) break;
    }
    return at;
  }

  #fail(problem: string, lines: number): void {
    if (this.#problem !== undefined) return;
    this.#problem = problem;
    this.#problemLines = lines;
  }

  #add(start: number, end: number, kind: number): void {
    const cell = this.#count++;
    this.#starts[cell] = start;
    this.#ends[cell] = end;
    this.#kinds[cell] = kind;
    if ((kind & wide) !== 0) this.#isWide = true;
  }

  #isMark(mark: Mark, at: number): boolean {
    const { bytes } = this.#queue;
    if (bytes[at] !== mark.first) return false;
    return mark.length === 1 || mark.rest.every((byte, place) => bytes[at + 1 + place] === byte);
  }
}

const isBlank = (text: string, at: number): boolean => text.charCodeAt(at) <= blank;

/** Without characters up to the blank at both ends: Java's trim. */
export function withoutBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text, start)) start++;
  while (end > start && isBlank(text, end - 1)) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

const textOf = (bytes: Uint8Array): string => decodeStrictUtf8(bytes) ?? decodeLooseUtf8(bytes) ?? decodeUtf8(bytes);

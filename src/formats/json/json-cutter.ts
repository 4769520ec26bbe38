import { engineMessage } from "../../base/engine-messages.ts";
import { ByteQueue, carriageReturn, lineFeed, type CutRecord, type RecordCutter } from "../record-cutter.ts";

/** Where a cutter goes on: inside of an array, and whether every value has a line of its own, as far as that is known. */
export interface JsonPlace {
  readonly inArray: boolean;
  readonly lines: boolean | undefined;
}

const quote = 34;
const backslash = 92;
const comma = 44;
const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

const isBlank = (byte: number | undefined): boolean => byte === 32 || byte === 9 || byte === carriageReturn || byte === lineFeed;

/**
 * Cuts a stream of JSON into objects: one per line, written over several lines one behind the other, or the elements of arrays, on one
 * line or over any number of them. Holds one object at a time. Whether objects have a line each is told by the first value: from then on
 * a line that breaks off takes nothing of the next one with it. What is no JSON is cut too, for the parser to say so. [CN82]
 */
export class JsonCutter implements RecordCutter {
  readonly #queue = new ByteQueue();
  #lines: boolean | undefined;
  #inArray: boolean;
  /** A comma stands in front of the next element. */
  #behindComma: boolean;
  /** Line ends in front of what was not scanned yet, of the value, and of the array. */
  #line = 0;
  #startLine = 0;
  #arrayLine = -1;
  /** A value was begun: brackets of it that are open, whether a text is, and whether a backslash stands in front. */
  #begun = false;
  #depth = 0;
  #inText = false;
  #escaped = false;

  constructor(place?: JsonPlace) {
    this.#lines = place?.lines;
    this.#inArray = place?.inArray ?? false;
    this.#behindComma = this.#inArray;
  }

  push(bytes: Uint8Array): void {
    this.#queue.push(bytes);
  }

  end(): void {
    this.#queue.ended = true;
  }

  place(): JsonPlace {
    return { inArray: this.#inArray, lines: this.#lines };
  }

  next(): CutRecord | undefined {
    const broken = this.#begun ? undefined : this.#findBegin();
    if (broken !== undefined) return broken;
    const queue = this.#queue;
    const { length } = queue.bytes;
    if (this.#begun) {
      const found = this.#lines === true && !this.#inArray ? this.#findLineEnd() : this.#findEnd();
      return found ?? (queue.ended ? this.#cut(length, length) : undefined);
    }
    if (!queue.ended || !this.#inArray) return undefined;
    this.#inArray = false;
    return this.#cut(length, length, engineMessage("arrayOpen"));
  }

  /** Passes over blanks and brackets of arrays up to a value. What stands in their place is a record that cannot be read. */
  #findBegin(): CutRecord | undefined {
    const queue = this.#queue;
    const { bytes } = queue;
    for (let at = queue.scanned; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === lineFeed) {
        if (this.#inArray && this.#lines === true) return this.#cutAtLineEnd(at);
        this.#line++;
      } else if (isBlank(byte)) continue;
      else if (!this.#inArray && byte === openBracket) {
        this.#inArray = true;
        this.#behindComma = false;
        this.#arrayLine = this.#line;
      } else if (this.#inArray && byte === closeBracket && !this.#behindComma) {
        this.#closeArray();
      } else {
        queue.startAt(at);
        this.#startLine = this.#line;
        this.#begun = true;
        return undefined;
      }
    }
    queue.scanned = bytes.length;
    return undefined;
  }

  #closeArray(): void {
    this.#inArray = false;
    if (this.#arrayLine === this.#line) this.#lines ??= true;
  }

  #findLineEnd(): CutRecord | undefined {
    const queue = this.#queue;
    const at = queue.bytes.indexOf(lineFeed, queue.scanned);
    if (at >= 0) return this.#cutAtLineEnd(at);
    queue.scanned = queue.bytes.length;
    return undefined;
  }

  /** The value, if its end is in the queue: the comma or bracket behind an element, the line end or the last bracket of an object. */
  #findEnd(): CutRecord | undefined {
    const queue = this.#queue;
    const { bytes } = queue;
    for (let at = queue.scanned; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === lineFeed) {
        // Where values have lines of their own the value breaks off here, though a bracket or a text is open.
        const breaksOff = this.#inArray ? this.#lines === true : this.#depth === 0 || (this.#inText && this.#lines === undefined);
        if (breaksOff) return this.#cutAtLineEnd(at);
        this.#line++;
        if (!this.#inArray) this.#lines = false;
      } else if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === backslash) this.#escaped = true;
        else if (byte === quote) this.#inText = false;
      } else if (byte === quote) this.#inText = true;
      else if (byte === openBrace || byte === openBracket) this.#depth++;
      else if (this.#depth > 0) {
        if (byte !== closeBrace && byte !== closeBracket) continue;
        this.#depth--;
        if (this.#depth === 0 && !this.#inArray && this.#lines === false) return this.#cut(at + 1, at + 1);
      } else if (this.#inArray && (byte === comma || byte === closeBracket)) {
        return this.#cutElement(at, byte);
      }
    }
    queue.scanned = bytes.length;
    return undefined;
  }

  #cutElement(at: number, delimiter: number): CutRecord {
    const isMissing = at === this.#queue.start;
    if (delimiter === comma) this.#behindComma = true;
    else this.#closeArray();
    return this.#cut(at, at + 1, isMissing ? engineMessage("elementMissing") : undefined);
  }

  #cutAtLineEnd(at: number): CutRecord {
    const isBroken = this.#inArray && this.#lines === true;
    if (isBroken) this.#inArray = false;
    else if (this.#depth === 0 && !this.#inArray) this.#lines ??= true;
    this.#line++;
    if (!this.#begun) this.#startLine = this.#line - 1;
    return this.#cut(at, at + 1, isBroken ? engineMessage("arrayOpenOnLine") : undefined);
  }

  #cut(end: number, next: number, problem?: string): CutRecord {
    const queue = this.#queue;
    if (!this.#begun && end === queue.bytes.length) this.#startLine = this.#line;
    const bytes = queue.bytes.subarray(queue.start, end);
    queue.startAt(next);
    this.#begun = false;
    this.#depth = 0;
    this.#inText = false;
    this.#escaped = false;
    const place = { endOffset: queue.base + next, startLine: this.#startLine + 1, endLine: this.#line };
    return { bytes, ...place, ...(problem !== undefined && { problem }) };
  }
}

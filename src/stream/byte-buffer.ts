import { assert } from "../base/assert.ts";
import { encodeUtf8Into, utf8BytesMax } from "../base/utf8.ts";

/** Strings up to this length are put together by one call; longer ones in pieces. */
const charactersPerCall = 4096;

/**
 * Bytes written one after the other into memory that grows. Numbers are little endian and not aligned. Strings keep every
 * UTF-16 unit, lone surrogates too: one byte per unit when all are below 256, else two. [CD7]
 */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  /** What was written so far: a view, valid until the next write. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Forgets everything behind the first `length` bytes. */
  truncate(length: number): void {
    assert(length <= this.#length, "[CD7] a writer is cut, not grown");
    this.#length = length;
  }

  uint8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#view.setInt32(this.#length, value, true);
    this.#length += 4;
  }

  /** Non-negative integer below 2^32 in 1 to 5 bytes. */
  varint(value: number): void {
    this.#reserve(5);
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  float64(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** Low 64 bits of `value`, two's complement. */
  int64(value: bigint): void {
    this.#reserve(8);
    this.#view.setBigInt64(this.#length, value, true);
    this.#length += 8;
  }

  string(text: string): void {
    const units = text.length;
    const start = this.#length;
    this.varint(units * 2);
    this.#reserve(units);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = 0; index < units; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 255) {
        this.#length = start;
        this.#wideString(text);
        return;
      }
      bytes[at++] = unit;
    }
    this.#length = at;
  }

  /** `bytes` with their number in front. */
  binary(bytes: Uint8Array): void {
    this.varint(bytes.length);
    this.append(bytes);
  }

  /** `bytes` as they are. */
  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** UTF-8 of a text, without its length; a lone surrogate becomes U+FFFD. */
  utf8(text: string): void {
    this.#reserve(utf8BytesMax(text));
    this.#length += encodeUtf8Into(text, this.#bytes.subarray(this.#length));
  }

  #wideString(text: string): void {
    const units = text.length;
    this.varint(units * 2 + 1);
    this.#reserve(units * 2);
    for (let index = 0; index < units; index++) {
      this.#view.setUint16(this.#length, text.charCodeAt(index), true);
      this.#length += 2;
    }
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** Reads what a `ByteWriter` wrote. A read beyond the end throws a RangeError. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get position(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  uint8(): number {
    return this.#view.getUint8(this.#at++);
  }

  int32(): number {
    const value = this.#view.getInt32(this.#at, true);
    this.#at += 4;
    return value;
  }

  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.uint8();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  float64(): number {
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  int64(): bigint {
    const value = this.#view.getBigInt64(this.#at, true);
    this.#at += 8;
    return value;
  }

  string(): string {
    const tag = this.varint();
    const units = Math.floor(tag / 2);
    const width = tag % 2 === 0 ? 1 : 2;
    const start = this.#take(units * width);
    let text = "";
    for (let from = 0; from < units; from += charactersPerCall) {
      const count = Math.min(charactersPerCall, units - from);
      const codes = width === 1 ? this.#bytes.subarray(start + from, start + from + count) : this.#wide(start + from * 2, count);
      text += Reflect.apply(String.fromCharCode, undefined, codes);
    }
    return text;
  }

  /** A copy of its own. */
  binary(): Uint8Array<ArrayBuffer> {
    const length = this.varint();
    const start = this.#take(length);
    return new Uint8Array(this.#bytes.subarray(start, start + length));
  }

  #wide(start: number, units: number): Uint16Array {
    const codes = new Uint16Array(units);
    for (let index = 0; index < units; index++) codes[index] = this.#view.getUint16(start + index * 2, true);
    return codes;
  }

  #take(count: number): number {
    const start = this.#at;
    if (count > this.remaining) throw new RangeError("[CD7] the bytes end in the middle of a value");
    this.#at += count;
    return start;
  }
}

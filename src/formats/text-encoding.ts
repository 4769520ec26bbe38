import { engineMessage } from "../base/engine-messages.ts";
import { encodeUtf8, textStream } from "../base/utf8.ts";

/** Bytes by which an encoding is told. */
const toldBy = 4;
const nothing = new Uint8Array(0);

interface Beginning {
  readonly encoding: string;
  /** Bytes of the byte order mark. */
  readonly mark: number;
}

/** What the first bytes of a file say. Throws where they are of no text. */
export function beginningOf(bytes: Uint8Array): Beginning {
  const [first, second, third, fourth] = bytes;
  if (first === 0x1f && second === 0x8b) throw new Error(engineMessage("compressed"));
  if (first === 0x50 && second === 0x4b && third === 3 && fourth === 4) {
    throw new Error(engineMessage("archive"));
  }
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: "UTF-8", mark: 3 };
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return { encoding: "UTF-32LE", mark: 4 };
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return { encoding: "UTF-32BE", mark: 4 };
  if (first === 0xff && second === 0xfe) return { encoding: "UTF-16LE", mark: 2 };
  if (first === 0xfe && second === 0xff) return { encoding: "UTF-16BE", mark: 2 };
  if (first === 0 && second === 0 && third === 0 && isPrinted(fourth)) return { encoding: "UTF-32BE", mark: 0 };
  if (isPrinted(first) && second === 0 && third === 0 && fourth === 0) return { encoding: "UTF-32LE", mark: 0 };
  if (first === 0 && isPrinted(second)) return { encoding: "UTF-16BE", mark: 0 };
  return { encoding: isPrinted(first) && second === 0 ? "UTF-16LE" : "UTF-8", mark: 0 };
}

/** True of a character of ASCII that stands in texts. */
function isPrinted(byte: number | undefined): boolean {
  return byte !== undefined && (byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

/**
 * Makes UTF-8 of a file's bytes without the byte order mark in front, and leads from places in it back to places in the file. Throws where
 * the bytes are no text of the encoding; UTF-8 itself is passed on unread.
 */
export class Transcoder {
  #encoding: string | undefined;
  readonly #asked: string;
  #held: Uint8Array = nothing;
  #text: ((bytes?: Uint8Array) => string) | undefined;
  /** UTF-8 that was given and not passed over yet, and the place of its first byte, in UTF-8 and in the file. */
  #pieces: Uint8Array[] = [];
  #utf8 = 0;
  #source = 0;
  #isMarkOnly = false;

  /** `encoding`: as asked for. `known`: what it turned out to be, where the bytes do not begin at the start of the file. */
  constructor(encoding: string, known?: string) {
    this.#asked = encoding;
    if (known !== undefined) this.#use(known);
  }

  /** There is a byte order mark and nothing behind it. */
  get isMarkOnly(): boolean {
    return this.#isMarkOnly;
  }

  /** Once enough bytes were seen. */
  get encoding(): string | undefined {
    return this.#encoding;
  }

  push(bytes: Uint8Array): Uint8Array {
    if (this.#encoding !== undefined) return this.#give(bytes);
    const all = joined(this.#held, bytes);
    this.#held = all;
    return all.length < toldBy ? nothing : this.#begin();
  }

  end(): Uint8Array {
    const begun = this.#encoding === undefined ? this.#begin() : nothing;
    return joined(begun, this.#keep(encodeUtf8(this.#text?.() ?? "")));
  }

  /** Place in the file of a place in the UTF-8; the places asked for only grow. */
  sourceOffset(offset: number): number {
    if (this.#text === undefined) return this.#source + offset;
    while (this.#utf8 < offset) {
      const [piece = nothing] = this.#pieces;
      const taken = Math.min(offset - this.#utf8, piece.length);
      this.#source += sourceLength(piece.subarray(0, taken), String(this.#encoding));
      this.#utf8 += taken;
      if (taken === piece.length) this.#pieces.shift();
      else this.#pieces[0] = piece.subarray(taken);
      if (taken === 0) break;
    }
    return this.#source;
  }

  #begin(): Uint8Array {
    const bytes = this.#held;
    const { encoding, mark } = beginningOf(bytes);
    const used = this.#asked === "auto" ? encoding : this.#asked;
    const skipped = used === encoding ? mark : 0;
    this.#use(used);
    this.#source = skipped;
    this.#isMarkOnly = skipped > 0 && skipped === bytes.length;
    this.#held = nothing;
    return this.#give(bytes.subarray(skipped));
  }

  #use(encoding: string): void {
    this.#encoding = encoding;
    if (encoding !== "UTF-8") this.#text = encoding.startsWith("UTF-32") ? utf32Stream(encoding === "UTF-32LE") : textStream(encoding);
  }

  #give(bytes: Uint8Array): Uint8Array {
    if (this.#text === undefined) return bytes;
    try {
      return this.#keep(encodeUtf8(this.#text(bytes)));
    } catch (error) {
      throw new Error(engineMessage("noTextIn", { encoding: String(this.#encoding) }), { cause: error });
    }
  }

  #keep(utf8: Uint8Array): Uint8Array {
    if (utf8.length > 0) this.#pieces.push(utf8);
    return utf8;
  }
}

/** Bytes that the text takes in an encoding of one size of unit. */
function sourceLength(utf8: Uint8Array, encoding: string): number {
  const [unit, ofLong] = encoding === "windows-1252" ? [1, 2] : encoding.startsWith("UTF-32") ? [4, 1] : [2, 2];
  let units = 0;
  for (const byte of utf8) {
    if (byte >= 0xf0) units += ofLong;
    else if (byte < 0x80 || byte >= 0xc0) units++;
  }
  return units * unit;
}

/** As `textStream`, of an encoding that browsers do not know. */
function utf32Stream(littleEndian: boolean): (bytes?: Uint8Array) => string {
  let held: Uint8Array = nothing;
  return (bytes) => {
    const all = joined(held, bytes ?? nothing);
    const view = new DataView(all.buffer, all.byteOffset, all.length);
    const length = all.length - (all.length % 4);
    if (bytes === undefined && length < all.length) throw new RangeError("a character is cut off");
    let text = "";
    for (let at = 0; at < length; at += 4) text += String.fromCodePoint(view.getUint32(at, littleEndian));
    held = all.slice(length);
    return text;
  };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

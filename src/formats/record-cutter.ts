/** Bytes of one line and where it ends. */
export interface CutLine {
  readonly bytes: Uint8Array;
  /** Bytes of the stream up to and including the line end. */
  readonly endOffset: number;
  /** Lines of the stream up to and including this one; a record with line ends inside quotes has several. */
  readonly endLine: number;
}

const lineFeed = 10;
const carriageReturn = 13;
const nothing = new Uint8Array(0);

/**
 * Cuts a byte stream into lines at LF or CRLF. A line end inside `quote` characters (when given, as a byte) belongs to the line, as in CSV.
 */
export class LineCutter {
  #buffer: Uint8Array = nothing;
  /** Start of the next line, and of what was not looked at yet, in the buffer. */
  #start = 0;
  #scanned = 0;
  /** Stream offset of the buffer's first byte. */
  #base = 0;
  #quoted = false;
  #lines = 0;
  #ended = false;
  readonly #quote: number;

  constructor(quote: number | undefined) {
    this.#quote = quote ?? -1;
  }

  push(bytes: Uint8Array): void {
    const rest = this.#buffer.subarray(this.#start);
    const joined = new Uint8Array(rest.length + bytes.length);
    joined.set(rest);
    joined.set(bytes, rest.length);
    this.#base += this.#start;
    this.#scanned -= this.#start;
    this.#start = 0;
    this.#buffer = joined;
  }

  end(): void {
    this.#ended = true;
  }

  /** The next complete line without its line end; `undefined` when more bytes are needed or none are left. */
  next(): CutLine | undefined {
    const buffer = this.#buffer;
    for (let at = this.#scanned; at < buffer.length; at++) {
      const byte = buffer[at];
      if (byte === this.#quote) this.#quoted = !this.#quoted;
      else if (byte === lineFeed) {
        this.#lines++;
        if (!this.#quoted) return this.#cut(at, at + 1);
      }
    }
    this.#scanned = buffer.length;
    if (!this.#ended || this.#start === buffer.length) return undefined;
    this.#lines++;
    return this.#cut(buffer.length, buffer.length);
  }

  #cut(lineEnd: number, next: number): CutLine {
    const buffer = this.#buffer;
    const stripped = lineEnd > this.#start && buffer[lineEnd - 1] === carriageReturn ? lineEnd - 1 : lineEnd;
    const bytes = buffer.subarray(this.#start, stripped);
    this.#start = next;
    this.#scanned = next;
    return { bytes, endOffset: this.#base + next, endLine: this.#lines };
  }
}

/** Bytes of a frame's content at most: what the process of a job sends is bounded before it is looked at. [HB22] */
export const frameBytesMax = 16 << 20;

const headerBytes = 4;

/** `content` with its length in front. */
export function frame(content: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(headerBytes + content.length);
  framed.writeUInt32BE(content.length);
  framed.set(content, headerBytes);
  return framed;
}

/** Cuts a stream of bytes into the frames that were written to it. */
export class FrameReader {
  readonly #onFrame: (content: Buffer) => void;
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(onFrame: (content: Buffer) => void, maxBytes = frameBytesMax) {
    this.#onFrame = onFrame;
    this.#maxBytes = maxBytes;
  }

  /** Takes the next bytes. Throws for a frame that is larger than allowed. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= headerBytes) {
      if ((this.#chunks[0]?.length ?? 0) < headerBytes) this.#join();
      const needed = headerBytes + (this.#chunks[0]?.readUInt32BE() ?? 0);
      const size = needed - headerBytes;
      if (size > this.#maxBytes) throw new Error(`a message of ${size} bytes; ${this.#maxBytes} are allowed`);
      if (this.#length < needed) return;
      const joined = this.#join();
      const rest = joined.subarray(needed);
      this.#chunks = rest.length === 0 ? [] : [rest];
      this.#length = rest.length;
      this.#onFrame(joined.subarray(headerBytes, needed));
    }
  }

  /** All that has come, in one piece: done once per frame, not once per chunk of it. */
  #join(): Buffer {
    const joined = this.#chunks.length === 1 && this.#chunks[0] !== undefined ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}

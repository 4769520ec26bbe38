import type { ByteRange } from "../graph/snapshot.ts";
import type { SnapshotOutput } from "./state/backend.ts";

/** Bytes of a part: reserved and filled without being felt, large enough for one call of a file system. */
const partBytes = 1 << 20;

/**
 * Collects the bytes of a subtask's snapshot in parts, so that memory grows with what is written, not in one
 * piece at the end.
 */
export class SnapshotBuilder implements SnapshotOutput {
  readonly #full: Uint8Array[] = [];
  /** Begun with the first byte, grown up to a whole part: most snapshots are small. */
  #part = new Uint8Array(0);
  #used = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): ByteRange {
    const range = { offset: this.#length, length: bytes.length };
    for (let at = 0; at < bytes.length; ) {
      this.#reserve(bytes.length - at);
      const piece = bytes.subarray(at, at + this.#part.length - this.#used);
      this.#part.set(piece, this.#used);
      this.#used += piece.length;
      at += piece.length;
    }
    this.#length += bytes.length;
    return range;
  }

  /** All that was appended, in order. */
  parts(): readonly Uint8Array[] {
    return this.#used === 0 ? this.#full : [...this.#full, this.#part.subarray(0, this.#used)];
  }

  /** Makes room for `count` bytes in the part, or for as many as it can have. */
  #reserve(count: number): void {
    const part = this.#part;
    if (this.#used === partBytes) {
      this.#full.push(part);
      this.#part = new Uint8Array(partBytes);
      this.#used = 0;
    } else if (this.#used + count > part.length && part.length < partBytes) {
      this.#part = new Uint8Array(Math.min(partBytes, Math.max(this.#used + count, part.length * 2)));
      this.#part.set(part);
    }
  }
}

/** One piece of memory with the contents of `parts`. */
export function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

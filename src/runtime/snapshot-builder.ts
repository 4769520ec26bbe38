import type { ByteRange } from "../graph/snapshot.ts";
import type { SnapshotOutput } from "./state/backend.ts";

/** Collects the parts of a subtask's snapshot and joins them to the one blob that is stored. */
export class SnapshotBuilder implements SnapshotOutput {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): ByteRange {
    const range = { offset: this.#length, length: bytes.length };
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return range;
  }

  build(): Uint8Array {
    const blob = new Uint8Array(this.#length);
    let offset = 0;
    for (const part of this.#parts) {
      blob.set(part, offset);
      offset += part.length;
    }
    return blob;
  }
}

import { MemoryFiles } from "../memory-stores.ts";

/** Files in memory that know every snapshot ever written, also when it was removed. */
export class RecordingFiles extends MemoryFiles {
  readonly written: (readonly [path: string, bytes: Uint8Array])[] = [];

  override writeBytes(path: string, bytes: Uint8Array): void {
    this.written.push([path, bytes.slice()]);
    super.writeBytes(path, bytes);
  }
}

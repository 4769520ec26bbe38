import { readSync } from "node:fs";
import type { PortReply } from "../../runtime/environment.ts";

/**
 * The `file` port: reads the files of a job, which are open already, by the names the job calls them. A name is never taken as a path.
 * Request: `{ file, offset, length }`, reply: the bytes, fewer than asked for at the end.
 */
export function readFilePort(inputs: ReadonlyMap<string, number>): (port: string, request: unknown) => PortReply {
  return (port, request) => {
    if (port !== "file") return { ok: false, message: `there is no port ${port} here` };
    const { file, offset, length } = request as { file: string; offset: number; length: number };
    const descriptor = inputs.get(file);
    if (descriptor === undefined) return { ok: false, message: `the run was given no file ${file}` };
    try {
      return { ok: true, value: readPart(descriptor, offset, length) };
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  };
}

function readPart(descriptor: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let read = 0;
  while (read < length) {
    const count = readSync(descriptor, bytes, read, length - read, offset + read);
    if (count === 0) break;
    read += count;
  }
  return bytes.subarray(0, read);
}

import { closeSync, openSync, readSync } from "node:fs";
import type { PortReply } from "../../runtime/environment.ts";

/**
 * The `file` port: reads the files of a job from paths given on the command line, by the names the job calls them; a name that was
 * not given is taken as a path. Request: `{ file, offset, length }`, reply: the bytes, fewer than asked for at the end.
 */
export function readFilePort(inputs: ReadonlyMap<string, string>): (port: string, request: unknown) => PortReply {
  return (port, request) => {
    if (port !== "file") return { ok: false, message: `there is no port ${port} here` };
    const { file, offset, length } = request as { file: string; offset: number; length: number };
    try {
      return { ok: true, value: readPart(inputs.get(file) ?? file, offset, length) };
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  };
}

function readPart(path: string, offset: number, length: number): Uint8Array {
  const file = openSync(path, "r");
  try {
    const bytes = new Uint8Array(length);
    let read = 0;
    while (read < length) {
      const count = readSync(file, bytes, read, length - read, offset + read);
      if (count === 0) break;
      read += count;
    }
    return bytes.subarray(0, read);
  } finally {
    closeSync(file);
  }
}

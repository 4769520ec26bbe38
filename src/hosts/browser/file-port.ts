import type { JobFile } from "../../control/job-client.ts";
import type { PortReply } from "../../runtime/environment.ts";

/** The `file` port over files that the person dropped or picked. Request: `{ file, offset, length }`, reply: the bytes. */
export function blobFilePort(files: readonly JobFile[]): (port: string, request: unknown) => Promise<PortReply> {
  return async (port, request) => {
    if (port !== "file") return { ok: false, message: `there is no port ${port} here` };
    const { file, offset, length } = request as { readonly file: string; readonly offset: number; readonly length: number };
    const blob = files.find(({ name }) => name === file)?.blob;
    if (!(blob instanceof Blob)) return { ok: false, message: "the file was not given to this run: drop it on the canvas again" };
    try {
      return { ok: true, value: new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()) };
    } catch (error) {
      return { ok: false, message: `the file cannot be read any more: ${String(error)}` };
    }
  };
}

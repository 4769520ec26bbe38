import { Zip, ZipDeflate } from "fflate";
import type { JobFile } from "../../control/job-client.ts";

/** An archive of files by their paths; each is read in pieces, so that only what is packed takes memory. */
export function zipFiles(files: readonly JobFile[]): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const packed: Uint8Array<ArrayBuffer>[] = [];
    const zip = new Zip((error, bytes, final) => {
      if (error) return reject(error);
      packed.push(bytes);
      if (final) resolve(new Blob(packed, { type: "application/zip" }));
    });
    pack(zip, files).then(() => zip.end(), reject);
  });
}

async function pack(zip: Zip, files: readonly JobFile[]): Promise<void> {
  for (const { name, blob } of files) {
    if (!(blob instanceof Blob)) throw new TypeError(`${name} is no file`);
    const entry = new ZipDeflate(name);
    zip.add(entry);
    for await (const piece of blob.stream()) entry.push(piece);
    entry.push(new Uint8Array(), true);
  }
}

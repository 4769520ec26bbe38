import { unfinishedSuffix } from "../stores.ts";
import { piecesOf } from "./job-files.ts";
import type { MeasuredFiles } from "./job-files.ts";

/** Directory of the jobs of the person, and of those of strangers: a run of the one never reads what one of the other left. [HB42] */
const rootNames = { own: "weir", cells: "weir-cells" } as const;

interface FilePlace {
  readonly parent: FileSystemDirectoryHandle;
  readonly name: string;
}

/** Files of all jobs of a kind in the origin private file system; to write for workers only. [HB6] */
function filesBelow(rootName: string): MeasuredFiles {
  const directory = async (path: string, create: boolean): Promise<FileSystemDirectoryHandle | undefined> => {
    let found = await (await navigator.storage.getDirectory()).getDirectoryHandle(rootName, { create: true });
    for (const name of path.split("/").filter((part) => part !== "")) {
      try {
        found = await found.getDirectoryHandle(name, { create });
      } catch (error) {
        return missing(error);
      }
    }
    return found;
  };
  const parentOf = async (path: string, create: boolean): Promise<FilePlace> => {
    const end = path.lastIndexOf("/");
    const parent = await directory(path.slice(0, Math.max(0, end)), create);
    if (parent === undefined) throw new DOMException(`there is no directory for ${path}`, "NotFoundError");
    return { parent, name: path.slice(end + 1) };
  };
  const fileAt = async (path: string): Promise<FileSystemFileHandle | undefined> => {
    try {
      const { parent, name } = await parentOf(path, false);
      return await parent.getFileHandle(name);
    } catch (error) {
      return missing(error);
    }
  };
  const files: MeasuredFiles = {
    async create(path) {
      const { parent, name } = await parentOf(path, true);
      const file = await parent.getFileHandle(`${name}${unfinishedSuffix}`, { create: true });
      const access = await file.createSyncAccessHandle();
      try {
        access.truncate(0);
      } catch (error) {
        access.close();
        throw error;
      }
      let at = 0;
      return {
        async append(bytes) {
          for (const piece of piecesOf(bytes)) {
            const written = access.write(piece, { at });
            if (written < piece.length) throw new Error(`only ${written} of ${piece.length} bytes were written`);
            at += written;
          }
        },
        async finish() {
          try {
            access.flush();
          } finally {
            access.close();
          }
          await file.move(name);
        },
        async abandon() {
          access.close();
        },
      };
    },
    async read(path) {
      const file = await files.file(path);
      return file === undefined ? undefined : new Uint8Array(await file.arrayBuffer());
    },
    async file(path) {
      return (await fileAt(path))?.getFile();
    },
    async list(path) {
      const names: string[] = [];
      for await (const name of (await directory(path, false))?.keys() ?? []) names.push(name);
      return names.sort();
    },
    async move(from, to) {
      const file = await fileAt(from);
      if (file === undefined) throw new Error(`there is no file ${from}`);
      const { parent, name } = await parentOf(to, true);
      await file.move(parent, name);
    },
    async remove(path) {
      const found = await parentOf(path, false).catch(missing);
      await found?.parent.removeEntry(found.name, { recursive: true }).catch(missing);
    },
    async usage(path) {
      const found = await directory(path, false);
      return found === undefined ? { bytes: 0, files: 0 } : usageOf(found);
    },
  };
  return files;
}

/** Files of the jobs that run beside the page. */
export const opfsFiles = filesBelow(rootNames.own);

/** Files of the jobs that run in a cell, which reaches them through `guardedFiles` only. */
export const cellFiles = filesBelow(rootNames.cells);

async function usageOf(directory: FileSystemDirectoryHandle): Promise<{ readonly bytes: number; readonly files: number }> {
  let [bytes, files] = [0, 0];
  for await (const entry of directory.values()) {
    if (entry instanceof FileSystemDirectoryHandle) {
      const below = await usageOf(entry);
      bytes += below.bytes;
      files += below.files;
    } else {
      bytes += (await (entry as FileSystemFileHandle).getFile()).size;
      files++;
    }
  }
  return { bytes, files };
}

function missing(error: unknown): undefined {
  if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
}

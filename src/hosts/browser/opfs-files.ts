/** Directory of Weir in the origin's private file system. */
const rootName = "weir";
/** Bytes per write call: larger pieces are no faster, smaller ones pay per call (dataplane.md section 8). */
const pieceBytes = 1 << 20;

/** Files below `weir/` of the origin private file system; to write for workers only. Paths are relative, with `/`. [HB6] */
export const opfsFiles = {
  /** Durable and, by writing beside and moving into place, there in full or not at all. */
  write: (path: string, bytes: Uint8Array): Promise<void> => opfsFiles.writeParts(path, piecesOf(bytes), async () => {}),

  /** The same of a file in parts; each keeps the thread, so there is a `breathe` between two. */
  async writeParts(path: string, parts: readonly Uint8Array[], breathe: () => Promise<void>): Promise<void> {
    const { directory, name } = await parentOf(path, true);
    const file = await directory.getFileHandle(`${name}.part`, { create: true });
    const access = await file.createSyncAccessHandle();
    try {
      access.truncate(0);
      let at = 0;
      for (const part of parts) {
        if (at > 0) await breathe();
        access.write(part, { at });
        at += part.length;
      }
      access.flush();
    } finally {
      access.close();
    }
    await file.move(name);
  },

  async read(path: string): Promise<Uint8Array | undefined> {
    const file = await opfsFiles.file(path);
    return file === undefined ? undefined : new Uint8Array(await file.arrayBuffer());
  },

  /** The file itself, which takes no memory before it is read. */
  async file(path: string): Promise<File | undefined> {
    return (await fileAt(path))?.getFile();
  },

  /** Names of the entries of a directory, sorted; none when it is not there. */
  async list(path: string): Promise<readonly string[]> {
    const directory = await directoryAt(path, false);
    if (directory === undefined) return [];
    const names: string[] = [];
    for await (const name of directory.keys()) names.push(name);
    return names.sort();
  },

  /** Moves a file to another directory, made when it is not there. */
  async move(from: string, to: string): Promise<void> {
    const file = await fileAt(from);
    if (file === undefined) throw new Error(`there is no file ${from}`);
    const { directory, name } = await parentOf(to, true);
    await file.move(directory, name);
  },

  /** Removes a file, or a directory with all it holds; nothing happens when it is not there. */
  async remove(path: string): Promise<void> {
    const { directory, name } = await parentOf(path, false).catch(missing).then((found) => found ?? { directory: undefined, name: "" });
    await directory?.removeEntry(name, { recursive: true }).catch(missing);
  },
};

function piecesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const count = Math.ceil(bytes.length / pieceBytes);
  return Array.from({ length: count }, (_, piece) => bytes.subarray(piece * pieceBytes, (piece + 1) * pieceBytes));
}

async function fileAt(path: string): Promise<FileSystemFileHandle | undefined> {
  try {
    const { directory, name } = await parentOf(path, false);
    return await directory.getFileHandle(name);
  } catch (error) {
    return missing(error);
  }
}

async function parentOf(path: string, create: boolean): Promise<{ readonly directory: FileSystemDirectoryHandle; readonly name: string }> {
  const end = path.lastIndexOf("/");
  const directory = await directoryAt(path.slice(0, Math.max(0, end)), create);
  if (directory === undefined) throw new DOMException(`there is no directory for ${path}`, "NotFoundError");
  return { directory, name: path.slice(end + 1) };
}

async function directoryAt(path: string, create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
  let directory = await (await navigator.storage.getDirectory()).getDirectoryHandle(rootName, { create: true });
  for (const name of path.split("/").filter((part) => part !== "")) {
    try {
      directory = await directory.getDirectoryHandle(name, { create });
    } catch (error) {
      return missing(error);
    }
  }
  return directory;
}

function missing(error: unknown): undefined {
  if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
}

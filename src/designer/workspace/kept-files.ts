import { openDB, type DBSchema, type IDBPDatabase } from "idb";

interface KeptFile {
  readonly name: string;
  readonly file: File;
  readonly keptAt: number;
}

interface FilesSchema extends DBSchema {
  files: { key: string; value: KeptFile };
}

/** Bytes of all files that are kept together; the oldest make room. */
export const keptBytesMax = 512 * 1024 * 1024;

let opening: Promise<IDBPDatabase<FilesSchema>> | undefined;

function database(): Promise<IDBPDatabase<FilesSchema>> {
  opening ??= openDB<FilesSchema>("weir-files", 1, {
    upgrade(created) {
      created.createObjectStore("files", { keyPath: "name" });
    },
  });
  return opening;
}

/**
 * Keeps a copy of a dropped file in the browser's storage, so that a run that reads it can be recovered after a reload without the
 * file being dropped again. A file is kept whole or not at all. Rejects when it is too large or storage is refused. [UI35]
 */
export async function keepDurably(file: File): Promise<void> {
  if (file.size > keptBytesMax) throw new RangeError(`${file.name} has more than ${keptBytesMax} bytes`);
  const transaction = (await database()).transaction("files", "readwrite");
  const others = (await transaction.store.getAll()).filter(({ name }) => name !== file.name);
  let room = keptBytesMax - file.size;
  for (const other of others.toSorted((one, two) => two.keptAt - one.keptAt)) {
    room -= other.file.size;
    if (room < 0) await transaction.store.delete(other.name);
  }
  await transaction.store.put({ name: file.name, file, keptAt: Date.now() });
  await transaction.done;
}

/** The files as they were dropped; they take no memory before they are read. */
export async function durableFiles(): Promise<readonly File[]> {
  return (await (await database()).getAll("files")).map(({ file }) => file);
}

/** Lets go of all files but those that a job still names. */
export async function keepOnly(names: ReadonlySet<string>): Promise<void> {
  const transaction = (await database()).transaction("files", "readwrite");
  for (const name of await transaction.store.getAllKeys()) if (!names.has(name)) await transaction.store.delete(name);
  await transaction.done;
}

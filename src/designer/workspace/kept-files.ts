import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** That a file was given to a document. */
export interface Grant {
  readonly document: string;
  /** Name of the document when it was given, for a person to know it by. */
  readonly title: string;
  readonly name: string;
}

/** A file that was given to a document; several may have been given the same one. */
export interface GivenFile extends Grant {
  /** Of the file, however many documents have it. */
  readonly key: string;
  readonly file: File;
}

interface KeptFile {
  readonly key: string;
  readonly name: string;
  readonly file: File;
  readonly keptAt: number;
}

interface FilesSchema extends DBSchema {
  kept: { key: string; value: KeptFile };
  grants: { key: [document: string, name: string]; value: Grant & { readonly key: string } };
}

/** As the first version kept them: by name alone, for whichever document asked. */
interface FirstSchema extends DBSchema {
  files: { key: string; value: Omit<KeptFile, "key"> };
}

/** Stands for the documents of the time when files were kept by name alone: nobody knows any more which had one. */
export const earlierDocument = "earlier";

/** Bytes of all files that are kept together; the oldest make room. */
export const keptBytesMax = 512 * 1024 * 1024;

let opening: Promise<IDBPDatabase<FilesSchema>> | undefined;

function database(): Promise<IDBPDatabase<FilesSchema>> {
  opening ??= open();
  return opening;
}

async function open(): Promise<IDBPDatabase<FilesSchema>> {
  let isNew = false;
  const opened = await openDB<FilesSchema>("weir-given-files", 1, {
    upgrade(created) {
      created.createObjectStore("kept", { keyPath: "key" });
      created.createObjectStore("grants", { keyPath: ["document", "name"] });
      isNew = true;
    },
  });
  if (isNew) await takeOver(opened);
  return opened;
}

/** Takes over what earlier builds kept. In a database of its own, so that an old tab with that one open keeps no new one waiting. */
async function takeOver(opened: IDBPDatabase<FilesSchema>): Promise<void> {
  const first = await openDB<FirstSchema>("weir-files", 1, {
    upgrade: (created) => void created.createObjectStore("files", { keyPath: "name" }),
  });
  const files = await first.getAll("files");
  const transaction = opened.transaction(["kept", "grants"], "readwrite");
  for (const { name, file, keptAt } of files) {
    const key = crypto.randomUUID();
    await transaction.objectStore("kept").put({ key, name, file, keptAt });
    await transaction.objectStore("grants").put({ document: earlierDocument, title: "", name, key });
  }
  await transaction.done;
  await first.clear("files");
  first.close();
}

/**
 * Keeps a copy of a dropped file in the browser's storage, so that a run that reads it can be recovered after a reload without the
 * file being dropped again. A file is kept whole or not at all. Rejects when it is too large or storage is refused. [UI35]
 */
export async function keepDurably({ key, file, ...grant }: GivenFile): Promise<void> {
  if (file.size > keptBytesMax) throw new RangeError(`${file.name} has more than ${keptBytesMax} bytes`);
  const transaction = (await database()).transaction(["kept", "grants"], "readwrite");
  const [kept, grants] = [transaction.objectStore("kept"), transaction.objectStore("grants")];
  await grants.put({ ...grant, key });
  await kept.put({ key, name: file.name, file, keptAt: Date.now() });
  const given = new Set((await grants.getAll()).map((each) => each.key));
  let room = keptBytesMax;
  for (const each of (await kept.getAll()).toSorted((one, two) => two.keptAt - one.keptAt)) {
    room -= each.file.size;
    if (room < 0 || !given.has(each.key)) await kept.delete(each.key);
  }
  await transaction.done;
}

/** Gives a file that is kept already to another document, too. */
export async function grantDurably({ document, title, name, key }: GivenFile): Promise<void> {
  await (await database()).put("grants", { document, title, name, key });
}

/** The files as they were given; they take no memory before they are read. */
export async function durableFiles(): Promise<readonly GivenFile[]> {
  const opened = await database();
  const files = new Map((await opened.getAll("kept")).map((kept) => [kept.key, kept.file]));
  return (await opened.getAll("grants")).flatMap((grant) => {
    const file = files.get(grant.key);
    return file === undefined ? [] : [{ ...grant, file }];
  });
}

/** Lets go of all files but those that a document still names which has them. `named`: names of files by document. */
export async function keepOnly(named: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
  const transaction = (await database()).transaction(["kept", "grants"], "readwrite");
  const [kept, grants] = [transaction.objectStore("kept"), transaction.objectStore("grants")];
  const wanted = new Set<string>();
  for (const { document, name, key } of await grants.getAll()) {
    const isNamed = document === earlierDocument ? [...named.values()].some((names) => names.has(name)) : named.get(document)?.has(name);
    if (isNamed === true) wanted.add(key);
    else await grants.delete([document, name]);
  }
  for (const key of await kept.getAllKeys()) if (!wanted.has(key)) await kept.delete(key);
  await transaction.done;
}

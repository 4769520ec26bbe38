import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { JobDocument } from "../../graph/job-document.ts";
import { parseDocument } from "../../graph/parse-document.ts";
import type { DocumentOrigin, DocumentState } from "./document-store.ts";

interface Draft {
  readonly id: string;
  readonly document: JobDocument;
  readonly savedAt: number;
  readonly origin: DocumentOrigin;
}

export interface Version extends Draft {
  readonly version: number;
  /** Undefined: made by the product, before something that throws work away. */
  readonly name: string | undefined;
}

interface DraftsSchema extends DBSchema {
  drafts: { key: string; value: Draft; indexes: { bySavedAt: number } };
  versions: { key: number; value: Omit<Version, "version"> & { version?: number }; indexes: { byDocument: string } };
}

/** Named and automatic versions kept per document. */
export const versionLimit = 100;

/** Drafts and versions in IndexedDB: what survives a crash, a reload and a power cut. [DC10] */
export interface Drafts {
  readonly save: (state: Pick<DocumentState, "id" | "document" | "origin">) => Promise<number>;
  /** The draft saved last, whichever document it is. */
  readonly latest: () => Promise<Draft | undefined>;
  readonly list: () => Promise<readonly Draft[]>;
  readonly addVersion: (id: string, document: JobDocument, name: string | undefined) => Promise<void>;
  readonly versions: (id: string) => Promise<readonly Version[]>;
}

export async function openDrafts(): Promise<Drafts> {
  const database = await openDB<DraftsSchema>("weir-designer", 1, {
    upgrade(created) {
      created.createObjectStore("drafts", { keyPath: "id" }).createIndex("bySavedAt", "savedAt");
      created
        .createObjectStore("versions", { keyPath: "version", autoIncrement: true })
        .createIndex("byDocument", "id");
    },
  });
  return {
    async save({ id, document, origin }) {
      const savedAt = Date.now();
      await database.put("drafts", { id, document, origin, savedAt });
      return savedAt;
    },
    async latest() {
      const cursor = await database.transaction("drafts").store.index("bySavedAt").openCursor(null, "prev");
      return readable(cursor?.value);
    },
    async list() {
      const drafts = await database.getAllFromIndex("drafts", "bySavedAt");
      return drafts.toReversed().flatMap((draft) => readable(draft) ?? []);
    },
    addVersion: (id, document, name) =>
      addVersion(database, { id, document, name, savedAt: Date.now(), origin: "own" }),
    async versions(id) {
      const stored = await database.getAllFromIndex("versions", "byDocument", id);
      return stored
        .toReversed()
        .flatMap((version) => (version.version === undefined ? [] : [{ ...version, version: version.version }]));
    },
  };
}

async function addVersion(database: IDBPDatabase<DraftsSchema>, version: Omit<Version, "version">): Promise<void> {
  const transaction = database.transaction("versions", "readwrite");
  await transaction.store.add(version);
  const keys = await transaction.store.index("byDocument").getAllKeys(version.id);
  for (const key of keys.slice(0, Math.max(0, keys.length - versionLimit))) await transaction.store.delete(key);
  await transaction.done;
}

/** A draft written by an older or a broken build must not keep the designer from starting. */
function readable(draft: Draft | undefined): Draft | undefined {
  if (!draft) return undefined;
  const { document } = parseDocument(draft.document);
  return document && { ...draft, document };
}

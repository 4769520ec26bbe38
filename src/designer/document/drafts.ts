import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { JobDocument } from "../../graph/job-document.ts";
import { parseDocument } from "../../graph/parse-document.ts";
import { quarantinedIds } from "./opening.ts";
import type { DocumentOrigin, DocumentState, Trust } from "./editor.ts";

export interface Draft {
  readonly id: string;
  readonly document: JobDocument;
  readonly savedAt: number;
  readonly origin: DocumentOrigin;
  readonly trust: Trust;
}

/** As older builds kept it, which did not ask, nor say which tab writes it. */
type StoredDraft = Omit<Draft, "trust"> & {
  readonly trust?: Trust;
  /** Token of the tab that may write it; a tab that has another one was superseded. */
  readonly writer?: string;
  /** Counts its saves. */
  readonly revision?: number;
  /** Wall time at which it was put aside. */
  readonly discardedAt?: number;
};
type StoredVersion = Omit<Version, "version" | "trust"> & { readonly version?: number; readonly trust?: Trust };

export interface Version extends Draft {
  readonly version: number;
  /** Undefined: made by the product, before something that throws work away. */
  readonly name: string | undefined;
}

interface DraftsSchema extends DBSchema {
  drafts: { key: string; value: StoredDraft; indexes: { bySavedAt: number } };
  versions: { key: number; value: StoredVersion; indexes: { byDocument: string } };
}

/** Named and automatic versions kept per document. */
export const versionLimit = 100;

/** Drafts and versions in IndexedDB: what survives a crash, a reload and a power cut. [DC10] */
export interface Drafts {
  /** When it was saved; undefined when another tab has claimed the draft: nothing was written then. [DC30] */
  readonly save: (state: Pick<DocumentState, "id" | "document" | "origin" | "trust">, writer: string) => Promise<number | undefined>;
  /** From now on only this writer saves the draft. True when it is another state than the one that was read or saved here last. */
  readonly claim: (id: string, writer: string) => Promise<boolean>;
  /** Keys of all drafts, the one saved last first. Reads none of them. */
  readonly ids: () => Promise<readonly string[]>;
  /** Undefined when there is none, or none that this build can read. */
  readonly read: (id: string) => Promise<Draft | undefined>;
  /** The draft's document as it lies in storage, unchecked. */
  readonly raw: (id: string) => Promise<unknown>;
  /** All that can be read and may be: those that failed to be shown are left alone. The newest first. */
  readonly list: () => Promise<readonly Draft[]>;
  /** Removes a draft with its versions. */
  readonly remove: (id: string) => Promise<void>;
  /** Gives a draft that no tab has open another name. */
  readonly rename: (id: string, name: string) => Promise<void>;
  /** Puts a draft aside, as deleted: no list has it, no visit opens it, and it can be brought back until it is removed for good. */
  readonly discard: (id: string) => Promise<void>;
  readonly bringBack: (id: string) => Promise<void>;
  /** Those that were put aside, under the ids they had. */
  readonly discarded: () => Promise<readonly Draft[]>;
  /** Removes for good what was put aside longer ago than that. */
  readonly removeDiscarded: (olderThanMs: number) => Promise<void>;
  readonly addVersion: (state: Pick<DocumentState, "id" | "document" | "trust">, name: string | undefined) => Promise<void>;
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
  /** Revision of each draft as it was read or saved here last. */
  const known = new Map<string, number>();
  return {
    async save({ id, document, origin, trust }, writer) {
      const transaction = database.transaction("drafts", "readwrite");
      const stored = await transaction.store.get(id);
      if (stored?.writer !== undefined && stored.writer !== writer) return undefined;
      const savedAt = Date.now();
      const revision = (stored?.revision ?? 0) + 1;
      await transaction.store.put({ id, document, origin, trust, savedAt, writer, revision });
      await transaction.done;
      known.set(id, revision);
      return savedAt;
    },
    async claim(id, writer) {
      const transaction = database.transaction("drafts", "readwrite");
      const stored = await transaction.store.get(id);
      if (stored !== undefined) await transaction.store.put({ ...stored, writer });
      await transaction.done;
      return stored !== undefined && (stored.revision ?? 0) !== known.get(id);
    },
    ids: () => draftIds(database),
    async read(id) {
      const stored = await database.get("drafts", id);
      known.set(id, stored?.revision ?? 0);
      return readable(stored);
    },
    raw: async (id) => (await database.get("drafts", id))?.document,
    async list() {
      const out = quarantinedIds();
      const ids = (await draftIds(database)).filter((id) => !out.has(id));
      const drafts = await Promise.all(ids.map((id) => database.get("drafts", id)));
      for (const draft of drafts) if (draft) known.set(draft.id, draft.revision ?? 0);
      return drafts.flatMap((draft) => readable(draft) ?? []);
    },
    async rename(id, name) {
      const transaction = database.transaction("drafts", "readwrite");
      const stored = await transaction.store.get(id);
      const revision = (stored?.revision ?? 0) + 1;
      if (stored) await transaction.store.put({ ...stored, document: { ...stored.document, name }, revision });
      await transaction.done;
    },
    discard: (id) => moveDraft(database, id, aside + id, Date.now()),
    bringBack: (id) => moveDraft(database, aside + id, id, undefined),
    async discarded() {
      const ids = (await database.getAllKeys("drafts")).filter(isAside);
      const drafts = await Promise.all(ids.map((id) => database.get("drafts", id)));
      return drafts.flatMap((draft) => readable(draft && { ...draft, id: draft.id.slice(aside.length) }) ?? []);
    },
    async removeDiscarded(olderThanMs) {
      for (const key of (await database.getAllKeys("drafts")).filter(isAside)) {
        const { discardedAt = 0 } = (await database.get("drafts", key)) ?? {};
        if (Date.now() - discardedAt < olderThanMs) continue;
        await database.delete("drafts", key);
        await removeVersions(database, key.slice(aside.length));
      }
    },
    async remove(id) {
      await database.delete("drafts", id);
      await removeVersions(database, id);
    },
    addVersion: ({ id, document, trust }, name) =>
      addVersion(database, { id, document, trust, name, savedAt: Date.now(), origin: "own" }),
    async versions(id) {
      const stored = await database.getAllFromIndex("versions", "byDocument", id);
      return stored
        .toReversed()
        .flatMap(({ version, ...kept }) => (version === undefined ? [] : [{ ...kept, version, trust: trustOf(kept) }]));
    },
  };
}

async function draftIds(database: IDBPDatabase<DraftsSchema>): Promise<readonly string[]> {
  return (await database.getAllKeysFromIndex("drafts", "bySavedAt")).filter((id) => !isAside(id)).toReversed();
}

/** In front of the id of a draft that was put aside. */
const aside = "deleted:";
const isAside = (key: string): boolean => key.startsWith(aside);

async function moveDraft(database: IDBPDatabase<DraftsSchema>, from: string, to: string, discardedAt: number | undefined): Promise<void> {
  const transaction = database.transaction("drafts", "readwrite");
  const stored = await transaction.store.get(from);
  if (stored) {
    const { discardedAt: _, ...kept } = stored;
    await transaction.store.put({ ...kept, id: to, ...(discardedAt !== undefined && { discardedAt }) });
    await transaction.store.delete(from);
  }
  await transaction.done;
}

async function removeVersions(database: IDBPDatabase<DraftsSchema>, id: string): Promise<void> {
  const transaction = database.transaction("versions", "readwrite");
  for (const key of await transaction.store.index("byDocument").getAllKeys(id)) await transaction.store.delete(key);
  await transaction.done;
}

/** What was kept before a person was asked came from anywhere. */
const trustOf = ({ trust = "unasked" }: { readonly trust?: Trust }): Trust => trust;

async function addVersion(database: IDBPDatabase<DraftsSchema>, version: Omit<Version, "version">): Promise<void> {
  const transaction = database.transaction("versions", "readwrite");
  await transaction.store.add(version);
  const keys = await transaction.store.index("byDocument").getAllKeys(version.id);
  for (const key of keys.slice(0, Math.max(0, keys.length - versionLimit))) await transaction.store.delete(key);
  await transaction.done;
}

/** A draft written by an older or a broken build must not keep the designer from starting. */
function readable(draft: StoredDraft | undefined): Draft | undefined {
  if (!draft) return undefined;
  const { document } = parseDocument(draft.document);
  const { id, savedAt, origin } = draft;
  return document && { id, savedAt, origin, document, trust: trustOf(draft) };
}

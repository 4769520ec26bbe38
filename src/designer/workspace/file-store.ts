import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { JobDocument } from "../../graph/job-document.ts";
import { documentStore, useDocument, type DocumentState } from "../document/document-store.ts";
import { namedFiles } from "../document/named-files.ts";
import { text } from "../i18n/language.ts";
import { announce } from "./workspace-store.ts";
import { durableFiles, grantDurably, keepDurably, type GivenFile } from "./kept-files.ts";

/** Files handed over by drop or picker. Each belongs to the document it was given to: no other one reads it unasked. [UI52] */
const fileStore = createStore<{ readonly given: readonly GivenFile[] }>(() => ({ given: [] }));

/** The present document's files, by name. */
export function useFiles<Value>(select: (files: ReadonlyMap<string, File>) => Value): Value {
  const id = useDocument((state) => state.id);
  return useStore(fileStore, ({ given }) => select(filesOf(given, id)));
}

/** Gives a file to the present document. `onNotKept` hears when it is there for this visit only. */
export function keepFile(file: File, onNotKept: (file: File) => void = () => {}): void {
  const { id, document } = documentStore.getState();
  const given = { key: crypto.randomUUID(), file, name: file.name, document: id, title: document.name };
  add(given);
  keepDurably(given).catch(() => onNotKept(file));
}

/** Says that after a reload the file has to be handed over again. */
export function sayNotKept({ name }: File): void {
  announce(text("shell", "fileNotKept", { name }));
}

/** Brings back the files of earlier visits. A browser that refuses storage has none. */
export async function restoreFiles(): Promise<void> {
  const kept = await durableFiles().catch(() => []);
  fileStore.setState(({ given }) => ({ given: [...kept, ...given] }));
}

/** For the start of a job: the files that the document names and was given. */
export function filesFor(documentId: string, document: JobDocument): readonly File[] {
  const files = filesOf(fileStore.getState().given, documentId);
  return namedFiles(document).flatMap((name) => files.get(name) ?? []);
}

/** Files that the document names, that it was not given, and that another one has: the newest of each name. */
export function filesToAskFor(documentId: string, document: JobDocument): readonly GivenFile[] {
  const { given } = fileStore.getState();
  const own = filesOf(given, documentId);
  return namedFiles(document).flatMap((name) => (own.has(name) ? [] : (given.findLast((each) => each.name === name) ?? [])));
}

/** Gives a document files that another one has: the person said so. */
export function grantFiles(documentId: string, title: string, files: readonly GivenFile[]): void {
  for (const each of files) {
    const granted = { ...each, document: documentId, title };
    add(granted);
    grantDurably(granted).catch(() => sayNotKept(each.file));
  }
}

/** An example that is edited and a linked job that is made one's own get a new id: their files go along. Returns the way to stop. */
export function keepFilesWithDocument(): () => void {
  return documentStore.subscribe((now, before) => {
    if (!goesOn(now, before)) return;
    grantFiles(now.id, now.document.name, fileStore.getState().given.filter(({ document }) => document === before.id));
  });
}

/** True when it is the same document as before under another id. */
function goesOn(now: DocumentState, before: DocumentState): boolean {
  return now.id !== before.id && (now.document === before.document || now.past.length > 0);
}

function add(added: GivenFile): void {
  const isOther = ({ document, name }: GivenFile): boolean => document !== added.document || name !== added.name;
  fileStore.setState(({ given }) => ({ given: [...given.filter(isOther), added] }));
}

function filesOf(given: readonly GivenFile[], documentId: string): ReadonlyMap<string, File> {
  return new Map(given.filter(({ document }) => document === documentId).map(({ name, file }) => [name, file]));
}

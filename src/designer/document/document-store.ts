import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { JobDocument } from "../../graph/job-document.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { excessOfChange } from "./change-size.ts";
import type { DocumentChange } from "./document-change.ts";
import { emptyDocument } from "./empty-document.ts";
import { newHistory, record, redo, seal, undo, type History } from "./history.ts";

/** Where the document came from: an example and a link are somebody else's until the first edit. */
export type DocumentOrigin = "example" | "own" | "link";

/**
 * How far the document's functions are let. "own": all of it was made here. The others hold something from elsewhere: "unasked" and
 * "isolated", by the person's answer, run in a cell; "trusted" runs beside the person's own jobs. [UI50]
 */
export type Trust = "own" | "unasked" | "isolated" | "trusted";

/** Whether a document is a stranger's: it runs in a cell. */
export const isStranger = (trust: Trust): boolean => trust === "unasked" || trust === "isolated";

export interface DocumentState extends History {
  /** Key of its draft and its versions in the browser's storage. */
  readonly id: string;
  readonly origin: DocumentOrigin;
  readonly trust: Trust;
  /** Wall time of the last save of this very document; undefined while a change is not saved yet. */
  readonly savedAt: number | undefined;
}

export const documentStore = createStore<DocumentState>(() => ({
  ...newHistory(emptyDocument("untitled")),
  id: "draft",
  origin: "own",
  trust: "own",
  savedAt: undefined,
}));

export function useDocument<Value>(select: (state: DocumentState) => Value): Value {
  return useStore(documentStore, select);
}

export function currentDocument(): JobDocument {
  return documentStore.getState().document;
}

/**
 * Makes an edit; it can be undone. A document from a link is read-only until it is made one's own. An example becomes one's own with
 * the first edit, under a new id: an earlier copy of the same example stays what it is. What would make the document too large to be
 * opened again is not made, and said.
 */
export function edit(change: DocumentChange, mergeKey?: string): void {
  const state = documentStore.getState();
  if (state.origin === "link") return;
  const excess = excessOfChange(state.document, change);
  if (excess !== undefined) return sayRefused(excess);
  const id = state.origin === "example" ? crypto.randomUUID() : state.id;
  documentStore.setState({ ...record(state, change, mergeKey), id, origin: "own", savedAt: undefined });
}

let sayRefused: (excess: Diagnostic) => void = () => undefined;

/** Hears of edits that are not made, because the document would become larger than one may be opened. [DC22] */
export function onRefusedEdit(listener: (excess: Diagnostic) => void): void {
  sayRefused = listener;
}

/** Ends the merging of edits into one step: on blur of a field, at the end of a drag. */
export function sealEdits(): void {
  documentStore.setState(seal(documentStore.getState()));
}

export function undoEdit(): void {
  const state = documentStore.getState();
  if (state.past.length > 0) documentStore.setState({ ...undo(state), savedAt: undefined });
}

export function redoEdit(): void {
  const state = documentStore.getState();
  if (state.future.length > 0) documentStore.setState({ ...redo(state), savedAt: undefined });
}

/** Opens another document with an empty history. One that nothing is known of came from elsewhere. */
export function openDocument(document: JobDocument, origin: DocumentOrigin, id: string, trust: Trust = "unasked"): void {
  documentStore.setState({ ...newHistory(document), origin, id, trust, savedAt: undefined });
}

/** The person says how far the document is let; it is remembered with its draft. */
export function setTrust(trust: Trust): void {
  documentStore.setState({ trust, savedAt: undefined });
}

/** Something from elsewhere goes into the document: from now on it is a stranger's, whatever was said of it before. */
export function takeFromElsewhere(): void {
  setTrust("unasked");
}

/** A document from a link becomes the person's own, under a new id. */
export function adoptDocument(id: string): void {
  documentStore.setState({ origin: "own", id, savedAt: undefined });
}

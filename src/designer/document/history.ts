import type { JobDocument } from "../../graph/job-document.ts";
import { applyChange } from "./apply-change.ts";
import type { DocumentChange } from "./document-change.ts";

/** One step of undo: the change as made, and what takes it back. */
export interface HistoryEntry {
  readonly change: DocumentChange;
  readonly inverse: DocumentChange;
  /** Changes made in a row with the same key are one step: keystrokes in a field, pixels of a drag. */
  readonly mergeKey: string | undefined;
}

/** A document with the way back and forth. Immutable. */
export interface History {
  readonly document: JobDocument;
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
}

/** Steps kept. Older ones are still in the saved versions. */
export const historyLimit = 500;

export function createHistory(document: JobDocument): History {
  return { document, past: [], future: [] };
}

/** Makes a change. The future is gone then, as everywhere. [DC4] */
export function record(history: History, change: DocumentChange, mergeKey?: string): History {
  const { document, inverse } = applyChange(history.document, change);
  const last = history.past.at(-1);
  if (last && mergeKey !== undefined && last.mergeKey === mergeKey) {
    return { document, past: [...history.past.slice(0, -1), { change, inverse: last.inverse, mergeKey }], future: [] };
  }
  return { document, past: [...history.past, { change, inverse, mergeKey }].slice(-historyLimit), future: [] };
}

/** Ends a run of merged changes, so that the next one is a step of its own. */
export function seal(history: History): History {
  const last = history.past.at(-1);
  if (!last?.mergeKey) return history;
  return { ...history, past: [...history.past.slice(0, -1), { ...last, mergeKey: undefined }] };
}

export function undo(history: History): History {
  const entry = history.past.at(-1);
  if (!entry) return history;
  const { document, inverse } = applyChange(history.document, entry.inverse);
  return {
    document,
    past: history.past.slice(0, -1),
    future: [{ change: entry.change, inverse, mergeKey: undefined }, ...history.future],
  };
}

/** The inverse of the undo, not the change again: merged steps come back whole. [DC5] */
export function redo(history: History): History {
  const [entry, ...future] = history.future;
  if (!entry) return history;
  const { document, inverse } = applyChange(history.document, entry.inverse);
  return { document, past: [...history.past, { change: entry.change, inverse, mergeKey: undefined }], future };
}

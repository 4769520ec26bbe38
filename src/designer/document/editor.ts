import { createStore, type StoreApi } from "zustand/vanilla";
import type { JobDocument } from "../../graph/job-document.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { excessOfChange } from "./change-size.ts";
import type { DocumentChange } from "./document-change.ts";
import { emptyDocument } from "./empty-document.ts";
import { createHistory, record, redo, seal, undo, type History } from "./history.ts";

/** Where the document came from: an example and a link are somebody else's until the first edit. */
export type DocumentOrigin = "example" | "own" | "link";

/**
 * How far the document's functions are let. "own": all of it was made here. The others hold something from elsewhere: "unasked" and
 * "isolated", by the person's answer, run in a cell; "trusted" runs beside the person's own jobs. [UI50]
 */
export type Trust = "own" | "unasked" | "isolated" | "trusted";

/** Whether a document is a stranger's: it runs in a cell. */
export const isUntrusted = (trust: Trust): boolean => trust === "unasked" || trust === "isolated";

export interface DocumentState extends History {
  /** Key of its draft and its versions in the browser's storage. */
  readonly id: string;
  readonly origin: DocumentOrigin;
  readonly trust: Trust;
  /** Wall time of the last save of this very document; undefined while a change is not saved yet. */
  readonly savedAt: number | undefined;
  /** Another tab writes the document, this one shows what is written there. [DC30] */
  readonly follows: boolean;
}

/** A document as it is kept, and how it may be taken back where its history is known. */
export type Kept = Pick<DocumentState, "document" | "trust" | "savedAt"> & Partial<Pick<History, "past" | "future">>;

/** Nothing may be edited here: in a document from a link until it is made one's own, and in one that another tab writes. */
export const isReadOnly = ({ origin, follows }: DocumentState): boolean => origin === "link" || follows;

/** The open document, and every way to change it. */
export class Editor {
  readonly store: StoreApi<DocumentState> = createStore<DocumentState>(() => ({
    ...createHistory(emptyDocument("untitled")),
    id: "draft",
    origin: "own",
    trust: "own",
    savedAt: undefined,
    follows: false,
  }));
  readonly #sayRefused: (excess: Diagnostic) => void;

  /** `onRefused` hears of edits that are not made, because the document would become larger than one may be opened. [DC22] */
  constructor(onRefused: (excess: Diagnostic) => void = () => undefined) {
    this.#sayRefused = onRefused;
  }

  get state(): DocumentState {
    return this.store.getState();
  }

  get document(): JobDocument {
    return this.state.document;
  }

  get isReadOnly(): boolean {
    return isReadOnly(this.state);
  }

  /**
   * Makes an edit; it can be undone. Nothing happens in a document that is read-only. An example becomes one's own with the first edit,
   * under a new id: an earlier copy of the same example stays what it is. What would make the document too large to be opened again is
   * not made, and said.
   */
  edit(change: DocumentChange, mergeKey?: string): void {
    const { state } = this;
    if (this.isReadOnly) return;
    const excess = excessOfChange(state.document, change);
    if (excess !== undefined) return this.#sayRefused(excess);
    const id = state.origin === "example" ? crypto.randomUUID() : state.id;
    this.store.setState({ ...record(state, change, mergeKey), id, origin: "own", savedAt: undefined });
  }

  /** Ends the merging of edits into one step: on blur of a field, at the end of a drag. */
  seal(): void {
    this.store.setState(seal(this.state));
  }

  undo(): void {
    const { state } = this;
    if (state.past.length > 0) this.store.setState({ ...undo(state), savedAt: undefined });
  }

  redo(): void {
    const { state } = this;
    if (state.future.length > 0) this.store.setState({ ...redo(state), savedAt: undefined });
  }

  /** Opens another document with an empty history. One that nothing is known of came from elsewhere. */
  open(document: JobDocument, origin: DocumentOrigin, id: string, trust: Trust = "unasked"): void {
    this.store.setState({ ...createHistory(document), origin, id, trust, savedAt: undefined, follows: false });
  }

  /** The person says how far the document is let; it is remembered with its draft. */
  setTrust(trust: Trust): void {
    this.store.setState({ trust, savedAt: undefined });
  }

  /** Something from elsewhere goes into the document: from now on it is a stranger's, whatever was said of it before. */
  takeFromElsewhere(): void {
    this.setTrust("unasked");
  }

  /** A document from a link, or one that another tab writes, becomes the person's own in this tab, under a new id. */
  adopt(id: string): void {
    this.store.setState({ origin: "own", id, savedAt: undefined, follows: false });
  }

  /** Another tab writes the document: it is read-only here, and shown as it is `kept`. */
  follow(kept: Kept = this.state): void {
    this.#goOnFrom({ ...kept, past: [], future: [] }, true);
  }

  /** This tab writes the document: what is there, or what is kept. */
  lead(kept: Kept = this.state): void {
    this.#goOnFrom(kept, false);
  }

  /** The state `saved` is in storage: says so, when it is still the present one. */
  noteSaved(saved: DocumentState, savedAt: number): void {
    const { document, id, trust } = this.state;
    if (document === saved.document && id === saved.id && trust === saved.trust) this.store.setState({ savedAt });
  }

  #goOnFrom({ document, trust, savedAt, past = [], future = [] }: Kept, follows: boolean): void {
    this.store.setState({ document, trust, savedAt, past, future, follows });
  }
}

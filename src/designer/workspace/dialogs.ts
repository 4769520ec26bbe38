import { createStore, type StoreApi } from "zustand/vanilla";
import type { Opening } from "../document/opening.ts";
import type { JobReport } from "../document/job-file.ts";
import type { FileGuess, FileSample } from "../../formats/guess-file.ts";
import type { GivenFile } from "./kept-files.ts";

/** The one dialog or toast that stands over the frame. */
export type Dialog =
  | { readonly kind: "commands"; readonly query: string }
  | { readonly kind: "shortcuts" }
  | { readonly kind: "licences" }
  | { readonly kind: "share" }
  | { readonly kind: "versions" }
  | { readonly kind: "open" }
  | { readonly kind: "examples" }
  | { readonly kind: "notShown"; readonly openings: readonly Opening[] }
  | { readonly kind: "import"; readonly name: string; readonly report: JobReport }
  | { readonly kind: "file"; readonly dropped: DroppedFile; readonly answer: (guess: FileGuess | undefined) => void }
  | { readonly kind: "question"; readonly question: RunQuestion; readonly answer: (answer: RunAnswer | undefined) => void };

/** A file of records, before a source is made of it. */
export interface DroppedFile {
  readonly file: File;
  readonly sample: FileSample;
  readonly guess: FileGuess;
}

/** What is asked before something from elsewhere gets what it has not got yet. [UI51] */
export interface RunQuestion {
  /** "run": a run waits for the answer. "trust": the person wants to say how far the document is let. */
  readonly purpose: "run" | "trust";
  /** Whether to trust the document is part of the question. */
  readonly asksTrust: boolean;
  /** Files that the document names and another one was given. */
  readonly files: readonly GivenFile[];
}

/** `files`: those of the question that are given to the document. */
export interface RunAnswer {
  readonly trust: "isolated" | "trusted";
  readonly files: readonly GivenFile[];
}

/** What came of an action elsewhere: it was done, was done and can be taken back, or was not done and the message says why. */
export interface ToastMessage {
  readonly id: number;
  readonly message: string;
  readonly outcome: "done" | "undoable" | "refused";
}

export interface DialogState {
  readonly dialog: Dialog | undefined;
  /** Counts what was opened: a dialog that is opened again begins anew, even where the one before has not gone yet. [UI112] */
  readonly opened: number;
  readonly toast: ToastMessage | undefined;
}

export class Dialogs {
  readonly store: StoreApi<DialogState> = createStore<DialogState>(() => ({ dialog: undefined, opened: 0, toast: undefined }));
  #toasts = 0;

  open(dialog: Dialog): void {
    this.#showInstead(dialog);
  }

  /** A question that is closed is answered with nothing. */
  close(): void {
    this.#showInstead(undefined);
  }

  /** Asks; undefined when the person closes the question. */
  ask(question: RunQuestion): Promise<RunAnswer | undefined> {
    return new Promise((answer) => this.open({ kind: "question", question, answer }));
  }

  /** Shows how a file is read; undefined when the person wants no source of it. [UI102] */
  askFile(dropped: DroppedFile): Promise<FileGuess | undefined> {
    return new Promise((answer) => this.open({ kind: "file", dropped, answer }));
  }

  showToast(message: string, outcome: ToastMessage["outcome"] = "done"): void {
    this.store.setState({ toast: { id: ++this.#toasts, message, outcome } });
  }

  hideToast(id: number): void {
    if (this.store.getState().toast?.id === id) this.store.setState({ toast: undefined });
  }

  #showInstead(dialog: Dialog | undefined): void {
    const { dialog: before, opened } = this.store.getState();
    this.store.setState({ dialog, opened: opened + 1 });
    if (before?.kind === "question" || before?.kind === "file") before.answer(undefined);
  }
}

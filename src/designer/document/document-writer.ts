import { text } from "../i18n/language.ts";
import { DocumentLock, type TabMessage } from "./document-lock.ts";
import type { Drafts } from "./drafts.ts";
import type { DocumentState, Editor } from "./editor.ts";
import type { History } from "./history.ts";

/** The tab that writes is given so long to hand over; one that is frozen does not answer. */
const answerMs = 1_500;

export interface WriterListener {
  /** This tab writes the document from now on: the person said so, or the tab that wrote it is gone. */
  readonly onTurn: (name: string) => void;
  /** Another tab went on with the document while this one slept; what was edited here and nowhere else is a copy now. */
  readonly onCopy: (of: string) => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Sees to it that one tab at a time writes a document. The others follow: they show what is saved there and change nothing, and any of
 * them writes on when that tab is gone or the person says so. Locks tell whose turn it is; that nothing is overwritten hangs on storage
 * alone, which refuses the save of a tab that does not know yet that it was superseded. [DC30]
 */
export class DocumentWriter {
  readonly #editor: Editor;
  readonly #drafts: Drafts;
  readonly #listener: WriterListener;
  readonly #token = crypto.randomUUID();
  #lock: DocumentLock | undefined;
  /** Key of the document that is written here. */
  #writes: string | undefined;
  /** How the edits of the tab before may be taken back. */
  #handed: Pick<History, "past" | "future"> | undefined;
  #onHanded: (() => void) | undefined;
  /** States that the tab that writes told of. */
  #told = 0;
  #isReading = false;

  /** Cares for the open document from now on, and for each that is opened in its place. */
  constructor(editor: Editor, drafts: Drafts, listener: WriterListener) {
    this.#editor = editor;
    this.#drafts = drafts;
    this.#listener = listener;
    editor.store.subscribe((now, before) => {
      if (now.id !== before.id || now.origin !== before.origin) this.#attend();
    });
    this.#attend();
  }

  /** Whether this tab may save that document now. */
  writes(id: string): boolean {
    return this.#writes === id;
  }

  /** Saves the present state. Nothing is saved, and nothing is lost, when another tab writes the document. */
  async save(): Promise<void> {
    const { state } = this.#editor;
    if (state.origin !== "own" || state.follows) return;
    const savedAt = await this.#drafts.save(state, this.#token);
    // By now it may be known already, and what is open be another document.
    if (this.#editor.state.id !== state.id) return;
    if (savedAt === undefined) return this.#onSuperseded();
    this.#editor.noteSaved(state, savedAt);
    this.#lock?.tell({ kind: "saved" });
  }

  /** The person wants to write here: the other tab saves and hands over; one that does not answer is not waited for. */
  async takeOver(): Promise<void> {
    const lock = this.#lock;
    if (lock === undefined || lock.isHeld) return;
    const handed = new Promise<void>((resolve) => {
      this.#onHanded = resolve;
      setTimeout(resolve, answerMs);
    });
    lock.tell({ kind: "asks" });
    await handed;
    lock.take();
  }

  /** The document as it is here goes on as one of its own, which no other tab has. */
  takeCopy(): void {
    const { name } = this.#editor.document;
    this.#editor.adopt(crypto.randomUUID());
    this.#editor.edit({ kind: "renameJob", name: text("shell", "copyOf", { name }) });
  }

  #attend(): void {
    this.#lock?.close();
    this.#lock = undefined;
    this.#writes = undefined;
    this.#handed = undefined;
    if (this.#editor.state.origin !== "own") return;
    const lock: DocumentLock = new DocumentLock(this.#editor.state.id, {
      onHeld: () => this.#inTurn(lock, () => this.#begin(lock)),
      onHeldElsewhere: () => this.#inTurn(lock, () => this.#onSuperseded()),
      onMessage: (message) => this.#inTurn(lock, () => this.#hear(lock, message)),
    });
    this.#lock = lock;
  }

  #inTurn(lock: DocumentLock, act: () => Promise<void> | void): void {
    void Promise.resolve()
      .then(() => (this.#lock === lock ? act() : undefined))
      .catch(this.#listener.onFailure);
  }

  /** Writes from now on what is in storage, with what was not saved here on top; where both have edits, those here are a copy. */
  async #begin(lock: DocumentLock): Promise<void> {
    const { id, follows: followed } = this.#editor.state;
    const isOther = await this.#drafts.claim(id, this.#token);
    const kept = isOther || followed ? await this.#drafts.read(id) : undefined;
    if (this.#lock !== lock) return;
    if (isOther && hasUnsaved(this.#editor.state)) return this.#goOnAsCopy();
    this.#writes = id;
    this.#editor.lead(kept && { ...kept, ...this.#handed });
    this.#handed = undefined;
    this.#onHanded?.();
    this.#onHanded = undefined;
    if (followed) this.#listener.onTurn(this.#editor.document.name);
  }

  async #hear(lock: DocumentLock, message: TabMessage): Promise<void> {
    if (message.kind === "saved") return this.#readAgain();
    if (message.kind === "asks") return this.#handOver(lock);
    if (this.#onHanded === undefined) return;
    this.#handed = { past: message.past, future: message.future };
    this.#onHanded();
  }

  async #handOver(lock: DocumentLock): Promise<void> {
    while (this.#writes !== undefined && this.#editor.state.savedAt === undefined) await this.save();
    if (this.#lock !== lock || this.#writes === undefined) return;
    const { past, future } = this.#editor.state;
    this.#writes = undefined;
    this.#editor.follow();
    lock.tell({ kind: "hands", past, future });
    lock.letGo();
  }

  /** Another tab writes the document, and may have written since. */
  async #onSuperseded(): Promise<void> {
    this.#writes = undefined;
    if (hasUnsaved(this.#editor.state)) return this.#goOnAsCopy();
    this.#editor.follow();
    if (this.#lock?.isHeld === true) this.#lock.letGo();
    await this.#readAgain();
  }

  #goOnAsCopy(): void {
    const { name } = this.#editor.document;
    this.takeCopy();
    this.#listener.onCopy(name);
  }

  /** Shows what the tab that writes has saved last. What is saved while one state is read, is read next. */
  async #readAgain(): Promise<void> {
    this.#told++;
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      for (let shown = 0; shown !== this.#told; ) {
        shown = this.#told;
        const { id } = this.#editor.state;
        const kept = await this.#drafts.read(id);
        const { state } = this.#editor;
        if (kept && state.id === id && state.follows) this.#editor.follow(kept);
      }
    } finally {
      this.#isReading = false;
    }
  }
}

/** Whether there are edits that are nowhere but here. */
function hasUnsaved({ savedAt, past, future }: DocumentState): boolean {
  return savedAt === undefined && past.length + future.length > 0;
}

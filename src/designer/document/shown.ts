import { createStore, type StoreApi } from "zustand/vanilla";
import type { JobDocument } from "../../graph/job-document.ts";
import type { Editor } from "./editor.ts";
import type { OpeningMark } from "./opening.ts";

interface ShownState {
  readonly id: string | undefined;
  readonly document: JobDocument | undefined;
}

/** What a view that has just been drawn may still do to the page: measure, lay out, draw the rest. */
const settleMs = 150;

/** The state of the document that was on screen last with the page answering afterwards. Only such a state is saved. [DC10] */
export class Shown {
  readonly store: StoreApi<ShownState> = createStore<ShownState>(() => ({ id: undefined, document: undefined }));
  readonly #editor: Editor;
  readonly #mark: OpeningMark;

  constructor(editor: Editor, mark: OpeningMark) {
    this.#editor = editor;
    this.#mark = mark;
  }

  /**
   * To be called when the present document has come on screen. It counts as shown once the page has drawn and answered after that; the
   * first state of a document has to stand for a moment, the next ones of a frame. Returns the way to take it back.
   */
  cameOnScreen(): () => void {
    const { id, document } = this.#editor.state;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame: number | undefined;
    const confirm = (): void => {
      this.store.setState({ id, document });
      this.#mark.shown();
    };
    const first = this.store.getState().id !== id;
    const wait = (): void => {
      timer = setTimeout(confirm, first ? settleMs : 0);
    };
    // A page in the background draws no frames; it is not opened there either, but an import may finish.
    if (globalThis.document.visibilityState === "hidden") wait();
    else frame = requestAnimationFrame(() => (frame = requestAnimationFrame(wait)));
    return () => {
      clearTimeout(timer);
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }

  /** Whether this very state was on screen. */
  has({ id, document }: { readonly id: string; readonly document: JobDocument }): boolean {
    const shown = this.store.getState();
    return shown.id === id && shown.document === document;
  }
}

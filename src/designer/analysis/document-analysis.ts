import { createStore, type StoreApi } from "zustand/vanilla";
import type { Catalog } from "../../graph/catalog.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { Editor } from "../document/editor.ts";
import { i18n, loadLateMessages } from "../i18n/language.ts";
import { analyse, emptyAnalysis, sortDiagnostics, type Analysis, type JobCheck } from "./analysis.ts";
import type { DocumentReader } from "./document-reader.ts";
import { isLight } from "./document-weight.ts";
import { KeptTexts } from "./kept-texts.ts";

/** Longest time between an edit and its diagnostics, in milliseconds. [UI13] */
export const analysisDelayMs = 40;

/** The check of functions, and when to load it at the latest; an edit, and who waits for the analysis, load it too. */
export interface CheckLoading {
  load(): Promise<JobCheck>;
  /** Calls `then` once. Returns the way to stop waiting. */
  when(then: () => void): () => void;
}

interface Analysed {
  readonly editor: Editor;
  readonly catalog: Catalog;
  /** Where documents are checked that are not light. */
  readonly reader: DocumentReader;
}

/** What is found out of an editor's document. */
export class DocumentAnalysis {
  readonly store: StoreApi<Analysis> = createStore<Analysis>(() => emptyAnalysis);
  /** What was typed and is not in the document, because it cannot be. */
  readonly texts = new KeptTexts();
  readonly #analysed: Analysed;
  #bringUpToDate: (() => Promise<void>) | undefined;
  #again: (() => void) | undefined;
  #found: Analysis = emptyAnalysis;

  constructor(analysed: Analysed) {
    this.#analysed = analysed;
    // The words of problems come with the first one; until then it is told as its author wrote it.
    this.store.subscribe(({ diagnostics }, before) => {
      if (diagnostics.length > 0 && before.diagnostics.length === 0) void loadLateMessages().then(() => this.#again?.());
    });
  }

  get state(): Analysis {
    return this.store.getState();
  }

  /** Shows what was found in `document`, with the problems of what was typed beside it. */
  #show(found: Analysis, document: JobDocument): void {
    this.#found = found;
    const typed = this.texts.problemsOf(document);
    const diagnostics = typed.length === 0 ? found.diagnostics : sortDiagnostics([...typed, ...found.diagnostics], document);
    this.store.setState({ ...found, diagnostics }, true);
  }

  /** The analysis of the document as it is at this moment, functions included. */
  async ofNow(): Promise<Analysis> {
    await this.#bringUpToDate?.();
    return this.state;
  }

  /**
   * Keeps the analysis up to the document: a small one is checked here and at once, any other one in the analysis worker, always the
   * newest there is. Returns the way to stop. [UI61]
   */
  keepUp({ load, when }: CheckLoading): () => void {
    const { editor, catalog, reader } = this.#analysed;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let analysed: JobDocument | undefined;
    let check: JobCheck | undefined;
    let away: Promise<void> | undefined;
    let shown: string | undefined;
    const run = (): void => {
      timer = undefined;
      const { document, id } = editor.state;
      if (id !== shown && shown !== undefined) this.texts.clear();
      if (document === analysed) return;
      analysed = document;
      if (isLight(document) || !reader.isThere) this.#show(analyse(document, catalog, check), document);
      else {
        // What was found in another document is not true of this one.
        if (id !== shown) this.#show(emptyAnalysis, document);
        away ??= checkAway().finally(() => (away = undefined));
      }
      shown = id;
    };
    const checkAway = async (): Promise<void> => {
      for (;;) {
        const { document } = editor;
        const analysis = await reader.analyse(document);
        const now = editor.document;
        if (now === document) return this.#show(analysis, document);
        if (isLight(now)) return;
      }
    };
    run();
    let loading: Promise<void> | undefined;
    const loadOnce = (): Promise<void> =>
      (loading ??= load().then((loaded) => {
        check = loaded;
        analysed = undefined;
        run();
      }));
    const stopWaiting = when(() => void loadOnce());
    this.#bringUpToDate = () => loadOnce().then(run).then(() => away);
    const unsubscribe = editor.store.subscribe((now, before) => {
      if (now.document !== before.document) void loadOnce();
      timer ??= setTimeout(run, analysisDelayMs);
    });
    // Words of the schemas are part of what was found.
    const again = (): void => {
      analysed = undefined;
      run();
    };
    this.#again = again;
    i18n.on("languageChanged", again);
    const stopTexts = this.texts.store.subscribe(() => this.#show(this.#found, editor.document));
    return () => {
      i18n.off("languageChanged", again);
      stopTexts();
      this.#again = undefined;
      this.#bringUpToDate = undefined;
      clearTimeout(timer);
      stopWaiting();
      unsubscribe();
    };
  }
}

import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Catalog } from "../../graph/catalog.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { documentStore } from "../document/document-store.ts";
import { i18n, loadLateMessages } from "../i18n/language.ts";
import { analyse, emptyAnalysis, type Analysis, type JobCheck } from "./analysis.ts";
import { isLight } from "./document-weight.ts";
import { analyseAway, hasAnalysisWorker } from "./read-document.ts";

export const analysisStore = createStore<Analysis>(() => emptyAnalysis);

/** The words of problems come with the first one; until then it is told as its author wrote it. */
analysisStore.subscribe(({ diagnostics }, before) => {
  if (diagnostics.length > 0 && before.diagnostics.length === 0) void loadLateMessages();
});

export function useAnalysis<Value>(select: (analysis: Analysis) => Value): Value {
  return useStore(analysisStore, select);
}

/** Longest time between an edit and its diagnostics, in milliseconds. [UI13] */
export const analysisDelayMs = 40;

let bringUpToDate: (() => Promise<void>) | undefined;

/** The analysis of the document as it is at this moment, functions included. */
export async function analysisOfNow(): Promise<Analysis> {
  await bringUpToDate?.();
  return analysisStore.getState();
}

/** The check of functions, and when to load it at the latest; an edit, and who waits for the analysis, load it too. */
export interface CheckLoading {
  load(): Promise<JobCheck>;
  /** Calls `then` once. Returns the way to stop waiting. */
  when(then: () => void): () => void;
}

/**
 * Keeps the analysis up to the document: a small one is checked here and at once, any other one in the analysis worker, always the newest
 * there is. Returns the way to stop. [UI61]
 */
export function keepAnalysed(catalog: Catalog, { load, when }: CheckLoading): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let analysed: JobDocument | undefined;
  let check: JobCheck | undefined;
  let away: Promise<void> | undefined;
  let shown: string | undefined;
  const run = (): void => {
    timer = undefined;
    const { document, id } = documentStore.getState();
    if (document === analysed) return;
    analysed = document;
    if (isLight(document) || !hasAnalysisWorker()) analysisStore.setState(analyse(document, catalog, check), true);
    else {
      // What was found in another document is not true of this one.
      if (id !== shown) analysisStore.setState(emptyAnalysis, true);
      away ??= checkAway().finally(() => (away = undefined));
    }
    shown = id;
  };
  const checkAway = async (): Promise<void> => {
    for (;;) {
      const { document } = documentStore.getState();
      const analysis = await analyseAway(document);
      const now = documentStore.getState().document;
      if (now === document) return analysisStore.setState(analysis, true);
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
  bringUpToDate = () => loadOnce().then(run).then(() => away);
  const unsubscribe = documentStore.subscribe((now, before) => {
    if (now.document !== before.document) void loadOnce();
    timer ??= setTimeout(run, analysisDelayMs);
  });
  // Words of the schemas are part of what was found.
  const again = (): void => {
    analysed = undefined;
    run();
  };
  i18n.on("languageChanged", again);
  return () => {
    i18n.off("languageChanged", again);
    bringUpToDate = undefined;
    clearTimeout(timer);
    stopWaiting();
    unsubscribe();
  };
}

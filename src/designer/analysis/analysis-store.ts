import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Catalog } from "../../graph/catalog.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { documentStore } from "../document/document-store.ts";
import { analyse, emptyAnalysis, type Analysis, type JobCheck } from "./analysis.ts";

export const analysisStore = createStore<Analysis>(() => emptyAnalysis);

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

/** Keeps the analysis up to the document. Returns the way to stop. */
export function keepAnalysed(catalog: Catalog, loadCheck: () => Promise<JobCheck>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let analysed: JobDocument | undefined;
  let check: JobCheck | undefined;
  const run = (): void => {
    timer = undefined;
    const { document } = documentStore.getState();
    if (document === analysed) return;
    analysed = document;
    analysisStore.setState(analyse(document, catalog, check));
  };
  run();
  const loading = loadCheck().then((loaded) => {
    check = loaded;
    analysed = undefined;
    run();
  });
  bringUpToDate = () => loading.then(run);
  const unsubscribe = documentStore.subscribe(() => {
    timer ??= setTimeout(run, analysisDelayMs);
  });
  return () => {
    bringUpToDate = undefined;
    clearTimeout(timer);
    unsubscribe();
  };
}

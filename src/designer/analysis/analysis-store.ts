import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Catalog } from "../../graph/catalog.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { documentStore } from "../document/document-store.ts";
import { emptyAnalysis, inferSchemas, sortDiagnostics, type Analysis } from "./analysis.ts";

export const analysisStore = createStore<Analysis>(() => emptyAnalysis);

export function useAnalysis<Value>(select: (analysis: Analysis) => Value): Value {
  return useStore(analysisStore, select);
}

/** Compiles a document for what is wrong with it; never throws. */
export type Diagnose = (document: JobDocument) => readonly Diagnostic[];

/** Longest time between an edit and its diagnostics, in milliseconds. [UI13] */
export const analysisDelayMs = 40;

/** Keeps the analysis up to the document. Returns the way to stop. */
export function keepAnalysed(catalog: Catalog, diagnose: Diagnose): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let analysed: JobDocument | undefined;
  const analyse = (): void => {
    timer = undefined;
    const { document } = documentStore.getState();
    if (document === analysed) return;
    analysed = document;
    analysisStore.setState({ ...inferSchemas(document, catalog), diagnostics: sortDiagnostics(diagnose(document), document) });
  };
  analyse();
  const unsubscribe = documentStore.subscribe(() => {
    timer ??= setTimeout(analyse, analysisDelayMs);
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}

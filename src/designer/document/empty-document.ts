import { jobDocumentFormat, type JobDocument } from "../../graph/job-document.ts";

/** A blank canvas. Runs, once something is on it, as the lessons do: deterministic, seed 7, one tenth of real time. */
export function emptyDocument(name: string): JobDocument {
  return {
    format: jobDocumentFormat,
    name,
    config: {},
    operators: [],
    edges: [],
    run: { mode: "deterministic", seed: 7, speed: 0.1 },
    layout: { positions: {} },
  };
}

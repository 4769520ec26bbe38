import { expandJobGraph } from "./compile-graph.ts";
import { examineJob } from "./examine-job.ts";
import type { Catalog } from "./catalog.ts";
import type { RunnableJob } from "./compile-graph.ts";
import type { CompileOptions, Findings } from "./examine-job.ts";
import type { JobDocument } from "./job-document.ts";
import type { StreamGraph } from "./stream-graph.ts";

export type { CompileOptions, Findings };

/** A document that can run, with all its graphs. `diagnostics` are warnings only. */
export interface CompiledJob extends Findings, RunnableJob {
  readonly ok: true;
  /** See `SoundJob.plannedGraph`. */
  readonly plannedGraph: StreamGraph;
}

/** A document that cannot run; at least one diagnostic is an error. */
export interface RejectedJob extends Findings {
  readonly ok: false;
}

/**
 * Compiles a drawing: document -> program -> stream graph -> job graph -> execution graph, with everything that is wrong or doubtful
 * about it. Never throws for anything its author wrote. [GR44]
 */
export function compileJob(document: JobDocument, catalog: Catalog, options: CompileOptions = {}): CompiledJob | RejectedJob {
  const { sound, ...findings } = examineJob(document, catalog, options);
  if (sound === undefined) return { ...findings, ok: false };
  const { jobGraph, origins, plannedGraph, settings } = sound;
  return { ...findings, ok: true, ...expandJobGraph(jobGraph, settings), origins, plannedGraph };
}

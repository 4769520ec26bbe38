import { buildExecutionGraph } from "./execution-graph.ts";
import { buildTopology } from "./build-topology.ts";
import { examineJob } from "./examine-job.ts";
import { restoredMaxParallelism } from "./state-assignment.ts";
import { storedOperators } from "./stored-state.ts";
import type { Catalog } from "./catalog.ts";
import type { CompileOptions, Findings } from "./examine-job.ts";
import type { ExecutionGraph } from "./execution-graph.ts";
import type { JobDocument } from "./job-document.ts";
import type { JobGraph } from "./job-graph.ts";
import type { StreamGraph } from "./stream-graph.ts";
import type { Topology } from "./topology.ts";

export type { CompileOptions, Findings };

/** A document that can run, with all its graphs. `diagnostics` are warnings only. */
export interface CompiledJob extends Findings {
  readonly ok: true;
  readonly streamGraph: StreamGraph;
  readonly jobGraph: JobGraph;
  readonly executionGraph: ExecutionGraph;
  readonly topology: Topology;
}

/** A document that cannot run; at least one diagnostic is an error. */
export interface RejectedJob extends Findings {
  readonly ok: false;
}

/**
 * Compiles a job: document -> stream graph -> job graph -> execution graph, with everything that is wrong or doubtful about it.
 * Never throws for anything its author wrote. [GR44]
 */
export function compileJob(document: JobDocument, catalog: Catalog, options: CompileOptions = {}): CompiledJob | RejectedJob {
  const examined = examineJob(document, catalog, options);
  const { streamGraph, jobGraph, ...findings } = examined;
  if (streamGraph === undefined || jobGraph === undefined) return { ...findings, ok: false };
  const executionGraph = buildExecutionGraph(jobGraph, {
    slotsPerExecutor: findings.configuration.taskSlots,
    restoredMaxParallelism: restoredMaxParallelism(jobGraph, storedOperators(options.restoreFrom ?? [])),
  });
  const topology = buildTopology(executionGraph, document.run?.channelCapacity);
  return { ...findings, ok: true, streamGraph, jobGraph, executionGraph, topology };
}

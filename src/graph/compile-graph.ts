import { buildExecutionGraph } from "./execution-graph.ts";
import { buildTopology } from "./build-topology.ts";
import { examineGraph } from "./examine-graph.ts";
import { restoredMaxParallelism } from "./state-assignment.ts";
import { storedOperators } from "./stored-state.ts";
import type { Configuration } from "./configuration.ts";
import type { CompileSettings, Pace } from "./examine-graph.ts";
import type { ExecutionGraph } from "./execution-graph.ts";
import type { GraphFinding } from "./graph-finding.ts";
import type { JobGraph } from "./job-graph.ts";
import type { Origins } from "./origins.ts";
import type { StreamGraph } from "./stream-graph.ts";
import type { Topology } from "./topology.ts";

/** All graphs of a job: what is deployed and run. */
export interface JobGraphs {
  readonly configuration: Configuration;
  readonly pace: Pace;
  readonly streamGraph: StreamGraph;
  readonly jobGraph: JobGraph;
  readonly executionGraph: ExecutionGraph;
  readonly topology: Topology;
}

/** A job as hosts get it, whichever front end it is from. */
export interface RunnableJob extends JobGraphs {
  readonly origins: Origins;
}

/** A stream graph that can run, with all its graphs; `findings` are warnings only. */
export interface CompiledGraph extends JobGraphs {
  readonly ok: true;
  readonly findings: readonly GraphFinding[];
}

/** A stream graph that cannot run; at least one finding is an error. */
export interface RejectedGraph {
  readonly ok: false;
  readonly findings: readonly GraphFinding[];
}

/**
 * Compiles a stream graph: job graph -> execution graph -> topology, the same for every front end. Never throws for what a job says.
 * [GR44] [GR74]
 */
export function compileGraph(streamGraph: StreamGraph, settings: CompileSettings): CompiledGraph | RejectedGraph {
  const { jobGraph, findings } = examineGraph(streamGraph, settings);
  return jobGraph === undefined ? { ok: false, findings } : { ok: true, findings, ...expandJobGraph(jobGraph, settings) };
}

/** The graphs of subtasks and channels of a job graph in which nothing is wrong. */
export function expandJobGraph(jobGraph: JobGraph, { configuration, restoreFrom = [], pace = {} }: CompileSettings): JobGraphs {
  const executionGraph = buildExecutionGraph(jobGraph, {
    slotsPerExecutor: configuration.taskSlots,
    restoredMaxParallelism: restoredMaxParallelism(jobGraph, storedOperators(restoreFrom)),
  });
  const topology = buildTopology(executionGraph, pace.channelCapacity);
  return { configuration, pace, streamGraph: jobGraph.streamGraph, jobGraph, executionGraph, topology };
}

import { buildJobGraph } from "./build-job-graph.ts";
import { checkRun, checkSize, checkSlots, runLimits } from "./job-size.ts";
import { checkRestore } from "./state-assignment.ts";
import { storedOperators } from "./stored-state.ts";
import { validateStreamGraph } from "./validate-stream-graph.ts";
import type { Configuration } from "./configuration.ts";
import type { GraphFinding } from "./graph-finding.ts";
import type { JobGraph } from "./job-graph.ts";
import type { StoredVertex } from "./stored-state.ts";
import type { StreamGraph } from "./stream-graph.ts";

/** How fast a teaching run goes, where nothing else is said of an operator or an edge; times in virtual milliseconds. */
export interface Pace {
  readonly serviceTimeMs?: number | undefined;
  readonly channelLatencyMs?: number | undefined;
  /** Records per channel; undefined = bounded by bytes only. */
  readonly channelCapacity?: number | undefined;
}

/** What a stream graph is compiled with. */
export interface CompileSettings {
  readonly configuration: Configuration;
  readonly pace?: Pace | undefined;
  /** Vertices of the checkpoint that the job starts from: checked against the job, and their max parallelism taken over. */
  readonly restoreFrom?: readonly StoredVertex[] | undefined;
}

/** What `compileGraph` finds, without the graphs of subtasks and channels, which may be a hundred thousand. */
export interface ExaminedGraph {
  readonly findings: readonly GraphFinding[];
  /** Undefined when a finding is an error. */
  readonly jobGraph: JobGraph | undefined;
}

/** Finds everything that is wrong or doubtful about a stream graph. A module of its own, because drawing needs no more of the compiler. */
export function examineGraph(graph: StreamGraph, { configuration, restoreFrom = [] }: CompileSettings): ExaminedGraph {
  const invalid = validateStreamGraph(graph);
  if (invalid.length > 0) return { findings: invalid, jobGraph: undefined };
  const jobGraph = buildJobGraph(graph);
  const refusals = [...checkRestore(jobGraph, storedOperators(restoreFrom), configuration.ignoreUnclaimedState), ...checkSize(jobGraph)];
  if (refusals.length > 0) return { findings: refusals, jobGraph: undefined };
  return { findings: [...checkRun(jobGraph, runLimits, "warning"), ...checkSlots(jobGraph, configuration)], jobGraph };
}

import type { ResultType } from "./result-traits.ts";
import type { StreamEdge, StreamGraph } from "./stream-graph.ts";
import type { DistributionPattern } from "./wiring.ts";

/** Flink's JobGraph: chains of operators as vertices, joined by results. Made by `buildJobGraph`. */
export interface JobGraph {
  readonly streamGraph: StreamGraph;
  /** In topological order; `JobVertex.index` is the place. */
  readonly vertices: readonly JobVertex[];
  /** Indexes of the vertices in the order in which they were made, consumers first. */
  readonly created: readonly number[];
  /** Operator id by stream node id. */
  readonly operatorIds: readonly string[];
}

export interface JobVertex {
  readonly index: number;
  /** Operator id of the head. */
  readonly id: string;
  readonly name: string;
  /** As Flink's plan shows it: one line per operator, or `A -> B`; see `pipeline.vertex-description-mode`. */
  readonly description: string;
  readonly parallelism: number;
  /** Undefined: not set, the execution graph takes the default. */
  readonly maxParallelism: number | undefined;
  /** Stream node ids head first, depth first: the order in which a task numbers its operators. */
  readonly operators: readonly number[];
  /** Stream node ids tail first, as Flink lists them. */
  readonly chain: readonly number[];
  /** Stream node ids of the sources that run as inputs of the head. */
  readonly chainedSources: readonly number[];
  readonly slotSharingGroup: SlotSharingGroup;
  readonly inputs: readonly JobEdge[];
  /** Results it produces, in order. In streaming each has one consumer. */
  readonly results: readonly IntermediateDataSet[];
}

export interface SlotSharingGroup {
  /** Counted from 0 by first appearance in topological order. */
  readonly index: number;
  readonly name: string;
}

export interface IntermediateDataSet {
  readonly type: ResultType;
  /** Stream edges that read it. */
  readonly edges: readonly StreamEdge[];
}

export interface JobEdge {
  readonly streamEdge: StreamEdge;
  /** Index of the producing vertex, and which of its results. */
  readonly source: number;
  readonly result: number;
  readonly type: ResultType;
  readonly pattern: DistributionPattern;
}

export function vertexOf(graph: JobGraph, index: number): JobVertex {
  const vertex = graph.vertices[index];
  if (vertex === undefined) throw new RangeError(`no job vertex ${index}`);
  return vertex;
}

/** Stream node ids of the operators of `vertex` that have a coordinator: its FLIP-27 sources, chained ones included. */
export function coordinatorsOf(graph: JobGraph, vertex: JobVertex): readonly number[] {
  return [...vertex.chainedSources, ...vertex.operators].filter((id) => graph.streamGraph.nodes[id]?.kind === "source");
}

import type { ChannelIndex, ListBy, OperatorIndex, PlaceInTask, SubtaskIndex, TaskIndex } from "../stream/indices.ts";

/** Static shape of a run; first thing the reader of its log gets. Indices are those used in the log's events. */
export interface Topology {
  readonly vertices: readonly TopologyVertex[];
  readonly subtasks: ListBy<TaskIndex, TopologySubtask>;
  readonly channels: ListBy<ChannelIndex, TopologyChannel>;
}

export interface TopologyVertex {
  readonly id: string;
  readonly name: string;
  readonly parallelism: number;
  readonly maxParallelism: number;
  readonly operators: ListBy<OperatorIndex, TopologyOperator>;
}

/** Operator of a chain, head first. Events name it by its place in this list. */
export interface TopologyOperator {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** `StreamNode.id`; what it stems from is in `Origins.nodes`. */
  readonly node: number;
  readonly role: "source" | "operator" | "sink";
  /** Fields of the rows that a sink writes, as far as they are shown; of the part that writes, not of its committer. */
  readonly columns?: readonly TopologyColumn[];
}

export interface TopologyColumn {
  readonly name: string;
  /** As Flink SQL writes it. */
  readonly type: string;
}

export interface TopologySubtask {
  readonly vertex: number;
  readonly index: SubtaskIndex;
  /** Task executor (failure domain) it is placed on. */
  readonly executor: number;
}

export interface TopologyChannel {
  /** The subtasks that it joins. */
  readonly from: TaskIndex;
  readonly to: TaskIndex;
  /** Input number of the consuming operator (0, or 1 for the second input). */
  readonly input: number;
  /** Place among the consumer's channels, over all its gates: "in 0", "in 1", ... */
  readonly place: PlaceInTask;
  readonly partitioner: string;
  readonly capacity: number | undefined;
  /** Side output tag, when it carries one. */
  readonly tag?: string;
  readonly schemaText: string;
  /** `StreamEdge.id`; what it stems from is in `Origins.edges`. */
  readonly edge: number;
}

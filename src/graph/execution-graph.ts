import { everySubtask, listBy, toChannelIndex, toGateIndex, toPlaceInTask, toTaskIndex } from "../stream/indices.ts";
import { defaultMaxParallelism } from "../stream/key-group.ts";
import { assignSlots } from "./slot-assignment.ts";
import { vertexOf } from "./job-graph.ts";
import { channelsInto } from "./wiring.ts";
import type { ChannelIndex, GateIndex, ListBy, PlaceInPartition, PlaceInTask, SubtaskIndex, TaskIndex } from "../stream/indices.ts";
import type { JobEdge, JobGraph } from "./job-graph.ts";

/** Flink's ExecutionGraph: the subtasks of a job and the channels between them. */
export interface ExecutionGraph {
  readonly jobGraph: JobGraph;
  /** Max parallelism of each vertex, by its index. */
  readonly maxParallelism: readonly number[];
  /** By vertex, then by subtask index; `ExecutionVertex.index` is the place. */
  readonly subtasks: ListBy<TaskIndex, ExecutionVertex>;
  /** By consumer, then in its channel order; `ExecutionChannel.index` is the place. */
  readonly channels: readonly ExecutionChannel[];
  readonly slots: number;
  /** Task executors needed, each with the same number of slots. */
  readonly executors: number;
}

export interface ExecutionVertex {
  readonly index: TaskIndex;
  readonly vertex: number;
  readonly subtask: SubtaskIndex;
  readonly slot: number;
  readonly executor: number;
}

export interface ExecutionChannel {
  readonly index: ChannelIndex;
  /** Indexes into `ExecutionGraph.subtasks`. */
  readonly from: TaskIndex;
  readonly to: TaskIndex;
  /** Which input of the consuming vertex it belongs to: index into `JobVertex.inputs`. */
  readonly gate: GateIndex;
  /** Place among the consumer's channels, over all gates. */
  readonly place: PlaceInTask;
  readonly subpartition: PlaceInPartition;
  readonly edge: JobEdge;
}

export interface ExecutionOptions {
  readonly slotsPerExecutor: number;
  /** Max parallelism of a restored snapshot by vertex id; counts only where the job does not set one. */
  readonly restoredMaxParallelism?: ReadonlyMap<string, number>;
}

/** Expands a job graph into subtasks and channels and places the subtasks. [GR41] */
export function buildExecutionGraph(jobGraph: JobGraph, options: ExecutionOptions): ExecutionGraph {
  const { vertices } = jobGraph;
  const slots = assignSlots(vertices.map((vertex) => ({ ...vertex, group: vertex.slotSharingGroup.index })));
  const first: number[] = [];
  const subtasks: ExecutionVertex[] = [];
  for (const { index, parallelism } of vertices) {
    first.push(subtasks.length);
    for (const subtask of everySubtask(parallelism)) {
      const slot = slots[index]?.[subtask] ?? 0;
      const executor = Math.floor(slot / options.slotsPerExecutor);
      subtasks.push({ index: toTaskIndex(subtasks.length), vertex: index, subtask, slot, executor });
    }
  }
  const slotCount = Math.max(0, ...subtasks.map((subtask) => subtask.slot + 1));
  return {
    jobGraph,
    maxParallelism: vertices.map((vertex) =>
      vertex.maxParallelism ?? options.restoredMaxParallelism?.get(vertex.id) ?? defaultMaxParallelism(vertex.parallelism)),
    subtasks: listBy(toTaskIndex, subtasks),
    channels: wire(jobGraph, subtasks, first),
    slots: slotCount,
    executors: Math.ceil(slotCount / options.slotsPerExecutor),
  };
}

function wire(jobGraph: JobGraph, subtasks: readonly ExecutionVertex[], first: readonly number[]): readonly ExecutionChannel[] {
  const channels: ExecutionChannel[] = [];
  for (const { index: to, vertex, subtask } of subtasks) {
    const consumer = vertexOf(jobGraph, vertex);
    let place = 0;
    consumer.inputs.forEach((edge, at) => {
      const gate = toGateIndex(at);
      const sizes = { producers: vertexOf(jobGraph, edge.source).parallelism, consumers: consumer.parallelism };
      for (const { producer, subpartition } of channelsInto(edge.pattern, subtask, sizes)) {
        const from = toTaskIndex((first[edge.source] ?? 0) + producer);
        channels.push({ index: toChannelIndex(channels.length), from, to, gate, place: toPlaceInTask(place++), subpartition, edge });
      }
    });
  }
  return channels;
}

export function subtaskOf(graph: ExecutionGraph, index: TaskIndex): ExecutionVertex {
  const subtask = graph.subtasks[index];
  if (subtask === undefined) throw new RangeError(`no subtask ${index}`);
  return subtask;
}

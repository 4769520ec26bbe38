import { toPlaceInPartition, toSubtaskIndex } from "../stream/indices.ts";
import type { PlaceInPartition, SubtaskIndex } from "../stream/indices.ts";

/** How the subtasks of two vertices are joined by one edge. */
export type DistributionPattern = "POINTWISE" | "ALL_TO_ALL";

/** One input channel of a consumer subtask: which subpartition of which producer subtask it reads. */
export interface WiredChannel {
  readonly producer: SubtaskIndex;
  readonly subpartition: PlaceInPartition;
}

/** Consumer subtasks of producer `producer` out of `producers`, in the order of its subpartitions' consumer group. */
export function consumersOf(pattern: DistributionPattern, producer: SubtaskIndex, sizes: EdgeSizes): readonly SubtaskIndex[] {
  const { producers, consumers } = sizes;
  if (pattern === "ALL_TO_ALL") return sequence(0, consumers);
  if (producers >= consumers) {
    // Inverse of floor(i * S / T) <= p < floor((i + 1) * S / T).
    return [toSubtaskIndex(Math.floor(((producer + 1) * consumers - 1) / producers))];
  }
  return sequence(Math.ceil((producer * consumers) / producers), Math.ceil(((producer + 1) * consumers) / producers));
}

export interface EdgeSizes {
  /** Parallelism of the producing vertex. */
  readonly producers: number;
  /** Parallelism of the consuming vertex. */
  readonly consumers: number;
}

/** Input channels of subtask `consumer`, in channel order (VertexInputInfoComputationUtils). [GR1] [GR2] */
export function channelsInto(pattern: DistributionPattern, consumer: SubtaskIndex, sizes: EdgeSizes): readonly WiredChannel[] {
  const { producers, consumers } = sizes;
  if (pattern === "ALL_TO_ALL") {
    return sequence(0, producers).map((producer) => ({ producer, subpartition: toPlaceInPartition(consumer) }));
  }
  const first = toSubtaskIndex(Math.floor((consumer * producers) / consumers));
  if (producers < consumers) {
    return [{ producer: first, subpartition: toPlaceInPartition(consumer % consumersOf(pattern, first, sizes).length) }];
  }
  const end = Math.floor(((consumer + 1) * producers) / consumers);
  return sequence(first, end).map((producer) => ({ producer, subpartition: toPlaceInPartition(0) }));
}

/** Subtasks from `first` up to, without, `end`. */
function sequence(first: number, end: number): readonly SubtaskIndex[] {
  return Array.from({ length: end - first }, (_, at) => toSubtaskIndex(first + at));
}

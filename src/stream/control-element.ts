import type { CheckpointId } from "./indices.ts";
import type { Timestamp } from "./timestamp.ts";

/**
 * How a checkpoint's barriers behave (Flink's AlignmentType). An unaligned one overtakes the records that wait in front of it; a forced
 * one stands for it on a connection where nothing may overtake, and whoever receives it sends the original on. [CP40]
 */
export const barrierAlignments = ["atLeastOnce", "aligned", "unaligned", "forcedAligned"] as const;
export type BarrierAlignment = (typeof barrierAlignments)[number];

/** Marks where in a channel checkpoint `id` cuts. Everything before it is in the snapshot, everything behind it is not. */
export interface CheckpointBarrier {
  readonly kind: "checkpointBarrier";
  readonly id: CheckpointId;
  /** When the coordinator triggered the checkpoint (job clock, milliseconds). */
  readonly triggeredAt: Timestamp;
  readonly alignment: BarrierAlignment;
  /** Whole milliseconds after `triggeredAt` from when an aligned one, or what a forced one stands for, is unaligned; absent: never. */
  readonly timeoutMs?: number;
  /** A savepoint's barrier is aligned whatever the configuration, and drawn with a cut corner. */
  readonly savepoint: boolean;
}

export interface Watermark {
  readonly kind: "watermark";
  readonly timestamp: Timestamp;
}

export interface WatermarkStatus {
  readonly kind: "watermarkStatus";
  readonly idle: boolean;
}

export interface CancelCheckpointMarker {
  readonly kind: "cancelCheckpointMarker";
  readonly id: CheckpointId;
}

/** `drain`: end of input, event time ran to the end. `noDrain`: stopped early, downstream skips its finish. */
export interface EndOfData {
  readonly kind: "endOfData";
  readonly mode: "drain" | "noDrain";
}

export interface EndOfPartition {
  readonly kind: "endOfPartition";
}

/** Everything but records that travels in a channel, in order with the records. */
export type ControlElement =
  | Watermark
  | WatermarkStatus
  | CheckpointBarrier
  | CancelCheckpointMarker
  | EndOfData
  | EndOfPartition;

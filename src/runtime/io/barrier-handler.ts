import type { CheckpointBarrier } from "../../stream/control-element.ts";
import type { CheckpointId, PlaceInTask } from "../../stream/indices.ts";

export type DeclineReason =
  | "CHECKPOINT_DECLINED_SUBSUMED"
  | "CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER"
  | "CHECKPOINT_DECLINED_INPUT_END_OF_STREAM";

/** Decides, from the barriers of all input channels of a task, when it takes its snapshot. Channels count over all gates. */
export interface BarrierHandler {
  barrier(channel: PlaceInTask, barrier: CheckpointBarrier): void;
  cancel(channel: PlaceInTask, checkpointId: CheckpointId): void;
  endOfPartition(channel: PlaceInTask): void;
  /** The barrier came by a call because some inputs have ended: it counts for every open channel and holds none. */
  barrierByCall(barrier: CheckpointBarrier): void;
}

/** What a barrier handler makes the task do. */
export interface BarrierActions {
  /** Reads nothing from the channel until `resume`. */
  block(channel: PlaceInTask, checkpointId: CheckpointId): void;
  resume(channel: PlaceInTask): void;
  /** The first barrier of a checkpoint arrived while others are still awaited. */
  alignmentStarted(barrier: CheckpointBarrier, channel: PlaceInTask): void;
  /** Snapshot and forward the barrier now. */
  trigger(barrier: CheckpointBarrier): void;
  /** Decline to the coordinator and broadcast a cancel marker. */
  abort(checkpointId: CheckpointId, reason: DeclineReason): void;
}

export interface BarrierHandlerOptions {
  readonly channels: number;
  /** `execution.checkpointing.checkpoints-after-tasks-finish`. */
  readonly afterFinish: boolean;
}

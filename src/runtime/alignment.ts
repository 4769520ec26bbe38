import type { CheckpointId } from "../stream/indices.ts";
import type { TaskOptions } from "../graph/task-deployment.ts";
import type { CheckpointBarrier } from "../stream/control-element.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { Environment } from "./environment.ts";
import { AlignedBarrierHandler } from "./io/aligned-barrier-handler.ts";
import type { BarrierActions, BarrierHandler } from "./io/barrier-handler.ts";
import { BarrierTracker } from "./io/barrier-tracker.ts";
import type { SubtaskCheckpoints } from "./subtask-checkpoints.ts";
import type { AlignmentMetrics } from "./subtask-snapshot.ts";
import type { TaskInputs } from "./task-inputs.ts";

export interface AlignmentOptions {
  readonly options: TaskOptions;
  readonly environment: Environment;
  readonly inputs: TaskInputs;
  readonly checkpoints: SubtaskCheckpoints;
  /** The snapshot of this checkpoint is due. */
  take(barrier: CheckpointBarrier, metrics: AlignmentMetrics): void;
}

/** Connects the barrier handler of the checkpointing mode with the inputs it holds and the snapshots it sets off. */
export function createBarrierHandler({ options, environment, inputs, checkpoints, take }: AlignmentOptions): BarrierHandler {
  const startedAt = new Map<CheckpointId, Timestamp>();
  const actions: BarrierActions = {
    block: (channel, checkpointId) => inputs.block(channel, checkpointId),
    resume: (channel) => inputs.resume(channel),
    alignmentStarted(barrier, channel) {
      startedAt.set(barrier.id, environment.clock.now());
      environment.trace.emit({ kind: "alignmentStarted", checkpointId: barrier.id, channel: inputs.channelAt(channel) });
    },
    trigger(barrier) {
      const now = environment.clock.now();
      const started = startedAt.get(barrier.id) ?? now;
      for (const id of startedAt.keys()) if (id <= barrier.id) startedAt.delete(id);
      take(barrier, { startDelayMs: Math.max(0, started - barrier.triggeredAt), alignmentMs: now - started });
    },
    abort(checkpointId, reason) {
      startedAt.delete(checkpointId);
      checkpoints.abortAlignment(checkpointId, reason);
    },
  };
  const shape = { channels: inputs.channels, afterFinish: options.checkpointsAfterTasksFinish };
  if (options.checkpointMode === "AT_LEAST_ONCE") return new BarrierTracker(shape, actions);
  return new AlignedBarrierHandler(shape, actions);
}

import { unreachable } from "../base/assert.ts";
import type { CheckpointBarrier } from "../stream/control-element.ts";
import type { CheckpointId } from "../stream/indices.ts";
import type { Clock, Mail } from "./environment.ts";
import type { TaskParts } from "./task-parts.ts";

/** Does what a mail asks for. Called between two elements only. */
export function deliver(mail: Mail, task: TaskParts, clock: Clock): void {
  const { chain, checkpoints, requests } = task;
  switch (mail.kind) {
    case "triggerCheckpoint":
      return triggerCheckpoint(task, mail.barrier, clock);
    case "checkpointComplete":
      return completeCheckpoint(task, mail.checkpointId);
    case "checkpointAborted":
      // The completion may have been missed, and is never told again.
      if (mail.latestCompletedId > 0) completeCheckpoint(task, mail.latestCompletedId);
      return checkpoints.abort(mail.checkpointId);
    case "operatorEvent":
      return chain.source?.handleEvent(mail.event);
    case "snapshotWritten":
      return checkpoints.written(mail.checkpointId, mail.path);
    case "snapshotFailed":
      return checkpoints.failed(mail.checkpointId, mail.failure);
    case "portReply":
      requests.get(mail.requestId)?.operator.onPortReply?.(mail.requestId, mail.reply);
      requests.delete(mail.requestId);
      return;
    case "userInput":
      return chain.nodes.find(({ deployed }) => deployed.operatorId === mail.operatorId)?.operator.onUserInput?.(mail.input);
    case "cancel":
      return;
    default:
      return unreachable(mail);
  }
}

function triggerCheckpoint({ end, checkpoints, inputs, handler }: TaskParts, barrier: CheckpointBarrier, clock: Clock): void {
  if (end.hasEnded) {
    const message = "the task has sent the end of its partitions";
    return checkpoints.decline(barrier.id, "CHECKPOINT_DECLINED_TASK_CLOSING", message);
  }
  if (inputs.channels > 0) return handler.barrierByCall(barrier);
  const startDelayMs = Math.max(0, clock.now() - barrier.triggeredAt);
  if (checkpoints.take(barrier, { startDelayMs, alignmentMs: 0 })) end.checkpointTaken(barrier.id);
}

function completeCheckpoint({ checkpoints, end }: TaskParts, checkpointId: CheckpointId): void {
  checkpoints.complete(checkpointId);
  end.checkpointCompleted(checkpointId);
}

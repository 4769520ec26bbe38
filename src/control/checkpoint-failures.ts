import { noCheckpoint } from "../stream/indices.ts";
import type { CheckpointId } from "../stream/indices.ts";

/** Flink's CheckpointFailureReason, those that occur here. */
export type CheckpointFailureReason =
  | "PERIODIC_SCHEDULER_SHUTDOWN"
  | "TOO_MANY_CHECKPOINT_REQUESTS"
  | "MINIMUM_TIME_BETWEEN_CHECKPOINTS"
  | "NOT_ALL_REQUIRED_TASKS_RUNNING"
  | "IO_EXCEPTION"
  | "BLOCKING_OUTPUT_EXIST"
  | "CHECKPOINT_ASYNC_EXCEPTION"
  | "CHANNEL_STATE_SHARED_STREAM_EXCEPTION"
  | "CHECKPOINT_EXPIRED"
  | "CHECKPOINT_SUBSUMED"
  | "CHECKPOINT_DECLINED"
  | "CHECKPOINT_DECLINED_TASK_NOT_READY"
  | "CHECKPOINT_DECLINED_TASK_CLOSING"
  | "CHECKPOINT_DECLINED_SUBSUMED"
  | "CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER"
  | "CHECKPOINT_DECLINED_INPUT_END_OF_STREAM"
  | "CHECKPOINT_COORDINATOR_SHUTDOWN"
  | "CHECKPOINT_COORDINATOR_SUSPEND"
  | "JOB_FAILOVER_REGION"
  | "JOB_FAILURE"
  | "TASK_FAILURE"
  | "TASK_CHECKPOINT_FAILURE"
  | "UNKNOWN_TASK_CHECKPOINT_NOTIFICATION_FAILURE"
  | "FINALIZE_CHECKPOINT_FAILURE"
  | "TRIGGER_CHECKPOINT_FAILURE";

export interface CheckpointFailure {
  readonly reason: CheckpointFailureReason;
  readonly kind: "checkpoint" | "savepoint" | "stopWithSavepoint";
  /** A task reported it, rather than the coordinator finding it. */
  readonly byTask: boolean;
  /** Undefined when it failed before it had an id. */
  readonly id: CheckpointId | undefined;
}

/** Whom a checkpoint failure fails: nobody, the whole job, or the task that reported it. */
export type CheckpointFailureVerdict = "job" | "task" | undefined;

const counted: ReadonlySet<CheckpointFailureReason> = new Set([
  "IO_EXCEPTION",
  "CHECKPOINT_ASYNC_EXCEPTION",
  "CHECKPOINT_DECLINED",
  "CHECKPOINT_EXPIRED",
  "FINALIZE_CHECKPOINT_FAILURE",
]);

const preFlight: ReadonlySet<CheckpointFailureReason> = new Set([
  "PERIODIC_SCHEDULER_SHUTDOWN",
  "TOO_MANY_CHECKPOINT_REQUESTS",
  "MINIMUM_TIME_BETWEEN_CHECKPOINTS",
  "NOT_ALL_REQUIRED_TASKS_RUNNING",
  "IO_EXCEPTION",
  "BLOCKING_OUTPUT_EXIST",
]);

/** Counts consecutive checkpoint failures against the tolerated number (Flink's CheckpointFailureManager). [CP4] */
export class CheckpointFailureCounter {
  readonly #tolerable: number;
  #count = 0;
  readonly #countedIds = new Set<CheckpointId>();
  #lastSuccess = noCheckpoint;

  /** `tolerable`: `execution.checkpointing.tolerable-failed-checkpoints`; Infinity is unlimited. */
  constructor(tolerable: number) {
    this.#tolerable = tolerable;
  }

  onSuccess(id: CheckpointId): void {
    if (id <= this.#lastSuccess) return;
    this.#lastSuccess = id;
    this.#reset();
  }

  onFailure(failure: CheckpointFailure): CheckpointFailureVerdict {
    const byTask = failure.byTask && !preFlight.has(failure.reason);
    if (byTask && failure.kind === "stopWithSavepoint") return "job";
    if (!byTask && failure.kind !== "checkpoint") return undefined;
    if (failure.id !== undefined && failure.id <= this.#lastSuccess) return undefined;
    if (counted.has(failure.reason)) this.#increase(failure.id);
    if (this.#count <= this.#tolerable) return undefined;
    this.#reset();
    return byTask ? "task" : "job";
  }

  #increase(id: CheckpointId | undefined): void {
    if (id !== undefined) {
      if (this.#countedIds.has(id)) return;
      this.#countedIds.add(id);
    }
    this.#count++;
  }

  #reset(): void {
    this.#count = 0;
    this.#countedIds.clear();
  }
}

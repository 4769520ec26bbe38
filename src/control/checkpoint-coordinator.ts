import type { StorageFailure } from "../base/lookup.ts";
import type { CheckpointBarrier } from "../stream/control-element.ts";
import type { CheckpointId, TaskIndex } from "../stream/indices.ts";
import type { CheckpointMetrics, SubtaskSnapshotHandle } from "../runtime/environment.ts";
import { checkpointAfter, newestCheckpoint, noCheckpoint, toCheckpointId } from "../stream/indices.ts";
import { CheckpointFailureCounter } from "./checkpoint-failures.ts";
import type { CheckpointFailureReason } from "./checkpoint-failures.ts";
import type { CheckpointPlan } from "./checkpoint-plan.ts";
import { CheckpointRequestDecider } from "./checkpoint-request-decider.ts";
import type { CheckpointRequest, CheckpointRequestOutcome } from "./checkpoint-request-decider.ts";
import type { ControlContext } from "./control-context.ts";

/** `execution.checkpointing.*`, parsed. */
export interface CheckpointOptions {
  /** Infinity: no periodic checkpoints. */
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly minPauseMs: number;
  readonly maxConcurrent: number;
  /** Infinity: unlimited. */
  readonly tolerableFailures: number;
  readonly numRetained: number;
  readonly mode: "EXACTLY_ONCE" | "AT_LEAST_ONCE";
  readonly unaligned: boolean;
  readonly checkpointsAfterTasksFinish: boolean;
}

/** A checkpoint whose tasks were triggered and that waits for their acknowledgements. */
export interface PendingCheckpoint {
  readonly id: CheckpointId;
  readonly savepoint: boolean;
  readonly triggeredAt: number;
  readonly plan: CheckpointPlan;
  /** States of the source enumerators, by operator id. */
  readonly sources: ReadonlyMap<string, unknown>;
  readonly acknowledged: Map<TaskIndex, SubtaskSnapshotHandle | undefined>;
}

/** What the coordinator has the job do. Filled by the job master. */
export interface CheckpointedJob {
  plan(): CheckpointPlan | CheckpointFailureReason;
  snapshotSources(checkpointId: CheckpointId): ReadonlyMap<string, unknown>;
  trigger(subtask: TaskIndex, barrier: CheckpointBarrier): void;
  /** Writes the metadata; the checkpoint is complete when `done` gets no failure. */
  persist(checkpoint: PendingCheckpoint, done: (failure: StorageFailure | undefined) => void): void;
  completed(checkpoint: PendingCheckpoint): void;
  aborted(checkpoint: PendingCheckpoint, latestCompletedId: CheckpointId): void;
  /** Too many failed in a row: fails subtask `subtask`, or the whole job without one. */
  fail(reason: CheckpointFailureReason, subtask: TaskIndex | undefined): void;
}

export type RequestAnswer = { readonly id: CheckpointId } | { readonly refused: CheckpointFailureReason };

interface QueuedRequest extends CheckpointRequest {
  readonly answer: ((answer: RequestAnswer) => void) | undefined;
}

interface Attempt extends PendingCheckpoint {
  readonly request: QueuedRequest;
  readonly cancelTimeout: () => void;
}

const maxQueuedRequests = 1000;

/** Triggers checkpoints, collects acknowledgements, completes or aborts (Flink's CheckpointCoordinator). */
export class CheckpointCoordinator {
  readonly #context: ControlContext;
  readonly #job: CheckpointedJob;
  readonly #options: CheckpointOptions;
  readonly #decider: CheckpointRequestDecider<QueuedRequest>;
  readonly #failures: CheckpointFailureCounter;
  readonly #pending = new Map<CheckpointId, Attempt>();
  /** All acknowledged, metadata being written: can no longer be aborted. */
  readonly #finalizing = new Map<CheckpointId, Attempt>();
  readonly #firstDelayMs: number;
  readonly #effectiveIntervalMs: number;
  #nextId = toCheckpointId(1);
  #requests = 0;
  #starts = 0;
  #plannedAt = Infinity;
  #cancelPeriodic: (() => void) | undefined;
  #lastCompletionAt = -Infinity;
  #latestCompletedId = noCheckpoint;
  #quiet: (() => void) | undefined;

  /** `firstDelayMs`: delay of the first periodic trigger; drawn from [min-pause, interval] when absent. */
  constructor(context: ControlContext, job: CheckpointedJob, options: CheckpointOptions, firstDelayMs?: number) {
    this.#context = context;
    this.#job = job;
    this.#options = options;
    this.#decider = new CheckpointRequestDecider({
      maxConcurrent: options.maxConcurrent,
      minPauseMs: options.minPauseMs,
      maxQueued: maxQueuedRequests,
    });
    this.#failures = new CheckpointFailureCounter(options.tolerableFailures);
    this.#effectiveIntervalMs = Math.max(options.intervalMs, options.minPauseMs);
    this.#firstDelayMs = firstDelayMs ?? this.#randomFirstDelayMs();
  }

  /** Ids go on behind `lastId`, that of an incomplete checkpoint included (Flink's CheckpointIDCounter). [CP1] */
  resumeAfter(lastId: CheckpointId, restoredId: CheckpointId | undefined): void {
    this.#nextId = newestCheckpoint(this.#nextId, checkpointAfter(lastId));
    if (restoredId !== undefined) this.#latestCompletedId = restoredId;
  }

  get periodic(): boolean {
    return this.#cancelPeriodic !== undefined;
  }

  /** Starts periodic triggering: first after the random delay, at every later start after min-pause. [CP2] */
  startScheduler(): void {
    if (this.periodic) this.stopScheduler();
    const delayMs = this.#starts === 0 ? this.#firstDelayMs : this.#options.minPauseMs;
    this.#starts++;
    if (this.#effectiveIntervalMs === Infinity) return;
    this.#armPeriodic(this.#context.now() + delayMs);
  }

  /** Stops periodic triggering; pending and queued requests are aborted, those of users included. */
  stopScheduler(): void {
    this.#cancelPeriodic?.();
    this.#cancelPeriodic = undefined;
    this.abortAll("CHECKPOINT_COORDINATOR_SUSPEND");
    for (const request of this.#decider.drain()) request.answer?.({ refused: "CHECKPOINT_COORDINATOR_SUSPEND" });
  }

  /** User request. Ignores min-pause; a savepoint also max-concurrent, unless checkpoints are unaligned. */
  request(kind: "checkpoint" | "savepoint", answer?: (answer: RequestAnswer) => void): void {
    const savepoint = kind === "savepoint";
    this.#offer({ number: this.#requests++, savepoint, periodic: false, forced: savepoint && !this.#options.unaligned, answer });
  }

  acknowledge(
    subtask: TaskIndex,
    checkpointId: CheckpointId,
    snapshot: SubtaskSnapshotHandle | undefined,
    metrics: CheckpointMetrics,
  ): void {
    const attempt = this.#pending.get(checkpointId);
    if (attempt === undefined || attempt.acknowledged.has(subtask) || !attempt.plan.waitFor.includes(subtask)) return;
    attempt.acknowledged.set(subtask, snapshot);
    const { startDelayMs, alignmentMs, syncMs, asyncMs, bytes } = metrics;
    this.#context.log({
      kind: "checkpointAcknowledged",
      checkpointId,
      from: subtask,
      bytes,
      startDelayMs,
      alignmentMs,
      syncMs,
      asyncMs,
    });
    if (attempt.acknowledged.size === attempt.plan.waitFor.length) this.#finalize(attempt);
  }

  decline(subtask: TaskIndex, checkpointId: CheckpointId, reason: CheckpointFailureReason): void {
    const attempt = this.#pending.get(checkpointId);
    if (attempt !== undefined) this.#failAttempt(attempt, reason, subtask);
  }

  /** Aborts what is pending; what is being written still completes or fails by itself. */
  abortAll(reason: CheckpointFailureReason): void {
    for (const attempt of this.#pending.values()) this.#abort(attempt, reason, undefined);
  }

  /** Calls back when no checkpoint's metadata is being written; at once when there is none. A later call replaces an earlier one. */
  whenQuiet(callback: () => void): void {
    this.#quiet = this.#finalizing.size === 0 ? undefined : callback;
    if (this.#finalizing.size === 0) callback();
  }

  #randomFirstDelayMs(): number {
    const { minPauseMs } = this.#options;
    if (this.#effectiveIntervalMs === Infinity) return minPauseMs;
    return minPauseMs + this.#context.random.integer(this.#effectiveIntervalMs - minPauseMs + 1);
  }

  #armPeriodic(at: number): void {
    this.#cancelPeriodic?.();
    this.#plannedAt = at;
    this.#cancelPeriodic = this.#context.schedule(at, () => {
      this.#armPeriodic(this.#plannedAt + this.#effectiveIntervalMs);
      this.#offer({ number: this.#requests++, savepoint: false, periodic: true, forced: false, answer: undefined });
    });
  }

  #offer(request: QueuedRequest): void {
    this.#act(this.#decider.offer(request, this.#situation()));
  }

  #askQueue(): void {
    this.#act(this.#decider.ask(this.#situation()));
  }

  #situation() {
    return {
      now: this.#context.now(),
      pending: this.#pending.size + this.#finalizing.size,
      cleaning: 0,
      triggering: false,
      lastCompletionAt: this.#lastCompletionAt,
    };
  }

  #act(outcome: CheckpointRequestOutcome<QueuedRequest>): void {
    for (const { request, reason } of outcome.refused) request.answer?.({ refused: reason });
    if (outcome.rescheduleAfterMs !== undefined && this.periodic) {
      this.#armPeriodic(this.#context.now() + outcome.rescheduleAfterMs);
    }
    if (outcome.start !== undefined) {
      this.#begin(outcome.start);
      this.#askQueue();
    }
  }

  #begin(request: QueuedRequest): void {
    const plan = this.#job.plan();
    if (typeof plan === "string") {
      request.answer?.({ refused: plan });
      this.#judge(plan, request.savepoint, undefined, undefined);
      return;
    }
    const id = this.#nextId;
    this.#nextId = checkpointAfter(id);
    const triggeredAt = this.#context.now();
    const cancelTimeout = this.#context.schedule(triggeredAt + this.#options.timeoutMs, () => {
      const attempt = this.#pending.get(id);
      if (attempt !== undefined) this.#failAttempt(attempt, "CHECKPOINT_EXPIRED", undefined);
    });
    const { savepoint } = request;
    this.#context.log({ kind: "checkpointTriggered", checkpointId: id, savepoint, expected: plan.waitFor });
    const sources = this.#job.snapshotSources(id);
    this.#pending.set(id, { id, savepoint, triggeredAt, plan, sources, acknowledged: new Map(), request, cancelTimeout });
    const alignment = this.#options.mode === "AT_LEAST_ONCE" ? "atLeastOnce" : "aligned";
    const barrier: CheckpointBarrier = { kind: "checkpointBarrier", id, triggeredAt, alignment, savepoint };
    for (const subtask of plan.trigger) this.#job.trigger(subtask, barrier);
  }

  #finalize(attempt: Attempt): void {
    attempt.cancelTimeout();
    this.#pending.delete(attempt.id);
    this.#finalizing.set(attempt.id, attempt);
    this.#job.persist(attempt, (failure) => {
      this.#finalizing.delete(attempt.id);
      if (failure !== undefined) this.#failAttempt(attempt, "FINALIZE_CHECKPOINT_FAILURE", undefined);
      // A later one was written faster: going back to this one would publish again what that one published. [CP12]
      else if (!attempt.savepoint && attempt.id < this.#latestCompletedId) this.#abort(attempt, "CHECKPOINT_SUBSUMED", undefined);
      else this.#complete(attempt);
      if (this.#finalizing.size === 0) {
        const callback = this.#quiet;
        this.#quiet = undefined;
        callback?.();
      }
    });
  }

  #complete(attempt: Attempt): void {
    const { id, savepoint } = attempt;
    const now = this.#context.now();
    let bytes = 0;
    for (const snapshot of attempt.acknowledged.values()) bytes += snapshot?.bytes ?? 0;
    this.#lastCompletionAt = now;
    if (!savepoint) this.#latestCompletedId = newestCheckpoint(this.#latestCompletedId, id);
    this.#failures.onSuccess(id);
    this.#context.log({ kind: "checkpointCompleted", checkpointId: id, bytes, durationMs: now - attempt.triggeredAt });
    this.#job.completed(attempt);
    attempt.request.answer?.({ id });
    if (!savepoint) {
      for (const other of this.#pending.values()) {
        if (other.id < id && !other.savepoint) this.#abort(other, "CHECKPOINT_SUBSUMED", undefined);
      }
    }
    // Removal and cleanup of the pending checkpoint each ask the queue. [CP3]
    this.#askQueue();
    this.#askQueue();
  }

  /** A failure that counts: aborts the checkpoint and lets the failure counter judge. */
  #failAttempt(attempt: Attempt, reason: CheckpointFailureReason, subtask: TaskIndex | undefined): void {
    this.#abort(attempt, reason, subtask);
    this.#judge(reason, attempt.savepoint, attempt.id, subtask);
    this.#askQueue();
    this.#askQueue();
  }

  #judge(
    reason: CheckpointFailureReason,
    savepoint: boolean,
    id: CheckpointId | undefined,
    subtask: TaskIndex | undefined,
  ): void {
    const kind = savepoint ? "savepoint" : "checkpoint";
    const verdict = this.#failures.onFailure({ reason, kind, byTask: subtask !== undefined, id });
    if (verdict !== undefined) this.#job.fail(reason, verdict === "task" ? subtask : undefined);
  }

  #abort(attempt: Attempt, reason: CheckpointFailureReason, subtask: TaskIndex | undefined): void {
    attempt.cancelTimeout();
    this.#pending.delete(attempt.id);
    const from = subtask === undefined ? {} : { from: subtask };
    this.#context.log({ kind: "checkpointFailed", checkpointId: attempt.id, reason, ...from });
    this.#job.aborted(attempt, this.#latestCompletedId);
    attempt.request.answer?.({ refused: reason });
  }
}

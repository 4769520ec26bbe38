import { listBy, toSubtaskIndex } from "../stream/indices.ts";
import type { StorageFailure } from "../base/lookup.ts";
import type { CheckpointId, ListBy, TaskIndex } from "../stream/indices.ts";
import type { JobStatus } from "../graph/execution-state.ts";
import type { CheckpointMetrics, Mail, SubtaskSnapshotHandle } from "../runtime/environment.ts";
import { CheckpointCoordinator } from "./checkpoint-coordinator.ts";
import type { CheckpointedJob, CheckpointOptions, PendingCheckpoint, RequestAnswer } from "./checkpoint-coordinator.ts";
import type { CheckpointFailureReason } from "./checkpoint-failures.ts";
import { checkpointFormat } from "./checkpoint-metadata.ts";
import type { CheckpointMetadata, TaskStateSnapshot } from "./checkpoint-metadata.ts";
import { checkpointPlan } from "./checkpoint-plan.ts";
import { CheckpointStore } from "./checkpoint-store.ts";
import type { CheckpointRetention, RecoveredCheckpoints } from "./checkpoint-store.ts";
import type { ControlContext } from "./control-context.ts";
import type { Execution } from "./execution.ts";
import type { Fault } from "./job-client.ts";
import type { JobPlan } from "./job-plan.ts";
import type { SourceCoordinator } from "./source-coordinator.ts";

type CheckpointFault = Extract<Fault, { readonly kind: "restoreFrom" | "discardCheckpoint" }>;

/** The job master's side of checkpointing. `executions` is live: always the current attempts. */
export interface CheckpointedTasks {
  readonly executions: ListBy<TaskIndex, Execution>;
  readonly sources: readonly SourceCoordinator[];
  mail(subtask: TaskIndex, mail: Mail): void;
  fail(reason: CheckpointFailureReason, subtask: TaskIndex | undefined): void;
}

/** Joins coordinator, store and source coordinators of one job: what a checkpoint consists of and who hears of it. */
export class JobCheckpoints {
  readonly #plan: JobPlan;
  readonly #options: CheckpointOptions;
  readonly #tasks: CheckpointedTasks;
  readonly #store: CheckpointStore;
  readonly #coordinator: CheckpointCoordinator;
  #ended = false;

  constructor(plan: JobPlan, options: CheckpointOptions, context: ControlContext, tasks: CheckpointedTasks) {
    this.#plan = plan;
    this.#options = options;
    this.#tasks = tasks;
    this.#store = new CheckpointStore(context, plan.jobId, options.numRetained);
    this.#coordinator = new CheckpointCoordinator(context, this.#job(), options);
  }

  get latest(): CheckpointMetadata | undefined {
    return this.#store.latest;
  }

  adopt(recovered: RecoveredCheckpoints): void {
    this.#store.adopt(recovered);
    this.#coordinator.resumeAfter(recovered.lastId, recovered.completed.at(-1)?.checkpointId);
  }

  /** Uses up the random first delay: as in Flink 2.3, deployment stops the scheduler again until all tasks run. [CP2] */
  onJobRunning(): void {
    this.#coordinator.startScheduler();
    this.#coordinator.stopScheduler();
  }

  onAllRunning(): void {
    if (!this.#ended && !this.#coordinator.periodic) this.#coordinator.startScheduler();
  }

  onFailover(): void {
    this.#coordinator.abortAll("JOB_FAILOVER_REGION");
    this.#coordinator.stopScheduler();
  }

  shutdown(reason: CheckpointFailureReason): void {
    this.#ended = true;
    this.#coordinator.abortAll(reason);
    this.#coordinator.stopScheduler();
  }

  /** The job has ended; `done` when storage has answered for all that is not kept. */
  close(status: JobStatus, retention: CheckpointRetention, done: () => void): void {
    this.shutdown("CHECKPOINT_COORDINATOR_SHUTDOWN");
    this.#store.close(status, retention, done);
  }

  /** Why the job cannot be set back to checkpoint `id`, or that one not be given up; undefined when it can. */
  reasonAgainst({ kind, checkpointId: id }: CheckpointFault): string | undefined {
    if (!this.#store.keeps(id)) return `Checkpoint ${id} is not kept any more.`;
    const isNewest = this.latest?.checkpointId === id;
    if (kind === "discardCheckpoint") return isNewest ? `The job goes back to checkpoint ${id} when something fails.` : undefined;
    return isNewest ? undefined : `Rows were committed behind checkpoint ${id}: they would be there twice.`;
  }

  giveUp(id: CheckpointId): void {
    this.#store.giveUp(id);
  }

  /** See `CheckpointStore.settle`. */
  settle(done: (failure: StorageFailure | undefined) => void): void {
    this.#store.settle(done);
  }

  request(kind: "checkpoint" | "savepoint", answer?: (answer: RequestAnswer) => void): void {
    if (this.#ended) answer?.({ refused: "CHECKPOINT_COORDINATOR_SHUTDOWN" });
    else this.#coordinator.request(kind, answer);
  }

  acknowledge(
    subtask: TaskIndex,
    checkpointId: CheckpointId,
    snapshot: SubtaskSnapshotHandle | undefined,
    metrics: CheckpointMetrics,
  ): void {
    for (const source of this.#tasks.sources) source.acknowledged(subtask, checkpointId);
    this.#coordinator.acknowledge(subtask, checkpointId, snapshot, metrics);
  }

  decline(subtask: TaskIndex, checkpointId: CheckpointId, reason: CheckpointFailureReason): void {
    this.#coordinator.decline(subtask, checkpointId, reason);
  }

  /** When no metadata is being written: a restart must know whether that checkpoint is the newest. [CP9] */
  whenQuiet(callback: () => void): void {
    this.#coordinator.whenQuiet(callback);
  }

  #job(): CheckpointedJob {
    const { executions, sources, mail } = this.#tasks;
    return {
      plan: () =>
        checkpointPlan(
          this.#plan.topology,
          executions.map(({ state }) => state),
          this.#options.checkpointsAfterTasksFinish,
        ),
      snapshotSources: (id) => new Map(sources.map((source) => [source.operatorId, source.snapshot(id)])),
      trigger: (subtask, barrier) => mail(subtask, { kind: "triggerCheckpoint", barrier }),
      persist: (checkpoint, done) => this.#store.write(this.#metadata(checkpoint), done),
      completed: (checkpoint) => this.#completed(checkpoint),
      aborted: (checkpoint, latestCompletedId) => this.#aborted(checkpoint, latestCompletedId),
      fail: this.#tasks.fail,
    };
  }

  #completed(checkpoint: PendingCheckpoint): void {
    const { id: checkpointId, savepoint } = checkpoint;
    if (savepoint) {
      for (const source of this.#tasks.sources) source.aborted(checkpointId);
      return;
    }
    this.#store.add(this.#metadata(checkpoint));
    for (const source of this.#tasks.sources) source.completed(checkpointId);
    for (const subtask of checkpoint.plan.waitFor) this.#tasks.mail(subtask, { kind: "checkpointComplete", checkpointId });
  }

  #aborted(checkpoint: PendingCheckpoint, latestCompletedId: CheckpointId): void {
    const { id: checkpointId } = checkpoint;
    for (const source of this.#tasks.sources) source.aborted(checkpointId);
    for (const subtask of checkpoint.plan.waitFor) {
      this.#tasks.mail(subtask, { kind: "checkpointAborted", checkpointId, latestCompletedId });
    }
    this.#store.discard(checkpointId);
  }

  #metadata(checkpoint: PendingCheckpoint): CheckpointMetadata {
    const { topology, jobId } = this.#plan;
    const finished = new Set(checkpoint.plan.finished);
    const subtaskStates = topology.subtasks.map((_, subtask): TaskStateSnapshot => ({
      finished: finished.has(subtask) || this.#tasks.executions[subtask]?.finishedOnRestore === true,
      snapshot: checkpoint.acknowledged.get(subtask),
    }));
    return {
      format: checkpointFormat,
      jobId,
      checkpointId: checkpoint.id,
      kind: checkpoint.savepoint ? "savepoint" : "checkpoint",
      triggeredAt: checkpoint.triggeredAt,
      vertices: topology.vertices.map(({ id, parallelism, maxParallelism, operators }, vertex) => ({
        vertexId: id,
        parallelism,
        maxParallelism,
        operators: operators.map((operator) => operator.id),
        subtasks: listBy(toSubtaskIndex, subtaskStates.filter((_, subtask) => topology.subtasks[subtask]?.vertex === vertex)),
      })),
      sources: [...checkpoint.sources].map(([operatorId, state]) => ({ operatorId, state })),
    };
  }
}

import { engineMessage } from "../base/engine-messages.ts";
import { assert } from "../base/assert.ts";
import type { StorageFailure } from "../base/lookup.ts";
import type { ListBy, OwnListBy, TaskIndex } from "../stream/indices.ts";
import type { ExecutionState, JobStatus } from "../graph/execution-state.ts";
import type { FailureDetail, StorageOutcome } from "../observe/event.ts";
import type { TaskRestore } from "../graph/task-deployment.ts";
import type { Mail, TaskFailure, TaskReport } from "../runtime/environment.ts";
import type { CheckpointFailureReason } from "./checkpoint-failures.ts";
import type { CheckpointMetadata } from "./checkpoint-metadata.ts";
import { recoverCheckpoints, unreadable } from "./checkpoint-store.ts";
import type { RecoveredCheckpoints } from "./checkpoint-store.ts";
import type { ControlContext } from "./control-context.ts";
import { checkJobTransition, executionMayBecome, isGloballyTerminal, isTerminal, createExecution } from "./execution.ts";
import type { Execution } from "./execution.ts";
import { subtasksToRestart } from "./failover.ts";
import { FailureHandler } from "./failure-handler.ts";
import { JobCheckpoints } from "./job-checkpoints.ts";
import type { JobPlan } from "./job-plan.ts";
import { PendingRestart } from "./pending-restart.ts";
import type { ResourceManagerGateway } from "./resource-manager.ts";
import { createRestartStrategy } from "./restart-strategy.ts";
import { SlotPool } from "./slot-pool.ts";
import { SourceCoordinator } from "./source-coordinator.ts";
import { failureDetail, failureText } from "../runtime/task-failure.ts";

export interface JobMasterOptions {
  /** Attempts number on from here; more than 0 when a new job master takes over a job. */
  readonly firstAttempt: number;
  /** Who gives it slots. */
  readonly resources: ResourceManagerGateway;
}

/**
 * Runs one job: deploys its subtasks, follows their states, restarts them after failures, and hosts the checkpoint coordinator
 * and the split enumerators (Flink's JobMaster with DefaultScheduler). Events in, commands out.
 */
export class JobMaster {
  readonly #plan: JobPlan;
  readonly #context: ControlContext;
  readonly #executions: OwnListBy<TaskIndex, Execution>;
  readonly #failures: FailureHandler;
  readonly #sources: readonly SourceCoordinator[];
  readonly checkpoints: JobCheckpoints | undefined;
  readonly #slots: SlotPool;
  #restart: PendingRestart | undefined;
  #jobStatus: JobStatus = "INITIALIZING";
  #failure: string | undefined;
  #initial: CheckpointMetadata | undefined;
  #cancelRecovery = (): void => {};

  constructor(plan: JobPlan, context: ControlContext, options: JobMasterOptions) {
    this.#plan = plan;
    this.#context = context;
    this.#executions = plan.topology.subtasks.map((_, subtask) => createExecution(subtask, options.firstAttempt));
    this.#slots = new SlotPool({
      jobId: plan.jobId,
      slotOf: plan.slots.ofSubtask,
      resources: options.resources,
      context,
      requestTimeoutMs: plan.options.slotRequestTimeoutMs,
      onExecutorLost: (executor, subtasks) => this.#failLost(executor, subtasks),
    });
    this.#failures = new FailureHandler(createRestartStrategy(plan.options.restart, context.random));
    this.#sources = plan.sources.map((source) => new SourceCoordinator(source, {
      sendEvent: (subtask, operatorId, event) => this.#mail(subtask, { kind: "operatorEvent", operatorId, event }),
      fail: (message) => this.#failJobGlobally(message),
    }));
    const { checkpoints } = plan.options;
    if (checkpoints !== undefined) {
      this.checkpoints = new JobCheckpoints(plan, checkpoints, context, {
        executions: this.#executions,
        sources: this.#sources,
        mail: (subtask, mail) => this.#mail(subtask, mail),
        fail: (reason, subtask) => this.#failForCheckpoint(reason, subtask),
      });
    }
  }

  get status(): JobStatus {
    return this.#jobStatus;
  }

  /** Why the job failed, in words for its user. */
  get failureCause(): string | undefined {
    return this.#failure;
  }

  executionState(subtask: TaskIndex): ExecutionState | undefined {
    return this.#executions[subtask]?.state;
  }

  attempt(subtask: TaskIndex): number {
    return this.#executions[subtask]?.attempt ?? -1;
  }

  /** Deploys everything: from the newest complete checkpoint of the job when there is one, or, with "none", without looking for any. */
  start(restore: "latest" | "none"): void {
    this.#context.log({ kind: "jobStatus", status: "INITIALIZING" });
    if (restore === "latest") this.#recover();
    else this.#begin(undefined);
  }

  /** A recovery that cannot read what is there fails as a restart does: the restart strategy says whether it is tried again. [CP62] */
  #recover(): void {
    recoverCheckpoints(this.#context.storage, this.#plan.jobId, (checkpoints) => {
      if (this.#jobStatus !== "INITIALIZING") return;
      if (checkpoints.kind === "found") return this.#begin(checkpoints.value);
      this.#onStorageFailed(checkpoints.failure, "restoreFails");
      const decision = this.#failures.onFailure(this.#context.now(), true);
      if (!decision.restart) return this.#failJob(unreadable(checkpoints.failure));
      this.#cancelRecovery = this.#context.schedule(this.#context.now() + decision.delayMs, () => this.#recover());
    });
  }

  #begin(recovered: RecoveredCheckpoints | undefined): void {
    this.#become("CREATED");
    this.#initial = recovered?.completed.at(-1);
    if (recovered !== undefined) this.checkpoints?.adopt(recovered);
    this.#become("RUNNING");
    this.checkpoints?.onJobRunning();
    this.#deploy(new Set(this.#executions.keys()), true);
  }

  /** A report of attempt `attempt` of `subtask`; reports of older attempts are ignored. */
  onReport(subtask: TaskIndex, attempt: number, report: TaskReport): void {
    const execution = this.#executions[subtask];
    if (execution === undefined) return;
    if (report.kind === "decline") this.#onStorageFailed(report.storage, "checkpointFails", subtask);
    if (execution.attempt !== attempt) return;
    switch (report.kind) {
      case "executionState":
        this.#onExecutionState(execution, report.state, report.failure);
        return;
      case "acknowledge":
        this.checkpoints?.acknowledge(subtask, report.checkpointId, report.snapshot, report.metrics);
        return;
      case "decline":
        this.checkpoints?.decline(subtask, report.checkpointId, report.reason as CheckpointFailureReason);
        return;
      case "operatorEvent":
        this.#sources.find(({ operatorId }) => operatorId === report.operatorId)?.onEvent(subtask, report.event);
        return;
      case "endOfData":
        execution.endOfData = true;
        if (this.#executions.every((each) => each.endOfData)) this.checkpoints?.request("checkpoint");
        return;
    }
  }

  /** The worker of an attempt is gone without a word. */
  onTaskLost(subtask: TaskIndex, attempt: number, message: string): void {
    const execution = this.#executions[subtask];
    if (execution?.attempt === attempt) this.#failExecution(execution, message);
  }

  /** With an executor goes every attempt on it: one failure for each region that it takes down. [RS4] */
  #failLost(executor: number, subtasks: readonly TaskIndex[]): void {
    const lost = this.#executions.filter(({ subtask, state }) => subtasks.includes(subtask) && !isTerminal(state));
    this.#context.log({ kind: "executorLost", executor, subtasks: lost.map(({ subtask }) => subtask) });
    this.#failTogether(lost, engineMessage("executorLost", { executor }));
  }

  /** What has one cause is one failure for each region. */
  #failTogether(executions: readonly Execution[], message: string): void {
    const victims = executions.filter(({ state }) => state !== "CANCELING");
    for (const execution of executions) this.#setState(execution, execution.state === "CANCELING" ? "CANCELED" : "FAILED", message);
    if (victims.length === 0) return this.#onAttemptEnded();
    for (const { subtask } of victims) {
      const goesOn = this.#jobStatus === "RUNNING" || this.#jobStatus === "RESTARTING";
      if (goesOn && this.#restart?.subtasks.has(subtask) !== true) this.#onFailure(message, subtask);
    }
  }

  triggerCheckpoint(): void {
    this.checkpoints?.request("checkpoint");
  }

  /** A person sets the whole job back to its newest complete checkpoint. [CK1] */
  setBack(): void {
    this.#restartAll(undefined, undefined, 0);
  }

  cancel(): void {
    if (isGloballyTerminal(this.#jobStatus) || this.#jobStatus === "CANCELLING") return;
    if (this.#jobStatus === "INITIALIZING") this.#become("CREATED");
    this.#become("CANCELLING");
    this.#endAll("CHECKPOINT_COORDINATOR_SHUTDOWN");
  }

  #onStorageFailed(failure: StorageFailure | undefined, outcome: StorageOutcome, subtask?: TaskIndex): void {
    if (failure !== undefined) this.#context.log({ kind: "storageFailed", ...failure, outcome }, subtask);
  }

  #become(status: JobStatus, cause?: string): void {
    checkJobTransition(this.#jobStatus, status);
    this.#jobStatus = status;
    this.#context.log(cause === undefined ? { kind: "jobStatus", status } : { kind: "jobStatus", status, cause });
    if (!isGloballyTerminal(status)) return;
    const end = (): void => this.#context.send({ kind: "jobEnded", status });
    if (this.checkpoints === undefined) end();
    else this.checkpoints.close(status, this.#plan.options.retention, end);
  }

  #setState(execution: Execution, state: ExecutionState, cause?: string, failure?: FailureDetail): void {
    execution.state = state;
    const why = { ...(cause !== undefined && { cause }), ...(failure !== undefined && { failure }) };
    this.#context.log({ kind: "executionState", attempt: execution.attempt, state, ...why }, execution.subtask);
    if (state === "FAILED" || state === "CANCELED") for (const source of this.#sources) source.subtaskFailed(execution.subtask);
  }

  #mail(subtask: TaskIndex, mail: Mail): void {
    const execution = this.#executions[subtask];
    if (execution === undefined || isTerminal(execution.state)) return;
    this.#context.send({ kind: "mail", subtask, attempt: execution.attempt, mail });
  }

  #deploy(subtasks: ReadonlySet<TaskIndex>, global: boolean): void {
    const checkpoint = this.checkpoints?.latest ?? this.#initial;
    let restores: ListBy<TaskIndex, TaskRestore> | undefined;
    try {
      restores = checkpoint === undefined ? undefined : this.#plan.restore(checkpoint);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return this.#onFailure(engineMessage("checkpointUnfit", { message: reason }), undefined, false);
    }
    this.#context.log({ kind: "restoring", checkpointId: checkpoint?.checkpointId, subtasks: [...subtasks] });
    this.#startSources(subtasks, global, checkpoint);
    const scheduled = [...subtasks].flatMap((subtask) => this.#executions[subtask] ?? []).filter(({ state }) => state === "CREATED");
    for (const execution of scheduled) this.#setState(execution, "SCHEDULED");
    this.#slots.allocate({
      subtasks,
      onReady: () => this.#deployInSlots(scheduled, restores),
      onTimeout: (cause) => this.#failTogether(scheduled.filter((each) => this.#isWaiting(each)), cause),
    });
  }

  /** It was neither cancelled nor restarted while it waited for a slot. */
  #isWaiting(execution: Execution): boolean {
    return execution.state === "SCHEDULED" && this.#executions[execution.subtask] === execution;
  }

  /** There is a slot for each. */
  #deployInSlots(scheduled: readonly Execution[], restores: ListBy<TaskIndex, TaskRestore> | undefined): void {
    const wanted = scheduled.filter((each) => this.#isWaiting(each));
    for (const execution of wanted) this.#setState(execution, "DEPLOYING");
    for (const execution of wanted) {
      const { subtask, attempt } = execution;
      const restore = restores?.[subtask];
      execution.finishedOnRestore = restore?.finished ?? false;
      const deployment = this.#plan.deployment(subtask, attempt, restore);
      const executor = this.#slots.executorOf(subtask);
      assert(executor !== undefined, `[HB74] subtask ${subtask} is deployed without a slot`);
      this.#context.send({ kind: "deploy", subtask, attempt, executor, deployment });
    }
  }

  #startSources(subtasks: ReadonlySet<TaskIndex>, global: boolean, from: CheckpointMetadata | undefined): void {
    for (const source of this.#sources) {
      if (global) source.start(from?.sources.find(({ operatorId }) => operatorId === source.operatorId)?.state);
      else for (const subtask of subtasks) source.subtaskReset(subtask, from?.checkpointId);
    }
  }

  #onExecutionState(execution: Execution, state: ExecutionState, failure: TaskFailure | undefined): void {
    if (isTerminal(execution.state)) return;
    if (state === "FAILED") {
      this.#onStorageFailed(failure?.storage, "taskFails", execution.subtask);
      return this.#failExecution(execution, failure ? failureText(failure) : engineMessage("failed"), failure && failureDetail(failure));
    }
    if (execution.state === "CANCELING") {
      if (!isTerminal(state)) return;
      this.#setState(execution, "CANCELED");
      return this.#onAttemptEnded();
    }
    if (!executionMayBecome(execution.state, state)) {
      return this.#onFailure(`unexpected report ${state} of a task in state ${execution.state}`, execution.subtask);
    }
    this.#setState(execution, state);
    if (state === "RUNNING" && this.#executions.every((each) => each.state === "RUNNING" || each.state === "FINISHED")) {
      this.checkpoints?.onAllRunning();
    }
    if (isTerminal(state)) this.#onAttemptEnded();
  }

  #failExecution(execution: Execution, message: string, detail?: FailureDetail): void {
    if (isTerminal(execution.state)) return;
    const canceled = execution.state === "CANCELING";
    this.#setState(execution, canceled ? "CANCELED" : "FAILED", message, detail);
    if (canceled || this.#jobStatus === "FAILING" || this.#jobStatus === "CANCELLING") this.#onAttemptEnded();
    else this.#onFailure(message, execution.subtask);
  }

  #failForCheckpoint(reason: CheckpointFailureReason, subtask: TaskIndex | undefined): void {
    const message = engineMessage("checkpointsFailed", { reason });
    const execution = subtask === undefined ? undefined : this.#executions[subtask];
    if (execution === undefined) return this.#failJobGlobally(message);
    if (execution.state === "RUNNING") this.#onFailure(message, execution.subtask);
  }

  #failJobGlobally(message: string): void {
    // All its tasks have finished: it waits for no more than what storage says of the last metadata. [ST69]
    if (this.#jobStatus === "RUNNING" && this.#executions.every(({ state }) => state === "FINISHED")) return;
    if (this.#jobStatus === "RUNNING" || this.#jobStatus === "RESTARTING") this.#onFailure(message, undefined);
  }

  /** Restarts what has to restart, or fails the job. `subtask` is undefined for a global failure. */
  #onFailure(message: string, subtask: TaskIndex | undefined, recoverable = true): void {
    const decision = this.#failures.onFailure(this.#context.now(), recoverable);
    if (!decision.restart) return this.#failJob(message);
    this.#restartAll(subtask, message, decision.delayMs);
  }

  /** All that restarts with `subtask`, or everything without one, ends and starts again `delayMs` later. */
  #restartAll(subtask: TaskIndex | undefined, cause: string | undefined, delayMs: number): void {
    const region = this.#plan.options.failover === "full" ? undefined : subtask;
    const restart = (this.#restart ??= new PendingRestart());
    const isCreated = (each: TaskIndex): boolean => this.#executions[each]?.state === "CREATED";
    for (const each of subtasksToRestart(this.#plan.topology, region, isCreated)) restart.subtasks.add(each);
    if (subtask === undefined) restart.global = true;
    if (this.#jobStatus === "RUNNING") this.#become("RESTARTING", cause);
    this.checkpoints?.onFailover();
    restart.delay(this.#context, delayMs, () => this.#onAttemptEnded());
    this.#cancelExecutions(restart.subtasks);
    this.#onAttemptEnded();
  }

  #failJob(message: string): void {
    const { restarts } = this.#failures;
    const code = restarts === 1 ? "afterOneRestart" : "afterRestarts";
    this.#failure = restarts === 0 ? message : engineMessage(code, { message, restarts });
    this.#become("FAILING", this.#failure);
    this.#endAll("JOB_FAILURE");
  }

  #endAll(reason: CheckpointFailureReason): void {
    this.#cancelRecovery();
    this.#restart?.cancel();
    this.#restart = undefined;
    this.#slots.close();
    this.checkpoints?.shutdown(reason);
    this.#cancelExecutions(new Set(this.#executions.keys()));
    this.#onAttemptEnded();
  }

  #cancelExecutions(subtasks: ReadonlySet<TaskIndex>): void {
    for (const subtask of subtasks) {
      const execution = this.#executions[subtask];
      if (execution === undefined || isTerminal(execution.state) || execution.state === "CANCELING") continue;
      const deployed = execution.state !== "CREATED" && execution.state !== "SCHEDULED";
      if (deployed) this.#mail(subtask, { kind: "cancel" });
      this.#setState(execution, "CANCELING");
      if (!deployed) this.#setState(execution, "CANCELED");
    }
  }

  /** An attempt reached its end, or a delay did: see what the job can do now. */
  #onAttemptEnded(): void {
    const allTerminal = this.#executions.every(({ state }) => isTerminal(state));
    if (this.#jobStatus === "CANCELLING" && allTerminal) return this.#whenQuiet(() => this.#become("CANCELED"));
    if (this.#jobStatus === "FAILING" && allTerminal) return this.#whenQuiet(() => this.#become("FAILED", this.#failure));
    if (this.#jobStatus === "RUNNING" && this.#executions.every(({ state }) => state === "FINISHED")) {
      return this.#whenQuiet(() => this.#become("FINISHED"));
    }
    const restart = this.#restart;
    if (restart === undefined || !restart.isDue) return;
    if ([...restart.subtasks].every((subtask) => isTerminal(this.#executions[subtask]?.state ?? "CANCELED"))) {
      this.#whenQuiet(() => this.#settle(restart));
    }
  }

  /** Nothing restarts while a checkpoint behind the newest one may be taken for complete later. [CP61] */
  #settle(restart: PendingRestart): void {
    if (this.checkpoints === undefined) return this.#redeploy(restart);
    this.checkpoints.settle((failure) => {
      if (failure === undefined) return this.#redeploy(restart);
      if (this.#restart !== restart || !restart.isDue) return;
      const decision = this.#failures.onFailure(this.#context.now(), true);
      if (decision.restart) restart.delay(this.#context, decision.delayMs, () => this.#onAttemptEnded());
      else this.#failJob(unreadable(failure));
    });
  }

  #whenQuiet(action: () => void): void {
    if (this.checkpoints === undefined) action();
    else this.checkpoints.whenQuiet(action);
  }

  #redeploy(restart: PendingRestart): void {
    if (this.#restart !== restart || !restart.isDue || this.#jobStatus !== "RESTARTING") return;
    this.#restart = undefined;
    for (const subtask of restart.subtasks) this.#context.send({ kind: "release", subtask, attempt: this.attempt(subtask) });
    for (const subtask of restart.subtasks) {
      this.#executions[subtask] = createExecution(subtask, this.attempt(subtask) + 1);
      this.#setState(this.#executions[subtask], "CREATED");
    }
    this.#become("RUNNING");
    this.#deploy(restart.subtasks, restart.global);
  }
}

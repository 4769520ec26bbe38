import { seededRandom } from "../../base/random.ts";
import { nothingRecovered, recoverCheckpoints } from "../../control/checkpoint-store.ts";
import type { RecoveredCheckpoints } from "../../control/checkpoint-store.ts";
import type { CheckpointStorage, ControlCommand, ControlContext } from "../../control/control-context.ts";
import type { Fault } from "../../control/job-client.ts";
import { JobMaster } from "../../control/job-master.ts";
import type { JobPlan } from "../../control/job-plan.ts";
import type { CommandAnswer, JobCommand } from "../../control/run-command.ts";
import type { JobStatus } from "../../graph/execution-state.ts";
import { coordinator } from "../../observe/event.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { LogWriter } from "../../observe/log-writer.ts";
import type { Mail, TaskReport } from "../../runtime/environment.ts";
import { carryOut } from "./carry-out.ts";
import { CausalLog } from "./causal-log.ts";
import { ControlFaults } from "./control-faults.ts";

/** What a host with real workers supplies; everything else of a free-running job is here. */
export interface FreeRunningSeams {
  /** Milliseconds since the run started. */
  now(): number;
  /** Calls back once after `ms`, from the event loop. Returns what takes it back. */
  delay(ms: number, callback: () => void): () => void;
  readonly storage: CheckpointStorage;
  /**
   * Carries out a command: `deploy` starts the task in a worker and calls `onReport` from then on; `release` ends the worker of
   * that attempt and closes its channels; `mail` posts to it. Commands are given in order and must be carried out in order.
   */
  send(command: Exclude<ControlCommand, { readonly kind: "jobEnded" }>): void;
  /** The job reached a globally terminal status. */
  onEnded(status: JobStatus, cause: string | undefined): void;
}

export interface FreeRunningOptions {
  readonly plan: JobPlan;
  readonly seed: number;
  readonly log: LogWriter;
  readonly seams: FreeRunningSeams;
}

/** Control loop of a job whose tasks run freely in workers: the job master between real messages and real timers. */
export class FreeRunningJob {
  private readonly options: FreeRunningOptions;
  private readonly causalLog: CausalLog;
  private readonly faults: ControlFaults;
  private jobMaster: JobMaster | undefined;
  private epoch = 0;
  private firstAttempt = 0;
  /** Attempts that were deployed and not released, by subtask. */
  private readonly deployed = new Map<number, number>();

  constructor(options: FreeRunningOptions) {
    this.options = options;
    this.causalLog = new CausalLog(options.plan.topology, options.log);
    this.faults = new ControlFaults();
  }

  get master(): JobMaster | undefined {
    return this.jobMaster;
  }

  /** `onStarted` gets the checkpoint that the job goes on from. */
  start(restore: "latest" | "none", onStarted: (restoredFrom: number | undefined) => void = () => {}): void {
    const context = this.context();
    const begin = (recovered: RecoveredCheckpoints): void => {
      this.jobMaster = new JobMaster(this.options.plan, context, { firstAttempt: this.firstAttempt });
      onStarted(recovered.completed.at(-1)?.checkpointId);
      this.jobMaster.start(recovered);
    };
    if (restore === "none") begin(nothingRecovered);
    else recoverCheckpoints(context.storage, this.options.plan.jobId, begin);
  }

  /** A report that has arrived from a worker. */
  onReport(subtask: number, attempt: number, report: TaskReport): void {
    if (report.kind === "acknowledge") {
      const { lost, delayMs } = this.faults.onAcknowledge(subtask);
      if (lost) return;
      if (delayMs > 0) {
        this.options.seams.delay(delayMs, () => this.jobMaster?.onReport(subtask, attempt, report));
        return;
      }
    }
    this.jobMaster?.onReport(subtask, attempt, report);
    const over = report.kind === "executionState" && (report.state === "FAILED" || report.state === "CANCELED");
    if (over && this.deployed.get(subtask) === attempt) this.causalLog.closed(subtask, this.options.seams.now());
  }

  /** Events that a task logged, in order; `at` is the job clock when it sent them. */
  onEvents(subtask: number, attempt: number, at: number, events: readonly LogEventBody[]): void {
    if (this.deployed.get(subtask) === attempt) this.causalLog.fromTask(subtask, at, events);
  }

  /** How many events of each subtask came into the log since the last call. */
  takeWritten(): ReadonlyMap<number, number> {
    return this.causalLog.takeWritten();
  }

  /** The worker of an attempt ended without a word, or did not start. */
  onTaskLost(subtask: number, attempt: number, message: string): void {
    if (this.deployed.get(subtask) !== attempt) return;
    this.causalLog.closed(subtask, this.options.seams.now());
    this.jobMaster?.onTaskLost(subtask, attempt, message);
  }

  /** See `carryOut`. */
  command(command: JobCommand): CommandAnswer {
    return carryOut(command, {
      topology: this.options.plan.topology,
      master: this.jobMaster,
      inject: (fault) => this.inject(fault),
      post: (subtask, mail) => this.post(subtask, mail),
    });
  }

  private post(subtask: number, mail: Mail): boolean {
    const attempt = this.deployed.get(subtask);
    if (attempt === undefined) return false;
    this.options.seams.send({ kind: "mail", subtask, attempt, mail });
    return true;
  }

  private inject(fault: Fault): string | undefined {
    const reason = this.reasonAgainst(fault);
    if (reason !== undefined) return reason;
    this.log({ kind: "fault", fault: fault.kind }, "subtask" in fault ? fault.subtask : coordinator);
    switch (fault.kind) {
      case "killSubtask":
        this.kill(fault.subtask, "the worker of the subtask was killed");
        return undefined;
      case "killExecutor":
        for (const subtask of this.on(fault.executor)) this.release(subtask);
        this.jobMaster?.onExecutorLost(fault.executor);
        return undefined;
      case "crashCoordinator":
        this.crash();
        return undefined;
      case "loseAcknowledge":
      case "delayAcknowledge":
      case "crashBeforeCommit":
        this.faults.arm(fault);
        return undefined;
      case "stallSubtask":
      case "delayChannel":
      case "failSnapshot":
      case "slowSnapshot":
        return undefined;
    }
  }

  private reasonAgainst(fault: Fault): string | undefined {
    switch (fault.kind) {
      case "stallSubtask":
      case "delayChannel":
      case "failSnapshot":
      case "slowSnapshot":
        return "This fault needs the deterministic mode.";
      case "crashCoordinator":
        return this.jobMaster === undefined ? "There is no job master." : undefined;
      case "killExecutor":
        return this.on(fault.executor).length > 0 ? undefined : `No subtask runs on task executor ${fault.executor}.`;
      default:
        return this.isLive(fault.subtask) ? undefined : "The subtask is not running.";
    }
  }

  private isLive(subtask: number): boolean {
    const state = this.jobMaster?.executionState(subtask);
    return this.deployed.has(subtask) && (state === "DEPLOYING" || state === "INITIALIZING" || state === "RUNNING");
  }

  private on(executor: number): readonly number[] {
    const { subtasks } = this.options.plan.topology;
    return [...subtasks.keys()].filter((subtask) => subtasks[subtask]?.executor === executor && this.isLive(subtask));
  }

  private kill(subtask: number, message: string): void {
    const attempt = this.deployed.get(subtask);
    this.release(subtask);
    if (attempt !== undefined) this.jobMaster?.onTaskLost(subtask, attempt, message);
  }

  private release(subtask: number): void {
    const attempt = this.deployed.get(subtask);
    if (attempt === undefined) return;
    this.deployed.delete(subtask);
    this.causalLog.closed(subtask, this.options.seams.now());
    this.options.seams.send({ kind: "release", subtask, attempt });
  }

  /** The job master dies; another takes over from the newest complete checkpoint. [RS8] */
  private crash(): void {
    this.log({ kind: "jobStatus", status: "SUSPENDED", cause: "the job master crashed" }, coordinator);
    this.epoch++;
    this.jobMaster = undefined;
    for (const subtask of this.deployed.keys()) this.release(subtask);
    this.start("latest");
  }

  private log(event: LogEventBody, subtask: number): void {
    this.causalLog.fromControl(subtask, this.options.seams.now(), event);
  }

  private send(command: ControlCommand): void {
    const { seams } = this.options;
    switch (command.kind) {
      case "jobEnded":
        seams.onEnded(command.status, this.jobMaster?.failureCause);
        return;
      case "release":
        if (this.deployed.get(command.subtask) === command.attempt) this.release(command.subtask);
        return;
      case "deploy":
        this.firstAttempt = Math.max(this.firstAttempt, command.attempt + 1);
        this.deployed.set(command.subtask, command.attempt);
        this.causalLog.opened(command.subtask);
        seams.send(command);
        return;
      case "mail":
        if (command.mail.kind === "checkpointComplete" && this.faults.crashesBeforeCommit(command.subtask)) {
          const { subtask } = command;
          seams.delay(0, () => this.kill(subtask, "the worker died before it could commit"));
        } else seams.send(command);
        return;
    }
  }

  private context(): ControlContext {
    const { seams, seed } = this.options;
    const { epoch } = this;
    const guarded =
      <Args extends readonly unknown[]>(action: (...args: Args) => void) =>
      (...args: Args): void => {
        if (this.epoch === epoch) action(...args);
      };
    const { storage } = seams;
    return {
      now: () => seams.now(),
      random: seededRandom(seed),
      schedule: (at, callback) => seams.delay(Math.max(0, at - seams.now()), guarded(callback)),
      send: (command) => this.send(command),
      log: (event, subtask = coordinator) => this.log(event, subtask),
      storage: {
        write: (path, text, done) => storage.write(path, text, guarded(done)),
        read: (path, done) => storage.read(path, guarded(done)),
        list: (directory, done) => storage.list(directory, guarded(done)),
        remove: (directory) => storage.remove(directory),
      },
    };
  }
}

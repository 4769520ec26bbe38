import { engineMessage } from "../base/engine-messages.ts";
import { deriveSeed, seededRandom } from "../base/random.ts";
import type { Random } from "../base/random.ts";
import type { ChannelIndex, CheckpointId, TaskIndex } from "../stream/indices.ts";
import type { JobStatus } from "../graph/execution-state.ts";
import type { LogEventBody } from "../observe/event.ts";
import { coordinator } from "../observe/event.ts";
import type { Mail, TaskReport } from "../runtime/environment.ts";
import { ArmedFaults } from "./armed-faults.ts";
import type { CheckpointStorage, ControlCommand, ControlContext, TaskCommand } from "./control-context.ts";
import { isGloballyTerminal, isTerminal } from "./execution.ts";
import type { Fault } from "./job-client.ts";
import { JobMaster } from "./job-master.ts";
import type { JobCheckpoints } from "./job-checkpoints.ts";
import type { JobPlan } from "./job-plan.ts";
import { operatorOf } from "./job-plan.ts";
import type { ResourceManagerGateway } from "./resource-manager.ts";
import type { CommandAnswer, JobCommand } from "./run-command.ts";

/**
 * How messages between a job master and its tasks travel: each calls `arrive` when it is there, and those of one link do not overtake
 * each other. A virtual driver lets them take time; in a free run the real messages have done so already.
 */
export interface ControlLinks {
  command(command: TaskCommand, arrive: () => void): void;
  /** A report leaves its task; `delayMs` is what a fault adds to its way. */
  report(subtask: TaskIndex, delayMs: number, arrive: () => void): void;
  /** Until it is noticed that `of` is gone. Never arrives from inside the call. */
  loss(of: `subtask ${number}` | `executor ${number}`, arrive: () => void): void;
}

/** Faults that only a driver with a clock of its own can have happen. */
export interface VirtualFaults {
  stallSubtask(subtask: TaskIndex, forMs: number): void;
  delayChannel(channel: ChannelIndex, byMs: number, forMs: number): void;
}

/** What a driver supplies to the control loop of a job. */
export interface RunnerSeams {
  /** Job clock in milliseconds. */
  now(): number;
  schedule(at: number, callback: () => void): () => void;
  log(event: LogEventBody, subtask: TaskIndex): void;
  readonly storage: CheckpointStorage;
  readonly links: ControlLinks;
  /** Until a new job master takes over from one that crashed. */
  takeOverMs(): number;
  /** Carries out a command that has arrived at the tasks, in order. */
  send(command: TaskCommand): void;
  /** Absent where time is the machine's. */
  readonly virtual?: VirtualFaults;
  /** The job reached a globally terminal status: nothing more is sent. */
  onEnded?(status: JobStatus, cause: string | undefined): void;
}

export interface RunnerOptions {
  readonly plan: JobPlan;
  readonly seed: number;
  readonly seams: RunnerSeams;
  readonly resources: ResourceManagerGateway;
  /** A fault has struck a task executor: what any job runs on it ends there and then. */
  onExecutorKilled(executor: number): void;
}

/** An attempt that was deployed and not released. */
interface Placed {
  readonly attempt: number;
  /** The executor that it has its slot on. */
  readonly executor: number;
  /** False once it has reported its end. */
  isLive: boolean;
}

/**
 * The control loop of one job, whatever drives it (Flink's JobManagerRunner): which job master is in charge and since when, who takes
 * over from one that crashed, the faults that strike it, and what a person asks of it. [HB71]
 */
export class JobRunner {
  readonly #plan: JobPlan;
  readonly #seams: RunnerSeams;
  readonly #resources: ResourceManagerGateway;
  readonly #onExecutorKilled: RunnerOptions["onExecutorKilled"];
  readonly #random: Random;
  readonly #armed = new ArmedFaults();
  readonly #placed = new Map<TaskIndex, Placed>();
  #master: JobMaster | undefined;
  /** Counts job masters; what was meant for an older one comes to nothing. */
  #epoch = 0;
  /** Where a new job master begins to number attempts. */
  #firstAttempt = 0;
  #ended: JobStatus | undefined;

  constructor({ plan, seed, seams, resources, onExecutorKilled }: RunnerOptions) {
    this.#plan = plan;
    this.#seams = seams;
    this.#resources = resources;
    this.#onExecutorKilled = onExecutorKilled;
    this.#random = seededRandom(deriveSeed(seed, 0x6a6d));
  }

  /** Undefined while a new one takes over. */
  get master(): JobMaster | undefined {
    return this.#master;
  }

  /** Globally terminal status of the job, when it has one. */
  get ended(): JobStatus | undefined {
    return this.#ended;
  }

  get failureCause(): string | undefined {
    return this.#master?.failureCause;
  }

  /** Faults that wait for a snapshot of their subtask. */
  get armed(): ArmedFaults {
    return this.#armed;
  }

  /** Attempt of `subtask` that is deployed and not released. */
  attempt(subtask: TaskIndex): number | undefined {
    return this.#placed.get(subtask)?.attempt;
  }

  start(restore: "latest" | "none"): void {
    this.#master = new JobMaster(this.#plan, this.#context(), { firstAttempt: this.#firstAttempt, resources: this.#resources });
    this.#master.start(restore);
  }

  /** Does what a person asks. The one place for it, whatever drives the job. [HB70] */
  command(command: JobCommand): CommandAnswer {
    switch (command.kind) {
      case "triggerCheckpoint":
        this.#master?.triggerCheckpoint();
        return undefined;
      case "cancel":
        this.#master?.cancel();
        return undefined;
      case "injectFault":
        return this.inject(command.fault);
      case "userInput": {
        const target = operatorOf(this.#plan, command.operator);
        const placed = target && this.#placed.get(target.subtask);
        if (target === undefined || placed?.isLive !== true) return "The operator is not running.";
        const mail: Mail = { kind: "userInput", operatorId: target.operatorId, input: command.input };
        this.#seams.send({ kind: "mail", subtask: target.subtask, attempt: placed.attempt, mail });
        return undefined;
      }
    }
  }

  /** Strikes now. Returns why the fault would do nothing, or undefined. [DT7] */
  inject(fault: Fault): CommandAnswer {
    const reason = this.#reasonAgainst(fault);
    if (reason !== undefined) return reason;
    this.#seams.log({ kind: "fault", fault: fault.kind }, "subtask" in fault ? fault.subtask : coordinator);
    this.#strike(fault);
    return undefined;
  }

  /** A report leaves its task. */
  report(subtask: TaskIndex, attempt: number, report: TaskReport): void {
    if (report.kind === "executionState" && isTerminal(report.state)) this.#rest(subtask, attempt);
    let delayMs = 0;
    if (report.kind === "acknowledge") {
      if (this.#armed.take("loseAcknowledge", subtask) !== undefined) return;
      delayMs = this.#armed.take("delayAcknowledge", subtask)?.byMs ?? 0;
    }
    this.#seams.links.report(subtask, delayMs, this.#toMaster((master) => master.onReport(subtask, attempt, report)));
  }

  /** A task executor has died, and with it what of this job ran there: the resource manager hears of it a moment later. */
  executorDied(executor: number): void {
    for (const subtask of this.#on(executor)) this.#release(subtask);
  }

  /** The worker of an attempt is gone without a word. */
  lost(subtask: TaskIndex, attempt: number, message: string): void {
    this.#rest(subtask, attempt);
    this.#seams.links.loss(`subtask ${subtask}`, this.#toMaster((master) => master.onTaskLost(subtask, attempt, message)));
  }

  #rest(subtask: TaskIndex, attempt: number): void {
    const placed = this.#placed.get(subtask);
    if (placed?.attempt === attempt) placed.isLive = false;
  }

  #reasonAgainst(fault: Fault): CommandAnswer {
    // From its last status on: what is left to do is to remove what is not kept.
    if (this.#ended !== undefined || (this.#master !== undefined && isGloballyTerminal(this.#master.status))) return "The job has ended.";
    switch (fault.kind) {
      case "crashCoordinator":
        return undefined;
      case "restoreFrom":
      case "discardCheckpoint":
        return this.#reasonAgainstCheckpoint(fault);
      case "killExecutor":
        return this.#on(fault.executor).length > 0 ? undefined : `No subtask runs on task executor ${fault.executor}.`;
      case "delayChannel":
        if (this.#seams.virtual === undefined) return needsVirtualTime;
        return this.#plan.topology.channels[fault.channel] === undefined ? `There is no channel ${fault.channel}.` : undefined;
      case "stallSubtask":
      case "failSnapshot":
      case "slowSnapshot":
        return this.#seams.virtual === undefined ? needsVirtualTime : this.#reasonAgainstSubtask(fault.subtask);
      case "killSubtask":
      case "loseAcknowledge":
      case "delayAcknowledge":
      case "crashBeforeCommit":
        return this.#reasonAgainstSubtask(fault.subtask);
    }
  }

  #reasonAgainstCheckpoint(fault: Parameters<JobCheckpoints["reasonAgainst"]>[0]): CommandAnswer {
    if (this.#master === undefined) return "Another job master is taking over.";
    const { checkpoints, status } = this.#master;
    if (status !== "RUNNING" && status !== "RESTARTING") return "The job is not running.";
    return checkpoints === undefined ? "The job takes no checkpoints." : checkpoints.reasonAgainst(fault);
  }

  #reasonAgainstSubtask(subtask: TaskIndex): CommandAnswer {
    return this.#placed.get(subtask)?.isLive === true ? undefined : "The subtask is not running.";
  }

  #strike(fault: Fault): void {
    switch (fault.kind) {
      case "killSubtask":
        return this.#kill(fault.subtask, engineMessage("workerKilled"));
      case "killExecutor":
        this.#onExecutorKilled(fault.executor);
        // Nothing that a job master has to live to hear: other jobs have slots there too.
        return this.#seams.links.loss(`executor ${fault.executor}`, () => {
          // What was deployed to it meanwhile has come to nothing.
          this.#onExecutorKilled(fault.executor);
          this.#resources.disconnectTaskExecutor(fault.executor);
        });
      case "stallSubtask":
        return this.#seams.virtual?.stallSubtask(fault.subtask, fault.forMs);
      case "delayChannel":
        return this.#seams.virtual?.delayChannel(fault.channel, fault.byMs, fault.forMs);
      case "crashCoordinator":
        return this.#crash();
      case "restoreFrom":
        return this.#master?.setBack();
      case "discardCheckpoint":
        return this.#master?.checkpoints?.giveUp(fault.checkpointId);
      case "loseAcknowledge":
      case "delayAcknowledge":
      case "failSnapshot":
      case "slowSnapshot":
      case "crashBeforeCommit":
        return this.#armed.arm(fault);
    }
  }

  /** Live attempts that have their slot on `executor`, wherever they were planned. */
  #on(executor: number): readonly TaskIndex[] {
    return [...this.#placed].flatMap(([subtask, placed]) => (placed.isLive && placed.executor === executor ? [subtask] : []));
  }

  /** The worker of `subtask` ends without a word, and is missed a moment later. */
  #kill(subtask: TaskIndex, message: string): void {
    const attempt = this.attempt(subtask);
    if (attempt === undefined) return;
    this.#release(subtask);
    this.lost(subtask, attempt, message);
  }

  #release(subtask: TaskIndex): void {
    const attempt = this.attempt(subtask);
    if (attempt === undefined) return;
    this.#placed.delete(subtask);
    this.#seams.send({ kind: "release", subtask, attempt });
  }

  /** The job master dies, its tasks with it; another takes over from the newest complete checkpoint. [RS8] */
  #crash(): void {
    for (const subtask of this.#plan.topology.subtasks.keys()) this.#release(subtask);
    this.#seams.log({ kind: "jobStatus", status: "SUSPENDED", cause: engineMessage("masterCrashed") }, coordinator);
    this.#epoch++;
    this.#resources.releaseJob(this.#plan.jobId);
    this.#master = undefined;
    this.#seams.schedule(this.#seams.now() + this.#seams.takeOverMs(), this.#guarded(() => this.start("latest")));
  }

  /** A command of the job master has arrived at the tasks. */
  #arrived(command: TaskCommand): void {
    const { subtask, attempt } = command;
    switch (command.kind) {
      case "deploy":
        this.#placed.set(subtask, { attempt, executor: command.executor, isLive: true });
        return this.#seams.send(command);
      case "release":
        if (this.attempt(subtask) === attempt) this.#release(subtask);
        return;
      case "mail":
        return this.#deliver(command);
    }
  }

  #deliver(command: Extract<TaskCommand, { readonly kind: "mail" }>): void {
    const { subtask, attempt, mail } = command;
    const placed = this.#placed.get(subtask);
    if (placed?.isLive !== true || placed.attempt !== attempt) {
      // What a worker without that task answers (Flink's Task.java): the coordinator must not wait for it.
      if (mail.kind === "triggerCheckpoint") this.report(subtask, attempt, notRunning(mail.barrier.id));
    } else if (mail.kind === "checkpointComplete" && this.#armed.take("crashBeforeCommit", subtask) !== undefined) {
      this.#kill(subtask, "the worker died before it could commit");
    } else this.#seams.send(command);
  }

  #send(command: ControlCommand): void {
    if (command.kind === "jobEnded") {
      this.#ended = command.status;
      this.#resources.releaseJob(this.#plan.jobId);
      this.#seams.onEnded?.(command.status, this.failureCause);
      return;
    }
    if (command.kind === "deploy") this.#firstAttempt = Math.max(this.#firstAttempt, command.attempt + 1);
    this.#seams.links.command(command, this.#guarded(() => this.#arrived(command)));
  }

  /** Acts on the job master that is in charge now, if it still is then. */
  #toMaster(action: (master: JobMaster) => void): () => void {
    return this.#guarded(() => {
      if (this.#master !== undefined) action(this.#master);
    });
  }

  #guarded<Args extends readonly unknown[]>(action: (...args: Args) => void): (...args: Args) => void {
    const epoch = this.#epoch;
    return (...args) => {
      if (this.#epoch === epoch) action(...args);
    };
  }

  #context(): ControlContext {
    const { storage, ...seams } = this.#seams;
    return {
      now: () => seams.now(),
      random: this.#random,
      schedule: (at, callback) => seams.schedule(Math.max(at, seams.now()), this.#guarded(callback)),
      send: (command) => this.#send(command),
      log: (event, subtask = coordinator) => seams.log(event, subtask),
      storage: {
        write: (path, text, done) => storage.write(path, text, this.#guarded(done)),
        read: (path, done) => storage.read(path, this.#guarded(done)),
        list: (directory, done) => storage.list(directory, this.#guarded(done)),
        remove: (path, done) => storage.remove(path, this.#guarded(done)),
      },
    };
  }
}

const needsVirtualTime = "This fault needs the deterministic mode.";

function notRunning(checkpointId: CheckpointId): TaskReport {
  return { kind: "decline", checkpointId, reason: "CHECKPOINT_DECLINED_TASK_NOT_READY", message: "the task is not running" };
}

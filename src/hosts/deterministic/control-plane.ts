import { deriveSeed, seededRandom } from "../../base/random.ts";
import type { Random } from "../../base/random.ts";
import { nothingRecovered, recoverCheckpoints } from "../../control/checkpoint-store.ts";
import type { RecoveredCheckpoints } from "../../control/checkpoint-store.ts";
import type { CheckpointStorage, ControlCommand, ControlContext } from "../../control/control-context.ts";
import { JobMaster } from "../../control/job-master.ts";
import type { JobPlan } from "../../control/job-plan.ts";
import type { JobStatus } from "../../graph/execution-state.ts";
import type { LogEventBody } from "../../observe/event.ts";
import { coordinator } from "../../observe/event.ts";
import type { TaskReport } from "../../runtime/environment.ts";
import type { EventQueue } from "./event-queue.ts";
import type { HostAction, HostResults } from "./host-action.ts";
import type { VirtualTimes } from "./virtual-times.ts";

export interface ControlPlaneOptions {
  readonly plan: JobPlan;
  readonly seed: number;
  readonly queue: EventQueue;
  readonly times: VirtualTimes;
  now(): number;
  log(event: LogEventBody, subtask: number): void;
  /** Queues an action of the host. */
  act<Kind extends HostAction["kind"]>(
    action: Extract<HostAction, { readonly kind: Kind }>,
    onResult: (result: HostResults[Kind]) => void,
  ): void;
  /** A command of the job master has arrived at the tasks' side. */
  onCommand(command: ControlCommand): void;
}

/** The job master in virtual time: its timers, its links to the tasks, its storage, and its replacement after a crash. */
export class ControlPlane {
  private readonly options: ControlPlaneOptions;
  private readonly random: Random;
  private jobMaster: JobMaster | undefined;
  /** Counts job masters; what was meant for an older one comes to nothing. */
  private epoch = 0;
  /** Where a new job master begins to number attempts. */
  private firstAttempt = 0;
  private endedStatus: JobStatus | undefined;
  /** Latest arrival per link: messages of one link do not overtake each other. */
  private readonly arrivals = new Map<string, number>();

  constructor(options: ControlPlaneOptions) {
    this.options = options;
    this.random = seededRandom(deriveSeed(options.seed, 0x6a6d));
  }

  /** Status when the job reached a globally terminal one. */
  get ended(): JobStatus | undefined {
    return this.endedStatus;
  }

  get failureCause(): string | undefined {
    return this.jobMaster?.failureCause;
  }

  /** The job master that is in charge; undefined while a new one takes over. */
  get master(): JobMaster | undefined {
    return this.jobMaster;
  }

  start(restore: "latest" | "none"): void {
    const context = this.context();
    if (restore === "none") this.startMaster(context, nothingRecovered);
    else recoverCheckpoints(context.storage, this.options.plan.jobId, (found) => this.startMaster(context, found));
  }

  /** The job master dies; another takes over from the newest complete checkpoint. [RS8] */
  crash(): void {
    const { queue, times, now, log, plan } = this.options;
    log({ kind: "jobStatus", status: "SUSPENDED", cause: "the job master crashed" }, coordinator);
    this.epoch++;
    this.jobMaster = undefined;
    const context = this.context();
    queue.plan(now() + times.takeOverMs(), () => {
      recoverCheckpoints(context.storage, plan.jobId, (found) => this.startMaster(context, found));
    });
  }

  /** A report leaves its task now. */
  report(subtask: number, attempt: number, report: TaskReport, delayMs: number): void {
    this.toMaster(`from ${subtask}`, delayMs, (master) => master.onReport(subtask, attempt, report));
  }

  taskLost(subtask: number, attempt: number, message: string): void {
    const detectionMs = this.options.times.detectionMs();
    this.toMaster(`from ${subtask}`, detectionMs, (master) => master.onTaskLost(subtask, attempt, message));
  }

  executorLost(executor: number): void {
    const detectionMs = this.options.times.detectionMs();
    this.toMaster(`executor ${executor}`, detectionMs, (master) => master.onExecutorLost(executor));
  }

  private startMaster(context: ControlContext, found: RecoveredCheckpoints): void {
    const { plan } = this.options;
    this.jobMaster = new JobMaster(plan, context, { firstAttempt: this.firstAttempt });
    this.jobMaster.start(found);
  }

  private toMaster(link: string, delayMs: number, action: (master: JobMaster) => void): void {
    const { epoch } = this;
    this.options.queue.plan(this.arrival(link, delayMs), () => {
      if (this.epoch === epoch && this.jobMaster !== undefined) action(this.jobMaster);
    });
  }

  /** When a message that leaves now over `link` arrives. */
  private arrival(link: string, delayMs: number): number {
    const at = Math.max(this.options.now() + delayMs, this.arrivals.get(link) ?? -Infinity);
    this.arrivals.set(link, at);
    return at;
  }

  private context(): ControlContext {
    const { epoch } = this;
    const { queue, log, now } = this.options;
    const guarded = (action: () => void) => () => {
      if (this.epoch === epoch) action();
    };
    return {
      now,
      random: this.random,
      schedule: (at, callback) => queue.plan(Math.max(at, now()), guarded(callback)),
      send: (command) => this.send(command, guarded),
      log: (event, subtask = coordinator) => log(event, subtask),
      storage: this.storage(guarded),
    };
  }

  private send(command: ControlCommand, guarded: (action: () => void) => () => void): void {
    const { queue, times, onCommand } = this.options;
    if (command.kind === "jobEnded") {
      this.endedStatus = command.status;
      return;
    }
    if (command.kind === "deploy") this.firstAttempt = Math.max(this.firstAttempt, command.attempt + 1);
    // Deployments and releases share one link; mail to a subtask never overtakes its deployment.
    const toSubtask = `to ${command.subtask}`;
    const deployment = command.kind !== "mail";
    const at = this.arrival(deployment ? "deployments" : toSubtask, times.controlLatencyMs());
    if (deployment) this.arrivals.set(toSubtask, Math.max(at, this.arrivals.get(toSubtask) ?? at));
    queue.plan(at, guarded(() => onCommand(command)));
  }

  private storage(guarded: (action: () => void) => () => void): CheckpointStorage {
    const { act, queue, times, now } = this.options;
    const later = (action: () => void): void => void queue.plan(now() + times.storageMs(), guarded(action));
    return {
      write: (path, text, done) =>
        act<"storageWrite">({ kind: "storageWrite", path, text }, (failure) => later(() => done(failure))),
      read: (path, done) => act<"storageRead">({ kind: "storageRead", path }, (text) => later(() => done(text))),
      list: (directory, done) =>
        act<"storageList">({ kind: "storageList", directory }, (names) => later(() => done([...names].sort()))),
      remove: (directory) => act<"storageRemove">({ kind: "storageRemove", directory }, () => {}),
    };
  }
}

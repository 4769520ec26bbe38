import type { StorageFailure } from "../../base/lookup.ts";
import type { TaskIndex } from "../../stream/indices.ts";
import type { CheckpointStorage, TaskCommand } from "../../control/control-context.ts";
import { Dispatcher } from "../../control/dispatcher.ts";
import type { JobMaster } from "../../control/job-master.ts";
import type { JobPlan } from "../../control/job-plan.ts";
import type { JobRunner } from "../../control/job-runner.ts";
import type { CommandAnswer, JobCommand } from "../../control/run-command.ts";
import type { JobStatus } from "../../graph/execution-state.ts";
import { coordinator } from "../../observe/event.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { LogWriter } from "../../observe/log-writer.ts";
import type { TaskReport } from "../../runtime/environment.ts";
import { CausalLog } from "./causal-log.ts";

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
  send(command: TaskCommand): void;
  /** The job reached a globally terminal status. */
  onEnded(status: JobStatus, cause: string | undefined): void;
}

export interface FreeRunningOptions {
  readonly plan: JobPlan;
  readonly seed: number;
  readonly log: LogWriter;
  readonly seams: FreeRunningSeams;
}

/** A job whose tasks run freely in workers: its control loop between real messages and real timers, and the one log of them all. */
export class FreeRunningJob {
  readonly #options: FreeRunningOptions;
  readonly #causalLog: CausalLog;
  readonly #runner: JobRunner;

  constructor(options: FreeRunningOptions) {
    this.#options = options;
    const { plan, seed, seams } = options;
    this.#causalLog = new CausalLog(plan.topology, options.log);
    this.#runner = new Dispatcher(plan.slots).submitJob({
      plan,
      seed,
      seams: {
        now: () => seams.now(),
        schedule: (at, callback) => seams.delay(Math.max(0, at - seams.now()), callback),
        log: (event, subtask) => this.#causalLog.fromControl(subtask, seams.now(), event),
        storage: seams.storage,
        links: {
          command: (_command, arrive) => arrive(),
          report: (_subtask, delayMs, arrive) => (delayMs > 0 ? void seams.delay(delayMs, arrive) : arrive()),
          loss: (_of, arrive) => void seams.delay(0, arrive),
        },
        takeOverMs: () => 0,
        send: (command) => this.#carryOut(command),
        onEnded: (status, cause) => seams.onEnded(status, cause),
      },
    });
  }

  get master(): JobMaster | undefined {
    return this.#runner.master;
  }

  start(restore: "latest" | "none"): void {
    this.#runner.start(restore);
  }

  command(command: JobCommand): CommandAnswer {
    return this.#runner.command(command);
  }

  /** A report that has arrived from a worker. */
  onReport(subtask: TaskIndex, attempt: number, report: TaskReport): void {
    this.#runner.report(subtask, attempt, report);
    const over = report.kind === "executionState" && (report.state === "FAILED" || report.state === "CANCELED");
    if (over && this.#runner.attempt(subtask) === attempt) this.#close(subtask);
  }

  /** Events that a task logged, in order; `at` is the job clock when it sent them. */
  onEvents(subtask: TaskIndex, attempt: number, at: number, events: readonly LogEventBody[]): void {
    if (this.#runner.attempt(subtask) === attempt) this.#causalLog.fromTask(subtask, at, events);
  }

  /** How many events of each subtask came into the log since the last call. */
  takeWritten(): ReadonlyMap<TaskIndex, number> {
    return this.#causalLog.takeWritten();
  }

  /** The worker of an attempt ended without a word, or did not start. */
  onTaskLost(subtask: TaskIndex, attempt: number, message: string): void {
    if (this.#runner.attempt(subtask) !== attempt) return;
    this.#close(subtask);
    this.#runner.lost(subtask, attempt, message);
  }

  /** What storage could not do behind the end of the job. */
  onStorageFailed(failures: readonly StorageFailure[]): void {
    for (const failure of failures) {
      this.#causalLog.fromControl(coordinator, this.#options.seams.now(), { kind: "storageFailed", ...failure, outcome: "leftBehind" });
    }
  }

  #close(subtask: TaskIndex): void {
    this.#causalLog.closed(subtask, this.#options.seams.now());
  }

  #carryOut(command: TaskCommand): void {
    if (command.kind === "deploy") this.#causalLog.opened(command.subtask);
    if (command.kind === "release") this.#close(command.subtask);
    this.#options.seams.send(command);
  }
}

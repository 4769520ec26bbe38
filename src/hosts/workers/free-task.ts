import { storageFailure } from "../../base/lookup.ts";
import type { CheckpointId } from "../../stream/indices.ts";
import type { SubtaskCounters } from "../../observe/counters.ts";
import type { Environment, Mail, Task, TaskReport } from "../../runtime/environment.ts";
import { taskFailure } from "../../runtime/task-failure.ts";
import { createTask } from "../../runtime/task.ts";
import { driveTask } from "../drive-task.ts";
import { createTaskEnvironment } from "../task-environment.ts";
import { portChannels, sharedChannels } from "./channel-ends.ts";
import type { TaskChannels } from "./channel-ends.ts";
import type { HeldElements, TakenCount } from "./open-ends.ts";
import { PublishedCounts } from "./published-counts.ts";
import { Outbox } from "./outbox.ts";
import { countersOf, forwardedTransactions, operatorCountersOf, readRestoredFiles } from "./task-thread.ts";
import type { TaskThread } from "./task-thread.ts";
import type { PortLinks, SharedLinks, TaskSetting } from "./task-message.ts";
import { wakeDelayOf } from "./wake-delay.ts";

/** A task that runs freely in its thread. [HB4] */
export class FreeTask {
  readonly #thread: TaskThread;
  readonly #setting: TaskSetting;
  readonly #startedAt: number;
  readonly #counters: SubtaskCounters;
  readonly #operatorCounters: Float64Array;
  readonly #ends: TaskChannels;
  readonly #outbox: Outbox;
  readonly #counts: PublishedCounts;
  readonly #atRest: TaskReport[] = [];
  #early: Mail[] = [];
  #task: Task | undefined;
  #paused = false;
  #cancelled = false;
  #finished = false;
  #broken = false;

  constructor(thread: TaskThread, setting: TaskSetting, links: SharedLinks | PortLinks) {
    this.#thread = thread;
    this.#setting = setting;
    this.#startedAt = links.startedAt;
    this.#counters = countersOf(setting);
    this.#operatorCounters = operatorCountersOf(setting, links.operatorCounters);
    this.#outbox = new Outbox(thread, links.logMax);
    this.#counts = new PublishedCounts(thread, setting, {
      subtasks: links.subtasks,
      own: this.#counters,
      operators: this.#operatorCounters,
      operatorsAt: links.operatorCounters,
    });
    const wakeDelay = wakeDelayOf(setting.deployment, () => thread.now());
    this.#ends = links.kind === "shared" ? sharedChannels(links, this.#counters, wakeDelay) : portChannels(links);
  }

  async run(): Promise<void> {
    const thread = this.#thread;
    const setting = this.#setting;
    try {
      const files = await readRestoredFiles(thread, setting.deployment.restore);
      const task = createTask(setting.deployment, this.#environment(), thread.catalog, files);
      this.#task = task;
      for (const mail of this.#early.splice(0)) task.post(mail);
      await driveTask(task, {
        sleeper: this.#ends.sleeper,
        now: () => thread.now(),
        yieldToEvents: () => thread.yieldToEvents(),
        announce: () => this.#ends.announce(),
        onPause: () => {
          this.#outbox.endStep();
          this.#tell();
        },
        isWanted: () => true,
        isPaused: () => !this.#cancelled && (this.#paused || this.#outbox.isFull),
      });
      this.#finished = true;
      task.close();
      this.#tell();
      // A promise that a function left rejected is told of when the thread comes to rest: before its task counts as finished. [SB47]
      await thread.yieldToEvents();
      if (this.#broken) return;
      for (const report of this.#atRest.splice(0)) thread.post({ kind: "report", report });
      thread.post({ kind: "over", failure: undefined });
    } catch (error) {
      this.#tell();
      thread.post({ kind: "over", failure: taskFailure(error) });
    }
  }

  /** Something failed in its thread outside of its steps, and was told: it does not finish any more. */
  breakOff(): void {
    this.#broken = true;
  }

  /** Steps no more until it is called with false, or the task is cancelled. What is under way in this step is finished. */
  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#ends.ring();
  }

  /** The control plane has dealt with so much of what the task told it. */
  confirmed(events: number, bytes: number): void {
    this.#outbox.confirmed(events, bytes);
    this.#ends.ring();
  }

  taken(): readonly TakenCount[] {
    return this.#ends.open.taken();
  }

  contents(taken: readonly TakenCount[]): readonly HeldElements[] {
    return this.#ends.open.contents(taken);
  }

  post(mail: Mail): void {
    const due = mail.kind === "triggerCheckpoint" ? this.#onTasksClock(mail) : mail;
    if (mail.kind === "cancel") this.#cancelled = true;
    if (this.#finished && mail.kind === "triggerCheckpoint") return this.#declineCheckpoint(mail.barrier.id);
    if (this.#task === undefined) this.#early.push(due);
    else this.#task.post(due);
    this.#ends.ring();
  }

  /** The coordinator had not yet heard that the task is gone; without an answer it would wait until the checkpoint expires. [CP14] */
  #declineCheckpoint(checkpointId: CheckpointId): void {
    const reason = "CHECKPOINT_DECLINED_TASK_NOT_READY";
    this.#thread.post({ kind: "report", report: { kind: "decline", checkpointId, reason, message: "the task has finished" } });
  }

  #tell(): void {
    this.#outbox.sendEvents();
    this.#counts.publish(this.#ends.open, this.#paused);
  }

  /** The job master counts from the start of the run; a task's clock shows processing time as Flink's does. */
  #onTasksClock(mail: Extract<Mail, { readonly kind: "triggerCheckpoint" }>): Mail {
    const triggeredAt = mail.barrier.triggeredAt + this.#startedAt;
    return { ...mail, barrier: { ...mail.barrier, triggeredAt } };
  }

  #environment(): Environment {
    const thread = this.#thread;
    const setting = this.#setting;
    const counters = this.#counters;
    const operatorCounters = this.#operatorCounters;
    const { deployment, seed } = setting;
    const transactions = forwardedTransactions((operation, transfer) => {
      if (operation.kind === "stage") this.#outbox.staged(operation.bytes.length);
      // What happened before is told before: when the store fails, nothing behind it counts.
      this.#outbox.sendEvents();
      thread.post({ kind: "transaction", operation }, transfer);
    });
    return createTaskEnvironment({ deployment, seed, counters, operatorCounters, functions: thread.functions, transactions }, {
      now: () => Math.floor(thread.now()),
      emit: (event) => this.#outbox.emit(event),
      report: (report) => {
        this.#outbox.sendEvents();
        if (report.kind === "executionState" && report.state === "FINISHED") this.#atRest.push(report);
        else thread.post({ kind: "report", report });
      },
      store: (checkpointId, path, parts) => this.#store(checkpointId, path, parts),
      ask: (requestId, port, request) => thread.post({ kind: "portRequest", requestId, port, request }),
      openInput: (descriptor) => this.#ends.openInput(descriptor),
      openOutput: (descriptor, onWait) =>
        this.#ends.openOutput(descriptor, (waits) => {
          onWait(waits);
          // Whoever takes what this step sends has nothing of it in the log before this task has: both would wait for each other.
          if (waits) this.#outbox.sendEvents();
        }),
    });
  }

  #store(checkpointId: CheckpointId, path: string, parts: readonly Uint8Array[]): void {
    this.#thread.writeFile(path, parts).then(
      () => this.post({ kind: "snapshotWritten", checkpointId, path }),
      (error: unknown) => this.post({ kind: "snapshotFailed", checkpointId, failure: storageFailure("write", path, error) }),
    );
  }
}

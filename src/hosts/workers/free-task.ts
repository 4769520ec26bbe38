import { deriveSeed, seededRandom } from "../../base/random.ts";
import { snapshotPath } from "../../control/checkpoint-metadata.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { Environment, Mail, Task } from "../../runtime/environment.ts";
import { Doorbell } from "../../runtime/io/doorbell.ts";
import { RingInput } from "../../runtime/io/ring-input.ts";
import { RingOutput } from "../../runtime/io/ring-output.ts";
import { taskFailure } from "../../runtime/task-failure.ts";
import { createTask } from "../../runtime/task.ts";
import { StringInterner } from "../../stream/string-interner.ts";
import { counterIndex } from "../../observe/counters.ts";
import { driveTask } from "../drive-task.ts";
import { sharedSleeper } from "./sleeper.ts";
import { countersOf, forwardedTransactions, readRestoredFiles } from "./task-thread.ts";
import type { TaskThread } from "./task-thread.ts";
import { cancelWord } from "./task-message.ts";
import type { SharedLinks, TaskSetting } from "./task-message.ts";

/** A task that runs freely in its thread, on shared rings and one doorbell. [HB4] */
export class FreeTask {
  private readonly thread: TaskThread;
  private readonly setting: TaskSetting;
  private readonly links: SharedLinks;
  private readonly bell: Doorbell;
  private readonly interner = new StringInterner();
  private events: LogEventBody[] = [];
  private early: Mail[] = [];
  private requests = 0;
  private task: Task | undefined;

  constructor(thread: TaskThread, setting: TaskSetting, links: SharedLinks) {
    this.thread = thread;
    this.setting = setting;
    this.links = links;
    this.bell = new Doorbell(links.bell);
  }

  async run(): Promise<void> {
    const { thread, setting } = this;
    try {
      const files = await readRestoredFiles(thread, setting.deployment.restore);
      const task = createTask(setting.deployment, this.environment(), thread.catalog, files);
      this.task = task;
      for (const mail of this.early.splice(0)) task.post(mail);
      await driveTask(task, {
        sleeper: sharedSleeper(this.bell),
        now: () => thread.now(),
        yieldToEvents: () => thread.yieldToEvents(),
        onPause: () => this.sendEvents(),
        isWanted: () => true,
      });
      task.close();
      this.sendEvents();
      thread.post({ kind: "over", failure: undefined });
    } catch (error) {
      this.sendEvents();
      thread.post({ kind: "over", failure: taskFailure(error) });
    }
  }

  post(mail: Mail): void {
    const due = mail.kind === "triggerCheckpoint" ? this.onTasksClock(mail) : mail;
    if (this.task === undefined) this.early.push(due);
    else this.task.post(due);
    this.bell.ring();
  }

  /** The job master counts from the start of the run; a task's clock shows processing time as Flink's does. */
  private onTasksClock(mail: Extract<Mail, { readonly kind: "triggerCheckpoint" }>): Mail {
    const triggeredAt = mail.barrier.triggeredAt + this.links.startedAt;
    return { ...mail, barrier: { ...mail.barrier, triggeredAt } };
  }

  private sendEvents(): void {
    if (this.events.length === 0) return;
    const { events } = this;
    this.events = [];
    this.thread.post({ kind: "events", atEpochMs: this.thread.now(), events });
  }

  private environment(): Environment {
    const { thread, setting } = this;
    const { deployment, seed } = setting;
    const { subtask, attempt, options } = deployment;
    const counters = countersOf(setting);
    const cancelled = new Int32Array(this.links.bell);
    const blocking = {
      isCancelled: () => Atomics.load(cancelled, cancelWord) !== 0,
      onWait: () => {
        counters[counterIndex.heartbeat] = (counters[counterIndex.heartbeat] ?? 0) + 1;
      },
    };
    return {
      clock: { now: () => Math.floor(thread.now()) },
      random: seededRandom(deriveSeed(deriveSeed(seed, subtask), attempt)),
      trace: { records: options.tracesRecords, emit: (event) => void this.events.push(event) },
      counters,
      coordinator: {
        report: (report) => {
          this.sendEvents();
          thread.post({ kind: "report", report });
        },
      },
      snapshots: { write: (checkpointId, bytes) => this.store(checkpointId, bytes) },
      transactions: forwardedTransactions((operation, transfer) => thread.post({ kind: "transaction", operation }, transfer)),
      ports: {
        request: (port, request) => {
          const requestId = this.requests++;
          thread.post({ kind: "portRequest", requestId, port, request });
          return requestId;
        },
      },
      functions: thread.functions,
      openInput: (descriptor) => {
        const { ring, peerBell } = this.link(descriptor.channel);
        return new RingInput(descriptor, ring, { producerBell: new Doorbell(peerBell), interner: this.interner });
      },
      openOutput: (descriptor) => {
        const { ring, peerBell } = this.link(descriptor.channel);
        return new RingOutput(descriptor, ring, { consumerBell: new Doorbell(peerBell), blocking });
      },
      serviceTimeMs: options.serviceTimeMs,
    };
  }

  private link(channel: number): SharedLinks["channels"][number] {
    const link = this.links.channels.find((each) => each.channel === channel);
    if (link === undefined) throw new Error(`[HB3] channel ${channel} has no memory`);
    return link;
  }

  private store(checkpointId: number, bytes: Uint8Array): void {
    const { jobId, subtask, attempt } = this.setting.deployment;
    const path = snapshotPath(jobId, checkpointId, subtask, attempt);
    this.thread.writeFile(path, bytes).then(
      () => this.post({ kind: "snapshotWritten", checkpointId, path }),
      (error: unknown) => this.post({ kind: "snapshotFailed", checkpointId, message: String(error) }),
    );
  }
}

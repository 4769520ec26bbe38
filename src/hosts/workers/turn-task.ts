import { deriveSeed, seededRandom } from "../../base/random.ts";
import { snapshotPath } from "../../control/checkpoint-metadata.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { Environment, Task, TaskReport } from "../../runtime/environment.ts";
import type { ChannelDescriptor } from "../../runtime/io/channel.ts";
import { taskFailure } from "../../runtime/task-failure.ts";
import { createTask } from "../../runtime/task.ts";
import type { Effects } from "../deterministic/host-action.ts";
import { TrafficCount } from "../deterministic/traffic-count.ts";
import { StepAllowance } from "../step-allowance.ts";
import { LocalChannel } from "../in-process/local-channel.ts";
import { countersOf, forwardedTransactions, readRestoredFiles } from "./task-thread.ts";
import type { TaskThread } from "./task-thread.ts";
import type { Arrival, Taken, TaskSetting, ToTask } from "./task-message.ts";

interface InputEnd {
  readonly channel: LocalChannel;
  readonly number: number;
  /** Records that have arrived, and what of the elements taken was reported. */
  arrived: number;
  reportedRecords: number;
  reportedElements: number;
}

/** A task whose turns are granted by the deterministic driver in another thread. [DT1] */
export class TurnTask {
  private readonly thread: TaskThread;
  private readonly setting: TaskSetting;
  private readonly inputs = new Map<number, InputEnd>();
  private readonly outputs = new Map<number, LocalChannel>();
  private readonly limits = new Map<number, number>();
  private readonly early: Arrival[] = [];
  private readonly traffic = new TrafficCount();
  private writes: Promise<unknown>[] = [];
  private events: LogEventBody[] = [];
  private reports: TaskReport[] = [];
  private snapshots: Effects["snapshots"][number][] = [];
  private portRequests: Effects["portRequests"][number][] = [];
  private readonly allowance = new StepAllowance();
  private requests = 0;
  private now = 0;
  private task: Task | undefined;

  constructor(thread: TaskThread, setting: TaskSetting) {
    this.thread = thread;
    this.setting = setting;
  }

  async deploy(): Promise<void> {
    const { thread, setting } = this;
    let failure: ReturnType<typeof taskFailure> | undefined;
    try {
      const files = await readRestoredFiles(thread, setting.deployment.restore);
      this.task = createTask(setting.deployment, this.environment(), thread.catalog, files);
    } catch (error) {
      failure = taskFailure(error);
    }
    await this.settle();
    thread.post({ kind: "deployed", reply: { ...this.takeEffects(), failure }, ...this.takeTraffic() });
  }

  async turn({ request, arrivals, taken }: Extract<ToTask, { readonly kind: "turn" }>): Promise<void> {
    const { task } = this;
    if (task === undefined) throw new Error("[DT1] a turn for a task that was not built");
    this.now = request.now;
    for (const { channel, records } of taken) this.outputs.get(channel)?.release(records);
    for (const { channel, elements } of arrivals) this.arrive(channel, elements);
    for (const [channel, limit] of request.readLimits) {
      this.limits.set(channel, limit);
      this.inputs.get(channel)?.channel.input.setReadLimit(limit);
    }
    let failure: ReturnType<typeof taskFailure> | undefined;
    let progress: ReturnType<Task["step"]> = "finished";
    try {
      for (const mail of request.mail) task.post(mail);
      progress = task.step(request.budget);
      this.allowance.endStep();
    } catch (error) {
      failure = taskFailure(error);
    }
    const wakeups =
      failure === undefined
        ? { busyUntil: task.busyUntil, nextTimerAt: task.nextTimerAt() }
        : { busyUntil: -Infinity, nextTimerAt: Infinity };
    await this.settle();
    this.thread.post({
      kind: "turned",
      reply: { ...this.takeEffects(), progress, traffic: this.traffic.take(), failure, ...wakeups },
      ...this.takeTraffic(),
    });
  }

  private arrive(channel: number, elements: Arrival["elements"]): void {
    const end = this.inputs.get(channel);
    if (end === undefined) {
      // A task opens its inputs in its first step; a producer may be further on.
      this.early.push({ channel, elements });
      return;
    }
    end.channel.put(elements);
    end.arrived += elements.filter(({ bytes }) => bytes !== undefined).length;
  }

  /** Snapshots are on the disk before the turn is over: the driver decides when that is known. */
  private async settle(): Promise<void> {
    const writes = this.writes;
    this.writes = [];
    await Promise.all(writes);
  }

  private emit(event: LogEventBody): void {
    this.allowance.event(event);
    this.events.push(event);
  }

  private takeEffects(): Effects {
    const { events, reports, snapshots, portRequests } = this;
    this.events = [];
    this.reports = [];
    this.snapshots = [];
    this.portRequests = [];
    return { events, reports, snapshots, portRequests };
  }

  private takeTraffic(): { readonly departures: readonly Arrival[]; readonly taken: readonly Taken[] } {
    const departures = [...this.outputs]
      .map(([channel, ends]) => ({ channel, elements: ends.take() }))
      .filter(({ elements }) => elements.length > 0);
    const taken: Taken[] = [];
    for (const end of this.inputs.values()) {
      const records = end.arrived - end.channel.heldRecords;
      const elements = end.channel.input.taken;
      const { reportedRecords, reportedElements } = end;
      if (elements === reportedElements) continue;
      taken.push({ channel: end.number, elements: elements - reportedElements, records: records - reportedRecords });
      end.reportedRecords = records;
      end.reportedElements = elements;
    }
    return { departures, taken };
  }

  private environment(): Environment {
    const { thread, setting, limits } = this;
    const { deployment, seed } = setting;
    const { jobId, subtask, attempt } = deployment;
    return {
      clock: { now: () => this.now },
      random: seededRandom(deriveSeed(deriveSeed(seed, subtask), attempt)),
      trace: { records: deployment.options.tracesRecords, emit: (event) => this.emit(event) },
      counters: countersOf(setting),
      coordinator: {
        report: (report) => {
          // The first turn builds the task, however long that takes, and then runs functions, which have a limit.
          if (report.kind === "executionState" && report.state === "RUNNING") thread.post({ kind: "pong" });
          this.reports.push(report);
        },
      },
      snapshots: {
        write: (checkpointId, parts) => {
          const path = snapshotPath(jobId, checkpointId, subtask, attempt);
          this.writes.push(thread.writeFile(path, parts));
          const bytes = parts.reduce((sum, { length }) => sum + length, 0);
          this.snapshots.push({ checkpointId, path, bytes });
        },
      },
      transactions: forwardedTransactions((operation, transfer) => {
        if (operation.kind === "stage") this.allowance.staged(operation.bytes.length);
        thread.post({ kind: "transaction", operation }, transfer);
      }),
      ports: {
        request: (port, request) => {
          const requestId = this.requests++;
          this.portRequests.push({ requestId, port, request });
          return requestId;
        },
      },
      functions: thread.functions,
      openInput: (descriptor: ChannelDescriptor) => {
        const channel = new LocalChannel(descriptor);
        this.inputs.set(descriptor.channel, {
          channel,
          number: descriptor.channel,
          arrived: 0,
          reportedRecords: 0,
          reportedElements: 0,
        });
        channel.input.setReadLimit(limits.get(descriptor.channel) ?? 0);
        for (const arrival of this.early)
          if (arrival.channel === descriptor.channel) this.arrive(arrival.channel, arrival.elements);
        return this.traffic.input(descriptor.channel, channel.input);
      },
      openOutput: (descriptor: ChannelDescriptor) => {
        const channel = new LocalChannel(descriptor);
        this.outputs.set(descriptor.channel, channel);
        return this.traffic.output(descriptor.channel, channel.output);
      },
      serviceTimeMs: deployment.options.serviceTimeMs,
    };
  }
}

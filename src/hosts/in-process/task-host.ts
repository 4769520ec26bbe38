import { deriveSeed, seededRandom } from "../../base/random.ts";
import { snapshotPath } from "../../control/checkpoint-metadata.ts";
import type { TaskDeployment, TaskRestore } from "../../graph/task-deployment.ts";
import type { Topology } from "../../graph/topology.ts";
import { counterNames } from "../../observe/counters.ts";
import type { LogEventBody } from "../../observe/event.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import type { Environment, FunctionCompiler, PortReply, Task, TaskReport, TransactionStore } from "../../runtime/environment.ts";
import type { ChannelDescriptor, InputChannel } from "../../runtime/io/channel.ts";
import { taskFailure } from "../../runtime/task-failure.ts";
import { joinParts } from "../../runtime/snapshot-builder.ts";
import { createTask } from "../../runtime/task.ts";
import type { DeployReply, Effects, HostAction, HostResult, TurnReply, TurnRequest } from "../deterministic/host-action.ts";
import { TrafficCount } from "../deterministic/traffic-count.ts";
import { StepAllowance } from "../step-allowance.ts";
import { LocalChannel } from "./local-channel.ts";
import type { CheckpointFiles } from "../stores.ts";

/** Seams at which a test may put something of its own in place of the product's part. */
export interface InProcessOptions {
  readonly seed: number;
  readonly topology: Topology;
  readonly catalog: RuntimeCatalog;
  readonly functions: FunctionCompiler;
  readonly files: CheckpointFiles;
  readonly transactions: TransactionStore;
  /** Answers requests to the outside world. */
  readonly port: (port: string, request: unknown) => PortReply;
  /** Makes a channel; `LocalChannel` unless a test plants a bug. */
  readonly channel?: (descriptor: ChannelDescriptor) => LocalChannel;
}

interface RunningTask {
  readonly attempt: number;
  readonly task: Task;
  readonly effects: MutableEffects;
  readonly inputs: Map<number, InputChannel>;
  readonly limits: Map<number, number>;
  readonly traffic: TrafficCount;
  readonly allowance: StepAllowance;
  now: number;
}

interface MutableEffects extends Effects {
  events: LogEventBody[];
  reports: TaskReport[];
  snapshots: Effects["snapshots"][number][];
  portRequests: Effects["portRequests"][number][];
}

/** All tasks of a job in this thread: carries out the driver's actions at once. */
export class InProcessTasks {
  private readonly options: InProcessOptions;
  private readonly tasks = new Map<number, RunningTask>();
  private readonly channels = new Map<number, LocalChannel>();
  private requests = 0;

  constructor(options: InProcessOptions) {
    this.options = options;
  }

  perform(action: HostAction): HostResult {
    const { files } = this.options;
    switch (action.kind) {
      case "deploy":
        return this.deploy(action.deployment);
      case "turn":
        return this.turn(action.request);
      case "terminate":
        return this.terminate(action.subtask);
      case "port":
        return this.options.port(action.port, action.request);
      case "storageWrite":
        return void files.writeText(action.path, action.text);
      case "storageRead":
        return files.readText(action.path);
      case "storageList":
        return files.list(action.directory);
      case "storageRemove":
        return void files.remove(action.directory);
    }
  }

  /** What channel `channel` holds now. */
  contents(channel: number): ReturnType<LocalChannel["contents"]> {
    return this.channels.get(channel)?.contents() ?? [];
  }

  private deploy(deployment: TaskDeployment): DeployReply {
    const { subtask, attempt } = deployment;
    const running = {
      attempt,
      effects: noEffects(),
      inputs: new Map(),
      limits: new Map(),
      traffic: new TrafficCount(),
      allowance: new StepAllowance(),
      now: 0,
    };
    try {
      const files = this.restoredFiles(deployment.restore);
      const environment = this.environment(deployment, running);
      const task = createTask(deployment, environment, this.options.catalog, files);
      this.tasks.set(subtask, Object.assign(running, { task }));
      return { ...takeEffects(running.effects), failure: undefined };
    } catch (error) {
      return { ...takeEffects(running.effects), failure: taskFailure(error) };
    }
  }

  private turn({ subtask, now, budget, mail, readLimits }: TurnRequest): TurnReply {
    const running = this.tasks.get(subtask);
    if (running === undefined) throw new Error(`[DT1] subtask ${subtask} has a turn, but no task`);
    const { task, limits, inputs, effects, traffic } = running;
    running.now = now;
    for (const [channel, limit] of readLimits) {
      limits.set(channel, limit);
      inputs.get(channel)?.setReadLimit(limit);
    }
    try {
      for (const each of mail) task.post(each);
      const progress = task.step(budget);
      running.allowance.endStep();
      const reply = { ...takeEffects(effects), progress, traffic: traffic.take(), failure: undefined };
      return { ...reply, busyUntil: task.busyUntil, nextTimerAt: task.nextTimerAt() };
    } catch (error) {
      this.tasks.delete(subtask);
      closeQuietly(task);
      const reply = { ...takeEffects(effects), progress: "finished" as const, failure: taskFailure(error) };
      return { ...reply, traffic: traffic.take(), busyUntil: -Infinity, nextTimerAt: Infinity };
    }
  }

  private terminate(subtask: number): undefined {
    const running = this.tasks.get(subtask);
    this.tasks.delete(subtask);
    if (running !== undefined) closeQuietly(running.task);
    for (const [channel, { from, to }] of this.options.topology.channels.entries()) {
      if (from === subtask || to === subtask) this.channels.delete(channel);
    }
  }

  private restoredFiles(restore: TaskRestore | undefined): ReadonlyMap<string, Uint8Array> {
    const files = new Map<string, Uint8Array>();
    for (const { keyGroups, operatorStates } of restore?.operators ?? []) {
      const paths = [...keyGroups, ...operatorStates.flatMap(({ elements }) => elements)].map(({ file }) => file);
      for (const path of paths) {
        const bytes = this.options.files.readBytes(path);
        if (bytes === undefined) throw new Error(`the checkpoint's file ${path} is missing`);
        files.set(path, bytes);
      }
    }
    return files;
  }

  private channel(descriptor: ChannelDescriptor): LocalChannel {
    const { channel } = descriptor;
    let made = this.channels.get(channel);
    if (made === undefined) {
      made = this.options.channel?.(descriptor) ?? new LocalChannel(descriptor);
      this.channels.set(channel, made);
    }
    return made;
  }

  private environment(deployment: TaskDeployment, running: Omit<RunningTask, "task">): Environment {
    const { seed, functions, transactions, files } = this.options;
    const { jobId, subtask, attempt } = deployment;
    const { effects, inputs, limits, traffic, allowance } = running;
    const emit = (event: LogEventBody): void => {
      allowance.event(event);
      effects.events.push(event);
    };
    return {
      clock: { now: () => running.now },
      random: seededRandom(deriveSeed(deriveSeed(seed, subtask), attempt)),
      trace: { records: deployment.options.tracesRecords, emit },
      counters: new Float64Array(counterNames.length),
      coordinator: { report: (report) => void effects.reports.push(report) },
      snapshots: {
        write(checkpointId, parts) {
          const bytes = joinParts(parts);
          const path = snapshotPath(jobId, checkpointId, subtask, attempt);
          files.writeBytes(path, bytes);
          effects.snapshots.push({ checkpointId, path, bytes: bytes.length });
        },
      },
      transactions,
      ports: {
        request: (port, request) => {
          const requestId = this.requests++;
          effects.portRequests.push({ requestId, port, request });
          return requestId;
        },
      },
      functions,
      openInput: (descriptor) => {
        const { input } = this.channel(descriptor);
        inputs.set(descriptor.channel, input);
        input.setReadLimit(limits.get(descriptor.channel) ?? 0);
        return traffic.input(descriptor.channel, input);
      },
      openOutput: (descriptor) => traffic.output(descriptor.channel, this.channel(descriptor).output),
      serviceTimeMs: deployment.options.serviceTimeMs,
    };
  }
}

function noEffects(): MutableEffects {
  return { events: [], reports: [], snapshots: [], portRequests: [] };
}

function takeEffects(effects: MutableEffects): Effects {
  const { events, reports, snapshots, portRequests } = effects;
  Object.assign(effects, noEffects());
  return { events, reports, snapshots, portRequests };
}

/** A task that failed may fail again while it is closed; what counts was reported already. */
function closeQuietly(task: Task): void {
  try {
    task.close();
  } catch {
    return;
  }
}

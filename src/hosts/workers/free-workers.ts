import type { ControlCommand } from "../../control/control-context.ts";
import type { LogEventBody } from "../../observe/event.ts";
import { counterIndex, counterNames } from "../../observe/counters.ts";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import type { Mail, TaskReport } from "../../runtime/environment.ts";
import { Doorbell } from "../../runtime/io/doorbell.ts";
import { createRing, ringContents } from "../../runtime/io/ring.ts";
import { usesFunctions } from "./function-use.ts";
import { bellBytes, cancelWord } from "./task-message.ts";
import type { FromTask, MessageEnd, PortLinks, SharedLinks } from "./task-message.ts";
import { silenceMaxMs, slowMaxMs } from "./patience.ts";
import { overran } from "./turn-workers.ts";
import type { WorkerTasksOptions } from "./turn-workers.ts";
import type { TaskWorker, WorkerKind } from "./worker-pool.ts";

/** Workers that a machine of the smallest kind keeps going without one waiting for seconds. */
const workersPerMachine = 8;

export interface FreeWorkersOptions extends WorkerTasksOptions {
  /** Epoch milliseconds of job time 0. */
  readonly startedAt: number;
  onReport(subtask: number, attempt: number, report: TaskReport): void;
  /** `at` is job time. */
  onEvents(subtask: number, attempt: number, at: number, events: readonly LogEventBody[]): void;
  onTaskLost(subtask: number, attempt: number, message: string): void;
}

interface Placed {
  readonly worker: TaskWorker;
  readonly deployment: TaskDeployment;
  /** Messages are handled one after the other, each after the store has done what those before it asked for. */
  queue: Promise<void> | undefined;
  readonly kind: WorkerKind;
  /** True when its task is built: what takes long from then on is a function. */
  running: boolean;
  /** Milliseconds without a sign of life, as far as this thread itself came to look in time. */
  silentMs: number;
  heartbeat: number;
}

/** The workers of a free-running job: channels between them (rings where memory is shared, else ports), and a watch over all. [HB4] */
export class FreeWorkers {
  private readonly options: FreeWorkersOptions;
  private paused = false;
  private readonly placed = new Map<number, Placed>();
  private readonly rings = new Map<number, SharedArrayBuffer>();
  private readonly bells = new Map<number, SharedArrayBuffer>();
  private readonly ports = new Map<number, { readonly producer: MessageEnd; readonly consumer: MessageEnd }>();

  constructor(options: FreeWorkersOptions) {
    this.options = options;
  }

  send(command: Exclude<ControlCommand, { readonly kind: "jobEnded" }>): void {
    switch (command.kind) {
      case "deploy":
        return this.deploy(command.deployment);
      case "release":
        return this.release(command.subtask, command.attempt);
      case "mail":
        return this.mail(command.subtask, command.attempt, command.mail);
    }
  }

  /** Rests all tasks, those still to be deployed included, or has them go on. */
  setPaused(paused: boolean): void {
    this.paused = paused;
    for (const [subtask, { worker }] of this.placed) {
      worker.post({ kind: "pause", on: paused });
      this.wake(subtask);
    }
  }

  mail(subtask: number, attempt: number, mail: Mail): void {
    const placed = this.placed.get(subtask);
    if (placed?.deployment.attempt !== attempt) return;
    placed.worker.post({ kind: "mail", mail });
    const bell = this.bells.get(subtask);
    if (bell !== undefined && mail.kind === "cancel") Atomics.store(new Int32Array(bell), cancelWord, 1);
    this.wake(subtask);
  }

  private wake(subtask: number): void {
    const bell = this.bells.get(subtask);
    if (bell !== undefined) new Doorbell(bell).ring();
  }

  /** Attempt of `subtask` that has a worker now. */
  attempt(subtask: number): number | undefined {
    return this.placed.get(subtask)?.deployment.attempt;
  }

  contents(channel: number): ReturnType<typeof ringContents> {
    const ring = this.rings.get(channel);
    return ring === undefined ? [] : ringContents(ring);
  }

  /**
   * To be called every `everyMs`: a worker that neither answers nor works is ended. A call that comes late counts no longer than one in
   * time: the machine is busy then, and the workers with it. [HB7]
   */
  watch(everyMs: number): void {
    // Many workers share few cores: each may have to wait for its turn longer.
    const share = Math.max(1, this.placed.size / workersPerMachine);
    for (const [subtask, placed] of this.placed) {
      const heartbeat = this.heartbeat(subtask);
      placed.silentMs = heartbeat === placed.heartbeat ? placed.silentMs + everyMs : 0;
      placed.heartbeat = heartbeat;
      const maxMs = share * (placed.running && placed.kind === "functions" ? silenceMaxMs : slowMaxMs);
      if (placed.silentMs <= maxMs) {
        placed.worker.post({ kind: "ping" });
        continue;
      }
      const { deployment } = placed;
      this.release(subtask, deployment.attempt);
      this.options.onTaskLost(subtask, deployment.attempt, overran(deployment, this.options.catalog, maxMs));
    }
  }

  close(): void {
    for (const [subtask, { deployment }] of this.placed) this.release(subtask, deployment.attempt);
  }

  private deploy(deployment: TaskDeployment): void {
    const { pool, catalog, seed, counters, onTaskLost } = this.options;
    const { subtask, attempt } = deployment;
    const kind = usesFunctions(deployment, catalog) ? "functions" : "plain";
    const worker = pool.take(kind, {
      onMessage: (message) => this.onMessage(subtask, attempt, message),
      onBroken: (message) => onTaskLost(subtask, attempt, message),
    });
    const heartbeat = this.heartbeat(subtask);
    this.placed.set(subtask, { worker, deployment, kind, queue: undefined, running: false, silentMs: 0, heartbeat });
    const links = counters === undefined ? this.portLinks(deployment) : this.sharedLinks(deployment);
    const transfer = links.kind === "ports" ? links.channels.map(({ port }) => port) : [];
    worker.post({ kind: "deploy", setting: { deployment, seed, counters, links } }, transfer);
    if (this.paused) worker.post({ kind: "pause", on: true });
  }

  private release(subtask: number, attempt: number): void {
    const placed = this.placed.get(subtask);
    if (placed?.deployment.attempt !== attempt) return;
    placed.worker.terminate();
    this.placed.delete(subtask);
    this.bells.delete(subtask);
    for (const [channel, { from, to }] of this.options.topology.channels.entries()) {
      if (from !== subtask && to !== subtask) continue;
      this.rings.delete(channel);
      this.ports.delete(channel);
    }
  }

  private onMessage(subtask: number, attempt: number, message: FromTask): void {
    const placed = this.placed.get(subtask);
    if (placed?.deployment.attempt !== attempt) return;
    placed.silentMs = 0;
    if (message.kind === "report" && message.report.kind === "executionState" && message.report.state === "RUNNING") placed.running = true;
    if (placed.queue === undefined && message.kind !== "transaction") return this.handle(placed, message);
    const queue = (placed.queue ?? Promise.resolve())
      .then(() => (message.kind === "transaction" ? this.options.stores.apply(message.operation) : this.handle(placed, message)))
      .catch((error: unknown) => this.options.onTaskLost(subtask, attempt, `the transaction store failed: ${String(error)}`))
      .finally(() => {
        if (placed.queue === queue) placed.queue = undefined;
      });
    placed.queue = queue;
  }

  private handle(placed: Placed, message: FromTask): void {
    const { onReport, onEvents, startedAt, port } = this.options;
    const { subtask, attempt } = placed.deployment;
    switch (message.kind) {
      case "report":
        return onReport(subtask, attempt, message.report);
      case "events":
        return onEvents(subtask, attempt, message.atEpochMs - startedAt, message.events);
      case "over":
        if (message.failure === undefined) return;
        return onReport(subtask, attempt, { kind: "executionState", state: "FAILED", failure: message.failure });
      case "portRequest": {
        const { requestId } = message;
        void port(message.port, message.request).then((reply) => this.mail(subtask, attempt, { kind: "portReply", requestId, reply }));
        return;
      }
      default:
    }
  }

  private heartbeat(subtask: number): number {
    const { counters } = this.options;
    if (counters === undefined) return 0;
    return new Float64Array(counters)[subtask * counterNames.length + counterIndex.heartbeat] ?? 0;
  }

  private sharedLinks(deployment: TaskDeployment): SharedLinks {
    const { topology, startedAt } = this.options;
    const { subtask } = deployment;
    const channels = channelsOf(deployment).map((channel) => {
      const ends = topology.channels[channel];
      const peer = ends?.from === subtask ? ends.to : (ends?.from ?? subtask);
      return { channel, ring: this.ring(channel), peerBell: this.bell(peer) };
    });
    return { kind: "shared", startedAt, bell: this.bell(subtask), channels };
  }

  private portLinks(deployment: TaskDeployment): PortLinks {
    const { topology, startedAt } = this.options;
    const channels = channelsOf(deployment).map((channel) => {
      const { producer, consumer } = this.portPair(channel);
      return { channel, port: topology.channels[channel]?.from === deployment.subtask ? producer : consumer };
    });
    return { kind: "ports", startedAt, channels };
  }

  private portPair(channel: number): { readonly producer: MessageEnd; readonly consumer: MessageEnd } {
    const known = this.ports.get(channel);
    if (known !== undefined) return known;
    const { port1, port2 } = new MessageChannel();
    const fresh = { producer: port1 as MessageEnd, consumer: port2 as MessageEnd };
    this.ports.set(channel, fresh);
    return fresh;
  }

  private ring(channel: number): SharedArrayBuffer {
    const known = this.rings.get(channel);
    if (known !== undefined) return known;
    const fresh = createRing({ shared: true }) as SharedArrayBuffer;
    this.rings.set(channel, fresh);
    return fresh;
  }

  private bell(subtask: number): SharedArrayBuffer {
    const known = this.bells.get(subtask);
    if (known !== undefined) return known;
    const fresh = new SharedArrayBuffer(bellBytes);
    this.bells.set(subtask, fresh);
    return fresh;
  }
}

function channelsOf({ inputs, outputs }: TaskDeployment): readonly number[] {
  return [...inputs, ...outputs].flatMap(({ channels }) => channels.map(({ channel }) => channel));
}

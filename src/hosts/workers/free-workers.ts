import { failureLater } from "../storage-answers.ts";
import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { MemoryUse } from "../../control/job-client.ts";
import type { ControlCommand } from "../../control/control-context.ts";
import type { LogEventBody } from "../../observe/event.ts";
import { counterBytes, counterIndex, counterNames } from "../../observe/counters.ts";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import type { Mail, TaskReport } from "../../runtime/environment.ts";
import { StorageError } from "../../runtime/storage-error.ts";
import { taskFailure } from "../../runtime/task-failure.ts";
import { ChannelLinks } from "./channel-links.ts";
import { usesFunctions } from "./function-use.ts";
import type { FromTask, ToTask, TransactionOperation } from "./task-message.ts";
import { judgeMemory } from "./judge-memory.ts";
import type { MeasuredMemory } from "./judge-memory.ts";
import { memoryExcessText } from "./memory-excess.ts";
import { silenceMaxMs, silenceOf } from "./watchdog.ts";
import { turnTimeoutText } from "./turn-workers.ts";
import type { WorkerTasksOptions } from "./turn-workers.ts";
import type { TaskWorker, WorkerKind } from "./worker-pool.ts";

/** Workers that a machine of the smallest kind keeps going without one waiting for seconds. */
const workersPerMachine = 8;

export interface FreeWorkersOptions extends WorkerTasksOptions {
  /** Epoch milliseconds of job time 0. */
  readonly startedAt: number;
  onReport(subtask: TaskIndex, attempt: number, report: TaskReport): void;
  /** `at` is job time. */
  onEvents(subtask: TaskIndex, attempt: number, at: number, events: readonly LogEventBody[]): void;
  onTaskLost(subtask: TaskIndex, attempt: number, message: string): void;
}

interface Placed {
  readonly worker: TaskWorker;
  readonly deployment: TaskDeployment;
  /** Messages are handled one after the other, each after the store has done what those before it asked for. */
  queue: Promise<void> | undefined;
  /** Its store has failed: nothing that it tells counts any more. */
  failed: boolean;
  readonly kind: WorkerKind;
  /** True when its task is built: from then on it runs functions. */
  running: boolean;
  /** Milliseconds without a sign of life, as far as this thread itself came to look in time, and that one to work. */
  silentMs: number;
  /** Processor time of its thread at the last look, where the platform tells. */
  usedMs: number | undefined;
  heartbeat: number;
  onAnswer: ((answer?: Answer) => void) | undefined;
}

type Question = Extract<ToTask, { readonly kind: "countTaken" | "look" }>;

/** A task's part of a look at all channels. */
export type Answer = Extract<FromTask, { readonly kind: "taken" | "holds" }>;

/** The workers of a free-running job: channels between them (rings where memory is shared, else ports), and a watch over all. [HB4] */
export class FreeWorkers {
  readonly #options: FreeWorkersOptions;
  #paused = false;
  /** Counters of the job where no memory is shared. */
  readonly #counts: Float64Array;
  #reported: Float64Array | undefined;
  readonly #placed = new Map<TaskIndex, Placed>();
  readonly #links: ChannelLinks;

  constructor(options: FreeWorkersOptions) {
    this.#options = options;
    this.#links = new ChannelLinks(options);
    this.#counts = new Float64Array(counterBytes(options.topology) / Float64Array.BYTES_PER_ELEMENT);
  }

  send(command: Exclude<ControlCommand, { readonly kind: "jobEnded" }>): void {
    switch (command.kind) {
      case "deploy":
        return this.#deploy(command.deployment);
      case "release":
        return this.#release(command.subtask, command.attempt);
      case "mail":
        return this.mail(command.subtask, command.attempt, command.mail);
    }
  }

  /** Rests all tasks, those still to be deployed included, or has them go on. */
  setPaused(paused: boolean): void {
    this.#paused = paused;
    for (const [subtask, { worker }] of this.#placed) {
      worker.post({ kind: "pause", on: paused });
      this.#links.wake(subtask);
    }
  }

  mail(subtask: TaskIndex, attempt: number, mail: Mail): void {
    const placed = this.#placed.get(subtask);
    if (placed?.deployment.attempt !== attempt) return;
    placed.worker.post({ kind: "mail", mail });
    if (mail.kind === "cancel") this.#links.cancel(subtask);
    this.#links.wake(subtask);
  }

  /** So many events of `subtask` were shipped: it may send as many again. */
  confirmEvents(subtask: TaskIndex, events: number): void {
    this.#placed.get(subtask)?.worker.post({ kind: "confirmed", events, bytes: 0 });
  }

  /** Attempt of `subtask` that has a worker now. */
  attempt(subtask: TaskIndex): number | undefined {
    return this.#placed.get(subtask)?.deployment.attempt;
  }

  ringContents(channel: ChannelIndex): ReturnType<ChannelLinks["ringContents"]> {
    return this.#links.ringContents(channel);
  }

  isBlocked(subtask: TaskIndex): boolean {
    return this.#links.isBlocked(subtask);
  }

  /** Asks every task and notes it in `asked`; `onAnswer` gets each answer, `undefined` when a task goes without one. */
  ask(question: Question, asked: Set<TaskIndex>, onAnswer: (subtask: TaskIndex, answer?: Answer) => void): void {
    for (const [subtask, placed] of this.#placed) {
      asked.add(subtask);
      placed.onAnswer = (answer) => {
        placed.onAnswer = undefined;
        onAnswer(subtask, answer);
      };
      placed.worker.post(question);
    }
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  /** Counters of the job, as they were reported by tasks that share no memory. */
  takeReported(): Float64Array | undefined {
    const reported = this.#reported;
    this.#reported = undefined;
    return reported;
  }

  /**
   * To be called every `everyMs`: a worker that neither answers nor works is ended. A call that comes late counts no longer than one in
   * time: the machine is busy then, and the workers with it; nor does the silence of a worker that got no time to work. One that still
   * starts is waited for however long it takes: it runs nothing of its job's author yet, so it can be slow but not endless, and its
   * platform tells when it died. [HB7]
   */
  async watch(everyMs: number): Promise<void> {
    // Many workers share few cores: each may have to wait for its turn longer.
    const share = Math.max(1, this.#placed.size / workersPerMachine);
    const running = [...this.#placed.values()].filter((placed) => placed.running);
    await Promise.all(running.map((placed) => this.#look(placed, everyMs, share)));
  }

  async #look(placed: Placed, everyMs: number, share: number): Promise<void> {
    const { worker, deployment } = placed;
    const { subtask, attempt } = deployment;
    const usedMs = await worker.processorMs?.();
    if (this.#placed.get(subtask) !== placed) return;
    const heartbeat = this.#heartbeat(subtask);
    const worked = usedMs === undefined || placed.usedMs === undefined ? undefined : usedMs - placed.usedMs;
    placed.silentMs = heartbeat === placed.heartbeat ? placed.silentMs + silenceOf(everyMs, worked) : 0;
    placed.heartbeat = heartbeat;
    placed.usedMs = usedMs;
    const maxMs = share * silenceMaxMs[placed.kind];
    if (placed.silentMs <= maxMs) return worker.post({ kind: "ping" });
    this.#release(subtask, attempt);
    this.#options.onTaskLost(subtask, attempt, turnTimeoutText(deployment, maxMs));
  }

  /** Ends those of its workers that keep too much by `measured`. */
  judgeMemory(measured: MeasuredMemory): MemoryUse | undefined {
    return judgeMemory(this.#placed, measured, ({ deployment: { subtask, attempt } }, message) => {
      this.#release(subtask, attempt);
      this.#options.onTaskLost(subtask, attempt, message);
    });
  }

  close(): void {
    for (const [subtask, { deployment }] of this.#placed) this.#release(subtask, deployment.attempt);
  }

  #deploy(deployment: TaskDeployment): void {
    const { pool, seed, counters, onTaskLost } = this.#options;
    const { subtask, attempt } = deployment;
    const kind = usesFunctions(deployment) ? "functions" : "plain";
    const worker = pool.take(kind, {
      onMessage: (message) => this.#onMessage(subtask, attempt, message),
      onBroken: (message) => onTaskLost(subtask, attempt, message),
      onExhausted: (excess) => onTaskLost(subtask, attempt, memoryExcessText(deployment, excess)),
    });
    const heartbeat = this.#heartbeat(subtask);
    const idle = { queue: undefined, failed: false, running: false, silentMs: 0, usedMs: undefined, onAnswer: undefined };
    this.#placed.set(subtask, { worker, deployment, kind, heartbeat, ...idle });
    const links = counters === undefined ? this.#links.ports(deployment) : this.#links.shared(deployment);
    const transfer = links.kind === "ports" ? links.channels.map(({ port }) => port) : [];
    worker.post({ kind: "deploy", setting: { deployment, seed, counters, links } }, transfer);
    if (this.#paused) worker.post({ kind: "pause", on: true });
  }

  #release(subtask: TaskIndex, attempt: number): void {
    const placed = this.#placed.get(subtask);
    if (placed?.deployment.attempt !== attempt) return;
    placed.worker.terminate();
    this.#placed.delete(subtask);
    placed.onAnswer?.();
    this.#links.drop(subtask);
  }

  #onMessage(subtask: TaskIndex, attempt: number, message: FromTask): void {
    const placed = this.#placed.get(subtask);
    if (placed?.deployment.attempt !== attempt) return;
    placed.silentMs = 0;
    if (message.kind === "report" && message.report.kind === "executionState" && message.report.state === "RUNNING") placed.running = true;
    if (placed.queue === undefined && message.kind !== "transaction") return this.#handle(placed, message);
    const queue = (placed.queue ?? Promise.resolve())
      .then(() => (message.kind === "transaction" ? this.#carryOut(placed, message.operation) : this.#handle(placed, message)))
      .finally(() => {
        if (placed.queue === queue) placed.queue = undefined;
      });
    placed.queue = queue;
  }

  async #carryOut(placed: Placed, operation: TransactionOperation): Promise<void> {
    if (placed.failed) return;
    const { worker, deployment } = placed;
    const bytes = operation.kind === "stage" ? operation.bytes.length : 0;
    const failure = await failureLater(operation.kind, operation.transaction, () => this.#options.stores.apply(operation));
    if (failure !== undefined) {
      placed.failed = true;
      const report = { kind: "executionState", state: "FAILED", failure: taskFailure(new StorageError(failure)) } as const;
      this.#options.onReport(deployment.subtask, deployment.attempt, report);
    } else if (bytes > 0) worker.post({ kind: "confirmed", events: 0, bytes });
  }

  #handle(placed: Placed, message: FromTask): void {
    if (placed.failed) return;
    const { onReport, onEvents, startedAt, port } = this.#options;
    const { subtask, attempt } = placed.deployment;
    switch (message.kind) {
      case "report":
        return onReport(subtask, attempt, message.report);
      case "events":
        return onEvents(subtask, attempt, message.atEpochMs - startedAt, message.events);
      case "over":
        if (message.failure === undefined) return;
        return onReport(subtask, attempt, { kind: "executionState", state: "FAILED", failure: message.failure });
      case "taken":
      case "holds":
        placed.onAnswer?.(message);
        return;
      case "counters":
        this.#reported ??= this.#counts.slice();
        for (const [place, value] of message.values) this.#counts[place] = this.#reported[place] = value;
        return;
      case "portRequest": {
        const { requestId } = message;
        void port(message.port, message.request).then((reply) => this.mail(subtask, attempt, { kind: "portReply", requestId, reply }));
        return;
      }
      default:
    }
  }

  #heartbeat(subtask: TaskIndex): number {
    const { counters } = this.#options;
    if (counters === undefined) return 0;
    return new Float64Array(counters)[subtask * counterNames.length + counterIndex.heartbeat] ?? 0;
  }
}

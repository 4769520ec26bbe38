import { engineMessage } from "../../base/engine-messages.ts";
import { failureLater } from "../storage-answers.ts";
import type { StorageFailure } from "../../base/lookup.ts";
import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { MemoryUse } from "../../control/job-client.ts";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import type { Topology } from "../../graph/topology.ts";
import type { PortReply, TaskFailure } from "../../runtime/environment.ts";
import { StorageError } from "../../runtime/storage-error.ts";
import { taskFailure } from "../../runtime/task-failure.ts";
import type { TurnProgress } from "../deterministic/core-action.ts";
import type { HostAction, HostResult, HostResults } from "../deterministic/host-action.ts";
import { functionOperators, usesFunctions } from "./function-use.ts";
import { judgeMemory } from "./judge-memory.ts";
import type { MeasuredMemory } from "./judge-memory.ts";
import { memoryExcessText } from "./memory-excess.ts";
import { Watchdog, silenceMaxMs } from "./watchdog.ts";
import { Relay } from "./relay.ts";
import type { FromTask, ToTask } from "./task-message.ts";
import type { TaskWorker, WorkerKind, WorkerPool } from "./worker-pool.ts";
import type { WorkerStores } from "./worker-stores.ts";

export interface WorkerTasksOptions {
  readonly pool: WorkerPool;
  readonly topology: Topology;
  readonly seed: number;
  readonly counters: SharedArrayBuffer | undefined;
  /** Shared counters go to the listener of the log as copies: it shares no memory with the job's threads. */
  readonly copiesCounters?: boolean;
  readonly stores: WorkerStores;
  readonly port: (port: string, request: unknown) => Promise<PortReply>;
}

type Answer = Extract<FromTask, { readonly kind: "deployed" | "turned" }>;

interface FailedOperation {
  readonly failure: StorageFailure;
  readonly before: TurnProgress;
}

interface Placed {
  readonly worker: TaskWorker;
  readonly deployment: TaskDeployment;
  /** To be called when it ends by itself, or was ended. */
  readonly lost: (message: string) => void;
  readonly kind: WorkerKind;
  /** True when its task is built: from then on it runs functions. */
  running: boolean;
  /** Store operations of the turn under way, in order, up to the first that failed. */
  operations: Promise<FailedOperation | undefined>;
  answer: ((answer: Answer | TaskFailure) => void) | undefined;
  /** Set when the worker, or the task in it, has ended: also between two turns. */
  failure: TaskFailure | undefined;
  onPong: () => void;
}

const nothingYet: TurnProgress = { events: 0, effects: 0, traffic: [] };
const nothingTold = { events: [], effects: [] };

/** The workers of a deterministic run: each action of the driver is one message there and one back. [HB2] */
export class TurnWorkers {
  readonly #options: WorkerTasksOptions;
  readonly #relay: Relay;
  readonly #placed = new Map<TaskIndex, Placed>();

  constructor(options: WorkerTasksOptions) {
    this.#options = options;
    this.#relay = new Relay(options.topology);
  }

  async perform(action: HostAction): Promise<HostResult> {
    const { stores, port } = this.#options;
    switch (action.kind) {
      case "deploy":
        return this.#deploy(action.deployment);
      case "turn": {
        const { subtask } = action.request;
        const answer = await this.#ask(subtask, { kind: "turn", request: action.request, ...this.#relay.forTurn(subtask) });
        if ("message" in answer) return failedTurn(answer);
        return answer.reply;
      }
      case "terminate":
        return this.#terminate(action.subtask);
      case "port":
        return port(action.port, action.request);
      case "storageWrite":
        return failureLater("write", action.path, () => stores.writeText(action.path, action.text));
      case "storageRead":
        return stores.readText(action.path);
      case "storageList":
        return stores.list(action.directory);
      case "storageRemove":
        return failureLater("remove", action.path, () => stores.remove(action.path));
    }
  }

  /** Kinds of the elements that channel `channel` holds now. */
  contents(channel: ChannelIndex): ReturnType<Relay["contents"]> {
    return this.#relay.contents(channel);
  }

  /** Ends those of its workers that keep too much by `measured`: their next turn fails. */
  judgeMemory(measured: MeasuredMemory): MemoryUse | undefined {
    return judgeMemory(this.#placed, measured, ({ worker, deployment }, message) => {
      worker.terminate();
      this.#placed.get(deployment.subtask)?.lost(message);
    });
  }

  close(): void {
    for (const subtask of this.#placed.keys()) this.#terminate(subtask);
  }

  async #deploy(deployment: TaskDeployment): Promise<HostResults["deploy"]> {
    const { pool, seed, counters } = this.#options;
    const { subtask } = deployment;
    const kind = usesFunctions(deployment) ? "functions" : "plain";
    let failure: TaskFailure | undefined;
    const lost = (message: string): void => {
      failure = { message };
      const placed = this.#placed.get(subtask);
      if (placed?.deployment !== deployment) return;
      placed.failure = failure;
      placed.answer?.(failure);
    };
    const worker = pool.take(kind, {
      onMessage: (message) => this.#onMessage(subtask, message),
      onBroken: lost,
      onExhausted: (excess) => lost(memoryExcessText(deployment, excess)),
    });
    const idle = { operations: Promise.resolve(undefined), answer: undefined, failure, onPong: () => {} };
    this.#placed.set(subtask, { worker, deployment, lost, kind, running: false, ...idle });
    const setting = { deployment, seed, counters, links: { kind: "relayed" } } as const;
    const answer = await this.#ask(subtask, { kind: "deploy", setting });
    return "message" in answer ? { ...nothingTold, failure: answer } : (answer.reply as HostResults["deploy"]);
  }

  /**
   * Sends a message and waits for its answer. A worker whose task runs is ended when it is silent for too long; before that it runs
   * nothing of the job's author, so it can be slow but not endless. [HB7]
   */
  async #ask(subtask: TaskIndex, message: ToTask): Promise<Answer | TaskFailure> {
    const placed = this.#placed.get(subtask);
    if (placed === undefined) throw new Error(`[DT1] subtask ${subtask} has no worker`);
    const answer = await new Promise<Answer | TaskFailure>((resolve) => {
      let watch = placed.running ? this.#watch(placed, resolve) : undefined;
      placed.onPong = () => {
        placed.running = true;
        if (watch === undefined) watch = this.#watch(placed, resolve);
        else watch.restart();
      };
      placed.answer = (given) => {
        watch?.stop();
        resolve(given);
      };
      if (placed.failure === undefined) placed.worker.post(message);
      else placed.answer(placed.failure);
    });
    placed.answer = undefined;
    const failed = await placed.operations;
    placed.operations = Promise.resolve(undefined);
    if ("message" in answer) return answer;
    this.#relay.afterTurn(answer.departures, answer.taken);
    return failed === undefined ? answer : brokenOff(answer, failed);
  }

  #watch({ worker, deployment, kind }: Placed, onEnd: (failure: TaskFailure) => void): Watchdog {
    const maxMs = silenceMaxMs[kind];
    return new Watchdog(maxMs, {
      onDoubt: () => worker.post({ kind: "ping" }),
      onSilence: () => {
        worker.terminate();
        onEnd({ message: turnTimeoutText(deployment, maxMs) });
      },
    });
  }

  #onMessage(subtask: TaskIndex, message: FromTask): void {
    const placed = this.#placed.get(subtask);
    switch (message.kind) {
      case "deployed":
      case "turned":
        placed?.answer?.(message);
        return;
      case "transaction":
        if (placed !== undefined) placed.operations = placed.operations.then((failed) => failed ?? this.#carryOut(message));
        return;
      case "pong":
        placed?.onPong();
        return;
      case "over":
        if (placed === undefined) return;
        // Told between two turns, too: it answers no more, and its next turn would be waited for as long as it says that it is there.
        placed.failure = message.failure ?? { message: engineMessage("taskEnded") };
        placed.answer?.(placed.failure);
        return;
      default:
    }
  }

  async #carryOut({ operation, before }: Extract<FromTask, { readonly kind: "transaction" }>): Promise<FailedOperation | undefined> {
    const failure = await failureLater(operation.kind, operation.transaction, () => this.#options.stores.apply(operation));
    return failure && { failure, before: before ?? nothingYet };
  }

  #terminate(subtask: TaskIndex): undefined {
    this.#placed.get(subtask)?.worker.terminate();
    this.#placed.delete(subtask);
    this.#relay.drop(subtask);
  }
}

/** The answer as it were if the task had failed where its store did, as it does where both share a thread. */
function brokenOff(answer: Answer, { failure, before }: FailedOperation): Answer {
  const { events, effects } = answer.reply;
  const told = { events: events.slice(0, before.events), effects: effects.slice(0, before.effects) };
  const broken = { ...told, failure: taskFailure(new StorageError(failure)) };
  if (answer.kind === "deployed") return { ...answer, reply: broken };
  return { ...answer, reply: { ...broken, progress: "finished", traffic: before.traffic, busyUntil: -Infinity, nextTimerAt: Infinity } };
}

function failedTurn(failure: TaskFailure): HostResults["turn"] {
  return { ...nothingTold, progress: "finished", traffic: [], failure, busyUntil: -Infinity, nextTimerAt: Infinity };
}

/** [HB7] What the author of an endless function reads. */
export function turnTimeoutText(deployment: TaskDeployment, maxMs: number): string {
  const names = functionOperators(deployment);
  const seconds = maxMs / 1000;
  if (names.length === 0) return engineMessage("taskSilent", { task: deployment.taskName, seconds });
  return engineMessage("functionSilent", { operators: names.join(" or "), seconds });
}

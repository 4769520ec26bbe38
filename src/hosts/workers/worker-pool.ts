import type { MemoryExcess } from "./memory-excess.ts";
import type { FromTask, MessageEnd, ToTask } from "./task-message.ts";

/** `functions`: a locked thread that can compile user functions; `plain`: one that cannot compile anything. */
export type WorkerKind = "plain" | "functions";

export interface WorkerListener {
  onMessage(message: FromTask): void;
  /** The worker broke outside of any task step, or could not start. */
  onBroken(message: string): void;
  /** The worker kept too much; the platform has ended it. */
  onExhausted(excess: MemoryExcess): void;
}

/** One thread of the platform. */
export interface TaskWorker {
  /** What measurements of the platform call it. */
  readonly name?: string;
  post(message: ToTask, transfer?: readonly MessageEnd[]): void;
  terminate(): void;
  /** Milliseconds of the processor that its thread has had; undefined once it has ended. Absent where the platform does not tell. */
  processorMs?(): Promise<number | undefined>;
}

/** Starts threads: Web Workers or worker_threads. */
export interface WorkerPlatform {
  start(kind: WorkerKind, listener: WorkerListener): TaskWorker;
}

interface Waiting {
  readonly worker: TaskWorker;
  listener: WorkerListener | undefined;
  readonly early: FromTask[];
  broken: string | undefined;
}

/** Threads of a kind that wait at most: each takes some megabytes. */
const waitingMax = 16;

/** Calls of `topUp` after a job has begun that start nothing: most jobs are over before one restarts, and the others have work to do. */
const restingCalls = 10;

/** Threads that are started before they are needed: a locked one takes tens of milliseconds to get ready. [HB5] */
export class WorkerPool {
  readonly #platform: WorkerPlatform;
  readonly #warm: Record<WorkerKind, Waiting[]> = { plain: [], functions: [] };
  #expected: Readonly<Record<WorkerKind, number>> = { plain: 0, functions: 0 };
  #resting = 0;
  #closed = false;

  constructor(platform: WorkerPlatform) {
    this.#platform = platform;
  }

  /** Starts threads until `count` of `kind` wait. */
  warmUp(kind: WorkerKind, count: number): void {
    while (!this.#closed && this.#warm[kind].length < count) this.#warm[kind].push(this.#startOne(kind));
  }

  /** What the next job takes, or a restart of the one that runs: what `topUp` comes to. */
  expect(needed: Readonly<Record<WorkerKind, number>>): void {
    this.#expected = { plain: Math.min(needed.plain, waitingMax), functions: Math.min(needed.functions, waitingMax) };
  }

  /** Starts what `needed` threads lack, all at once, so that a job does not wait for one after the other. */
  prepare(needed: Readonly<Record<WorkerKind, number>>): void {
    this.expect(needed);
    this.#resting = restingCalls;
    this.warmUp("functions", needed.functions);
    this.warmUp("plain", needed.plain);
  }

  /** Starts one thread of those that are expected and missing: called now and then, it fills the pool without being felt. */
  topUp(): void {
    if (this.#resting > 0) return void this.#resting--;
    const kind = (["functions", "plain"] as const).find((each) => this.#warm[each].length < this.#expected[each]);
    if (kind !== undefined) this.warmUp(kind, this.#warm[kind].length + 1);
  }

  /** A thread of its own for the caller, who hears of everything it says from its start on. */
  take(kind: WorkerKind, listener: WorkerListener): TaskWorker {
    const waiting = this.#warm[kind].shift() ?? this.#startOne(kind);
    waiting.listener = listener;
    for (const message of waiting.early.splice(0)) listener.onMessage(message);
    if (waiting.broken !== undefined) listener.onBroken(waiting.broken);
    return waiting.worker;
  }

  close(): void {
    this.#closed = true;
    for (const { worker } of [...this.#warm.plain.splice(0), ...this.#warm.functions.splice(0)]) worker.terminate();
  }

  #startOne(kind: WorkerKind): Waiting {
    const early: FromTask[] = [];
    let waiting: Waiting | undefined;
    let broken: string | undefined;
    const worker = this.#platform.start(kind, {
      onMessage: (message) => (waiting?.listener ? waiting.listener.onMessage(message) : void early.push(message)),
      onBroken: (message) => {
        broken = message;
        if (waiting === undefined) return;
        waiting.broken = message;
        this.#warm[kind] = this.#warm[kind].filter((each) => each !== waiting);
        waiting.listener?.onBroken(message);
      },
      onExhausted: (excess) => waiting?.listener?.onExhausted(excess),
    });
    waiting = { worker, listener: undefined, early, broken };
    return waiting;
  }
}

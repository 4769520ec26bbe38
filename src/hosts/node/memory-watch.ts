import type { HeapInfo } from "node:v8";
import type { MemoryLimits } from "../../graph/task-deployment.ts";
import type { MemoryExcess } from "../workers/memory-excess.ts";

/** What a thread holds, garbage included. */
export type HeldMemory = Pick<HeapInfo, "used_heap_size" | "external_memory">;

/** The part of a worker_thread that is asked for its memory; it answers in the middle of a loop too. */
export interface WatchedThread {
  getHeapStatistics(): Promise<HeldMemory>;
  /** Processor time that it has taken, in microseconds. */
  cpuUsage(): Promise<Pick<NodeJS.CpuUsage, "user" | "system">>;
  /** Has the thread throw away what nothing refers to, when its event loop comes to it; `done` gets what is left. */
  collectGarbage(done: (left: HeldMemory) => void): void;
}

interface Watched {
  readonly thread: WatchedThread;
  readonly onExcess: (excess: MemoryExcess) => void;
  isAsked: boolean;
  heap: number;
  buffers: number;
  /** Its processor time when it was found to keep too much, and whether it has answered since that this was garbage. */
  suspicion: { readonly sinceMs: number; isUnfounded: boolean } | undefined;
}

const lookEveryMs = 100;
/** Threads are asked when the process has grown by so much since they were asked last: until then nobody is disturbed. */
const growthBytes = 8 << 20;
/**
 * A thread that comes to no collection in so much processor time runs a function that does not end; after one it is left alone for as
 * long. What a busy machine has it wait for is not counted.
 */
const patienceMs = 500;
/** Beyond the limit so many times over, garbage or not, there is nothing to wait for. */
const certainly = 4;

/**
 * Watches what the threads of a job keep, from outside, because a function that allocates in a loop lets no code in. The limits are not
 * V8's own: it has none for the contents of buffers, and where its heap is full it ends the whole process. [HB30]
 */
export class MemoryWatch {
  readonly #limits: MemoryLimits;
  readonly #watched = new Set<Watched>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #lowestRss = Infinity;

  constructor(limits: MemoryLimits) {
    this.#limits = limits;
  }

  /** Watches `thread` until the returned function is called. `onExcess` is to end it; it is called once. */
  add(thread: WatchedThread, onExcess: (excess: MemoryExcess) => void): () => void {
    const watched: Watched = { thread, onExcess, isAsked: false, heap: 0, buffers: 0, suspicion: undefined };
    this.#watched.add(watched);
    this.#timer ??= setInterval(() => this.#look(), lookEveryMs).unref();
    return () => this.#remove(watched);
  }

  #look(): void {
    const rss = process.memoryUsage.rss();
    this.#lowestRss = Math.min(this.#lowestRss, rss);
    const watched = [...this.#watched];
    if (rss - this.#lowestRss < growthBytes && watched.every(({ suspicion }) => suspicion === undefined)) return;
    this.#lowestRss = rss;
    for (const each of watched) void this.#ask(each);
  }

  async #ask(watched: Watched): Promise<void> {
    if (watched.isAsked) return;
    watched.isAsked = true;
    try {
      const { thread } = watched;
      const [held, { user, system }] = await Promise.all([thread.getHeapStatistics(), thread.cpuUsage()]);
      this.#judge(watched, held, (user + system) / 1000);
    } catch {
      // It ends; its listener hears of that.
    } finally {
      watched.isAsked = false;
    }
  }

  #judge(watched: Watched, { used_heap_size: heap, external_memory: buffers }: HeldMemory, cpuMs: number): void {
    watched.heap = heap;
    watched.buffers = buffers;
    const passed = this.#passed(watched);
    const { suspicion } = watched;
    const isOld = suspicion !== undefined && cpuMs - suspicion.sinceMs > patienceMs;
    if (passed === undefined || (suspicion?.isUnfounded === true && isOld)) watched.suspicion = undefined;
    else if (passed.times >= certainly || (isOld && suspicion?.isUnfounded === false)) this.#end(watched, passed.limit);
    else if (suspicion === undefined) this.#suspect(watched, cpuMs);
  }

  /** What a thread holds is known at once; what of it is garbage only when it has been thrown away. */
  #suspect(watched: Watched, sinceMs: number): void {
    const suspicion = { sinceMs, isUnfounded: false };
    watched.suspicion = suspicion;
    watched.thread.collectGarbage(({ used_heap_size: heap, external_memory: buffers }) => {
      watched.heap = heap;
      watched.buffers = buffers;
      const passed = this.#passed(watched);
      suspicion.isUnfounded = passed === undefined;
      if (passed !== undefined) this.#end(watched, passed.limit);
    });
  }

  /** The limit that `watched` has passed, and how many times over. That of the job is passed by who keeps most. */
  #passed(watched: Watched): { readonly limit: keyof MemoryLimits; readonly times: number } | undefined {
    const { heap, buffers } = watched;
    const limits = this.#limits;
    if (buffers > limits.buffers) return { limit: "buffers", times: buffers / limits.buffers };
    if (heap > limits.heap) return { limit: "heap", times: heap / limits.heap };
    const used = [...this.#watched].map((each) => each.heap + each.buffers);
    const total = used.reduce((sum, bytes) => sum + bytes, 0);
    if (total <= limits.total || heap + buffers < Math.max(...used)) return undefined;
    return { limit: "total", times: total / limits.total };
  }

  #end(watched: Watched, limit: keyof MemoryLimits): void {
    if (!this.#watched.has(watched)) return;
    this.#remove(watched);
    watched.onExcess({ limit, limitBytes: this.#limits[limit], usedBytes: watched.heap + watched.buffers });
  }

  #remove(watched: Watched): void {
    this.#watched.delete(watched);
    if (this.#watched.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

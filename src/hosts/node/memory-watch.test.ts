import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MemoryExcess } from "../workers/memory-excess.ts";
import { MemoryWatch } from "./memory-watch.ts";
import type { HeldMemory } from "./memory-watch.ts";

const mebibyte = 1024 ** 2;
const limits = { heap: 100 * mebibyte, buffers: 50 * mebibyte, total: 180 * mebibyte };

let rss = 0;
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(process.memoryUsage, "rss").mockImplementation(() => rss);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A thread that holds what it is told to. `answersWith`: what is left when its garbage is gone; undefined: it never comes to that. */
class PretendedThread {
  readonly excess: MemoryExcess[] = [];
  looks = 0;
  collections = 0;
  answersWith: HeldMemory | undefined;
  /** Share of a processor that it gets. */
  share = 1;
  #held: HeldMemory = { used_heap_size: 0, external_memory: 0 };

  cpuUsage(): Promise<{ user: number; system: number }> {
    return Promise.resolve({ user: performance.now() * 1000 * this.share, system: 0 });
  }

  hold(heapMb: number, buffersMb: number): void {
    this.#held = { used_heap_size: heapMb * mebibyte, external_memory: buffersMb * mebibyte };
  }

  getHeapStatistics(): Promise<HeldMemory> {
    this.looks++;
    return Promise.resolve(this.#held);
  }

  collectGarbage(done: (left: HeldMemory) => void): void {
    this.collections++;
    if (this.answersWith === undefined) return;
    this.#held = this.answersWith;
    done(this.#held);
  }
}

function watched(...threads: readonly PretendedThread[]): void {
  const watch = new MemoryWatch(limits);
  for (const thread of threads) watch.add(thread, (excess) => thread.excess.push(excess));
}

/** The process has grown by 10 MB in the meantime. */
async function pass(ms: number): Promise<void> {
  rss += 10 * mebibyte;
  await vi.advanceTimersByTimeAsync(ms);
}

test("[HB30] threads are left alone while the process does not grow", async () => {
  const thread = new PretendedThread();
  watched(thread);
  await pass(100);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(thread.looks).toBeLessThan(2);
});

test("[HB30] what turns out to be garbage ends no thread", async () => {
  const thread = new PretendedThread();
  thread.answersWith = { used_heap_size: 10 * mebibyte, external_memory: 0 };
  watched(thread);
  await pass(100);
  for (let round = 0; round < 20; round++) {
    thread.hold(190, 0);
    await pass(200);
  }
  expect(thread.excess).toEqual([]);
  expect(thread.collections).toBeGreaterThan(2);
});

test("[HB30] what is kept ends the thread, once, with the limit it passed", async () => {
  const [heap, buffers] = [new PretendedThread(), new PretendedThread()];
  heap.answersWith = { used_heap_size: 101 * mebibyte, external_memory: 0 };
  buffers.answersWith = { used_heap_size: 0, external_memory: 51 * mebibyte };
  watched(heap, buffers);
  await pass(100);
  heap.hold(110, 0);
  buffers.hold(0, 60);
  for (let round = 0; round < 20; round++) await pass(100);
  expect(heap.excess).toEqual([{ limit: "heap", limitBytes: limits.heap, usedBytes: 101 * mebibyte }]);
  expect(buffers.excess).toMatchObject([{ limit: "buffers" }]);
});

test("[HB30] a loop that lets no collection in is ended soon, one that grows fast at once", async () => {
  const [slow, fast] = [new PretendedThread(), new PretendedThread()];
  watched(slow, fast);
  await pass(100);
  slow.hold(0, 60);
  fast.hold(0, 250);
  await pass(100);
  expect([slow.excess.length, fast.excess.length]).toEqual([0, 1]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(slow.excess).toMatchObject([{ limit: "buffers" }]);
});

test("[HB30] of several that keep too much together, the one that keeps most is ended", async () => {
  const threads = [new PretendedThread(), new PretendedThread(), new PretendedThread()] as const;
  for (const [index, thread] of threads.entries()) {
    thread.hold(60 + index, 0);
    thread.answersWith = { used_heap_size: (60 + index) * mebibyte, external_memory: 0 };
  }
  watched(...threads);
  await pass(100);
  for (let round = 0; round < 20; round++) await pass(100);
  expect(threads.map(({ excess }) => excess.map(({ limit }) => limit))).toEqual([[], [], ["total"]]);
});

test("[HB30] a thread that a busy machine keeps waiting has the same processor time to throw its garbage away", async () => {
  const thread = new PretendedThread();
  thread.share = 0.05;
  watched(thread);
  await pass(100);
  thread.hold(0, 60);
  for (let round = 0; round < 20; round++) await pass(100);
  expect(thread.excess).toEqual([]);
  for (let round = 0; round < 100; round++) await pass(100);
  expect(thread.excess).toMatchObject([{ limit: "buffers" }]);
});

import { expect, test } from "vitest";
import type { FromTask } from "./task-message.ts";
import { WorkerPool } from "./worker-pool.ts";
import type { WorkerKind, WorkerListener } from "./worker-pool.ts";

function fakePlatform() {
  const started: { readonly kind: WorkerKind; readonly listener: WorkerListener; terminated: boolean }[] = [];
  return {
    started,
    start(kind: WorkerKind, listener: WorkerListener) {
      const worker = { kind, listener, terminated: false };
      started.push(worker);
      return { post: () => {}, terminate: () => void (worker.terminated = true) };
    },
  };
}

const listener = () => {
  const heard: (FromTask["kind"] | string)[] = [];
  return { heard, onMessage: (message: FromTask) => void heard.push(message.kind), onBroken: (message: string) => void heard.push(message), onExhausted: () => {} };
};

test("[HB5] a warm worker is handed over with all it has said", () => {
  const platform = fakePlatform();
  const pool = new WorkerPool(platform);
  pool.prepare({ plain: 0, functions: 2 });
  expect(platform.started.map(({ kind }) => kind)).toEqual(["functions", "functions"]);
  platform.started[0]?.listener.onMessage({ kind: "ready" });
  const first = listener();
  pool.take("functions", first);
  platform.started[0]?.listener.onMessage({ kind: "pong" });
  expect(first.heard).toEqual(["ready", "pong"]);
  expect(platform.started).toHaveLength(2);
});

test("[HB5] without a warm worker a new one is started, of the kind that is asked for", () => {
  const platform = fakePlatform();
  const pool = new WorkerPool(platform);
  pool.warmUp("plain", 1);
  pool.take("functions", listener());
  expect(platform.started.map(({ kind }) => kind)).toEqual(["plain", "functions"]);
});

test("[HB5] a worker that broke while it waited is not handed over", () => {
  const platform = fakePlatform();
  const pool = new WorkerPool(platform);
  pool.warmUp("plain", 1);
  platform.started[0]?.listener.onBroken("no memory");
  const taker = listener();
  pool.take("plain", taker);
  expect(platform.started).toHaveLength(2);
  expect(taker.heard).toEqual([]);
});

test("[HB5] topping up starts one at a time, functions first, and a closed pool starts none", () => {
  const platform = fakePlatform();
  const pool = new WorkerPool(platform);
  pool.expect({ plain: 1, functions: 2 });
  for (let time = 0; time < 5; time++) pool.topUp();
  expect(platform.started.map(({ kind }) => kind)).toEqual(["functions", "functions", "plain"]);
  pool.close();
  pool.topUp();
  expect(platform.started).toHaveLength(3);
  expect(platform.started.every(({ terminated }) => terminated)).toBe(true);
});

test("[HB5] what a job that goes on has taken is started again behind it, for its restart; no more than 16 of a kind wait", () => {
  const platform = fakePlatform();
  const pool = new WorkerPool(platform);
  pool.prepare({ plain: 2, functions: 1 });
  for (const kind of ["plain", "plain", "functions"] as const) pool.take(kind, listener());
  for (let time = 0; time < 10; time++) pool.topUp();
  expect(platform.started).toHaveLength(3);
  for (let time = 0; time < 9; time++) pool.topUp();
  expect(platform.started).toHaveLength(6);
  pool.expect({ plain: 64, functions: 0 });
  for (let time = 0; time < 99; time++) pool.topUp();
  expect(platform.started).toHaveLength(20);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TaskIndex } from "../../stream/indices.ts";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import type { Topology } from "../../graph/topology.ts";
import { toTaskIndex } from "../../stream/indices.ts";
import { FreeWorkers } from "./free-workers.ts";
import type { FromTask, ToTask } from "./task-message.ts";
import { TurnWorkers } from "./turn-workers.ts";
import type { WorkerTasksOptions } from "./turn-workers.ts";
import { silenceOf } from "./watchdog.ts";
import { WorkerPool } from "./worker-pool.ts";
import type { WorkerListener } from "./worker-pool.ts";

const subtasks = 64;
const hours = 3_600_000;

/** A platform on which nothing happens by itself: workers say what the test has them say. */
function silentPlatform() {
  const workers: { readonly listener: WorkerListener; readonly heard: ToTask["kind"][]; terminated: boolean }[] = [];
  const pool = new WorkerPool({
    start(_kind, listener) {
      const worker = { listener, heard: [] as ToTask["kind"][], terminated: false };
      workers.push(worker);
      return { post: ({ kind }) => void worker.heard.push(kind), terminate: () => void (worker.terminated = true) };
    },
  });
  const topology = { subtasks: Array.from({ length: subtasks }, () => ({ vertex: 0 })), channels: [], vertices: [] } as unknown as Topology;
  const options = { pool, topology, seed: 1, counters: undefined } as unknown as WorkerTasksOptions;
  return { workers, options, say: (worker: number, message: FromTask) => workers[worker]?.listener.onMessage(message) };
}

/** Half of the subtasks run a user function. */
function deployment(subtask: TaskIndex): TaskDeployment {
  const operators = [{ name: "double", hasFunctions: subtask % 2 === 0 }];
  return { subtask, attempt: 0, taskName: `task ${subtask}`, operators, inputs: [], outputs: [] } as unknown as TaskDeployment;
}

const running: FromTask = { kind: "report", report: { kind: "executionState", state: "RUNNING" } };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("[HB7] 64 workers of a free run that take hours to start are waited for; one that runs and falls silent is not", async () => {
  const { workers, options, say } = silentPlatform();
  const lost: string[] = [];
  const free = new FreeWorkers({
    ...options, startedAt: 0, onReport() {}, onEvents() {}, onTaskLost: (subtask, _attempt, message) => void lost.push(`${subtask}: ${message}`),
  });
  const watchFor = async (ms: number): Promise<void> => {
    for (let at = 0; at < ms; at += 500) await free.watch(500);
  };
  for (let subtask = 0; subtask < subtasks; subtask++) {
    free.send({ kind: "deploy", subtask: toTaskIndex(subtask), attempt: 0, executor: 0, deployment: deployment(toTaskIndex(subtask)) });
  }
  await watchFor(hours);
  workers.forEach((_, worker) => say(worker, { kind: "ready" }));
  await watchFor(hours);
  expect(lost).toEqual([]);
  expect(workers.some(({ terminated }) => terminated)).toBe(false);
  say(2, running);
  await watchFor(60_000);
  expect(lost).toEqual(["2: user function of double ran longer than 16 s"]);
});

test("[HB7] one that a busy machine gives no time to work is waited for ten times as long, one that has half of it no longer", () => {
  const looksUntil = (maxMs: number, usedMs: number | undefined): number => {
    let silentMs = 0;
    for (let looks = 1; ; looks++) if ((silentMs += silenceOf(500, usedMs)) > maxMs) return looks;
  };
  expect([undefined, 500, 250, 125, 50, 0].map((usedMs) => looksUntil(2000, usedMs))).toEqual([5, 5, 5, 9, 21, 41]);
});

test("[HB7] a worker that takes hours to start is waited for turn by turn too; one that runs and falls silent is not", async () => {
  const { workers, options, say } = silentPlatform();
  const turns = new TurnWorkers(options);
  const deployed = turns.perform({ kind: "deploy", subtask: toTaskIndex(0), attempt: 0, deployment: deployment(toTaskIndex(0)) });
  await vi.advanceTimersByTimeAsync(hours);
  say(0, { kind: "ready" });
  await vi.advanceTimersByTimeAsync(hours);
  const reply = { events: [], effects: [], failure: undefined };
  say(0, { kind: "deployed", reply, departures: [], taken: [] });
  expect(await deployed).toEqual(reply);
  const turned = turns.perform({ kind: "turn", request: { subtask: 0 } } as unknown as Parameters<TurnWorkers["perform"]>[0]);
  await vi.advanceTimersByTimeAsync(hours);
  expect(workers[0]?.terminated).toBe(false);
  say(0, { kind: "pong" });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await turned).toMatchObject({ failure: { message: "user function of double ran longer than 2 s" } });
  expect(workers[0]).toMatchObject({ terminated: true, heard: ["deploy", "turn", "ping"] });
});

test("[SB47] a task that is over between two turns fails the next one, and is not waited for", async () => {
  const { workers, options, say } = silentPlatform();
  const turns = new TurnWorkers(options);
  const deployed = turns.perform({ kind: "deploy", subtask: toTaskIndex(0), attempt: 0, deployment: deployment(toTaskIndex(0)) });
  say(0, { kind: "ready" });
  say(0, { kind: "deployed", reply: { events: [], effects: [], failure: undefined }, departures: [], taken: [] });
  await deployed;
  say(0, { kind: "over", failure: { message: "nobody awaited it" } });
  const turned = turns.perform({ kind: "turn", request: { subtask: 0 } } as unknown as Parameters<TurnWorkers["perform"]>[0]);
  expect(await turned).toMatchObject({ failure: { message: "nobody awaited it" } });
  expect(workers[0]?.heard).toEqual(["deploy"]);
});

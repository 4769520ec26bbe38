import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { jobPlan } from "../../control/job-plan.ts";
import type { ScheduledFault } from "../../control/job-client.ts";
import { plainFunctions } from "../../expression/testing/plain-functions.ts";
import { compileJob } from "../../graph/compile-job.ts";
import type { CompiledJob } from "../../graph/compile-job.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { committedOutput, tableDirectories } from "../../hosts/control-loop/committed-output.ts";
import type { PublishedFile } from "../../hosts/control-loop/committed-output.ts";
import { constantTimes, defaultTimes } from "../../hosts/deterministic/virtual-times.ts";
import { runInProcess } from "../../hosts/in-process/run-in-process.ts";
import { directoryStores, runOnThreads } from "../../hosts/node/run-on-threads.ts";
import { threadPlatform } from "../../hosts/node/thread-platform.ts";
import { deterministicRun } from "../../hosts/workers/deterministic-run.ts";
import { freeRun } from "../../hosts/workers/free-run.ts";
import { WorkerPool } from "../../hosts/workers/worker-pool.ts";
import type { RunSetting } from "../../hosts/workers/worker-run.ts";
import { LogWriter } from "../../observe/log-writer.ts";
import { createCatalog } from "../catalog.ts";
import { bundleThreads } from "./thread-bundle.ts";

const catalog = createCatalog();
const modules = await bundleThreads();
const directory = mkdtempSync(join(tmpdir(), "weir-placements-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const rows = 120;
const seed = 7;

/** Each number from 1 to `rows` is counted once under its last digit: "digit|count". */
const document: JobDocument = {
  format: "weir.job/1",
  name: "count by digit",
  config: { "execution.checkpointing.interval": "100 ms", "restart-strategy.type": "fixed-delay", "restart-strategy.fixed-delay.delay": "20 ms", "restart-strategy.fixed-delay.attempts": "5" },
  operators: [
    {
      id: "numbers",
      type: "datagen",
      name: "numbers",
      config: { fields: [{ name: "id", type: "BIGINT" }], rowsPerSecond: 100, options: { id: { kind: "sequence", start: "1", end: String(rows) } } },
    },
    { id: "digit", type: "map", name: "digit", parallelism: 2, config: { function: "({ digit: row.id % 10 })", fields: [{ name: "digit", type: "BIGINT" }] } },
    { id: "count", type: "count", name: "count", parallelism: 2, config: { as: "count" } },
    { id: "table", type: "table", name: "table", parallelism: 1, config: { mode: "append", key: [] } },
  ],
  edges: [
    { id: "e1", from: { operator: "numbers", port: "out" }, to: { operator: "digit", port: "in" } },
    { id: "e2", from: { operator: "digit", port: "out" }, to: { operator: "count", port: "in" }, partitioner: { type: "hash", key: ["digit"] } },
    { id: "e3", from: { operator: "count", port: "out" }, to: { operator: "table", port: "in" } },
  ],
};

const expected = Array.from({ length: rows }, (_, index) => `${(index + 1) % 10}|${Math.floor(index / 10) + 1}`).sort();

function compiled(): CompiledJob {
  const job = compileJob(document, catalog);
  if (!job.ok) throw new Error(JSON.stringify(job.diagnostics));
  return job;
}

function tableRows(job: CompiledJob, files: Iterable<PublishedFile>): readonly string[] {
  return committedOutput(files, tableDirectories(job.topology, "table"), 0)
    .rows.map(({ values }) => values.join("|"))
    .sort();
}

interface Ended {
  readonly hash: string;
  readonly rows: readonly string[];
}

function inOneThread(faults: readonly ScheduledFault[]): Ended {
  const job = compiled();
  const limits = { turns: 1_000_000, virtualMs: 1_000_000 };
  const run = runInProcess({ job, jobId: "test", catalog, functions: plainFunctions, seed, times: constantTimes(defaultTimes), faults, limits });
  return { hash: run.hash, rows: tableRows(job, run.stores.transactions.committed) };
}

const clock = {
  now: () => performance.timeOrigin + performance.now(),
  delay: (ms: number, callback: () => void) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** The same job, each subtask in a worker_thread; `start` runs it in one of the two modes. */
async function inThreads(start: (setting: RunSetting) => unknown, options: Pick<RunSetting["request"], "faults"> & { readonly free: boolean }): Promise<Ended> {
  const job = compiled();
  const checkpoints = mkdtempSync(join(directory, "run-"));
  const jobId = "test";
  const plan = jobPlan(job, catalog, { jobId, tracesRecords: !options.free });
  const { topology } = plan;
  const mode = options.free ? "freeRunning" : "deterministic";
  const log = new LogWriter({ jobId, jobName: document.name, mode, seed, startedAt: 0, topology }, !options.free);
  const pool = new WorkerPool(threadPlatform(modules, { checkpoints }));
  const stores = directoryStores({ checkpoints, jobId, output: checkpoints });
  const port = () => Promise.resolve({ ok: false, message: "there are no ports here" } as const);
  await new Promise<void>((resolve, reject) => {
    start({
      request: { seed, speed: Infinity, paused: false, faults: options.faults, restore: "none" },
      plan,
      log,
      tasks: { pool, topology, catalog, seed, counters: undefined, stores, port },
      clock,
      startedAt: options.free ? clock.now() : 0,
      breathe: () => new Promise((done) => setImmediate(done)),
      onBatch: ({ events }) => {
        if (events.some(({ body }) => body.kind === "jobStatus" && /^(FINISHED|FAILED)$/.test(body.status))) resolve();
      },
      onBroken: reject,
    });
  });
  pool.close();
  return { hash: log.hashText, rows: tableRows(job, await stores.committed()) };
}

const turnByTurn = (setting: RunSetting) => deterministicRun(setting, constantTimes(defaultTimes));

const faultScripts: readonly (readonly [string, readonly ScheduledFault[]])[] = [
  ["no fault", []],
  ["a counting subtask killed while it restores state", [{ at: 205, fault: { kind: "killSubtask", subtask: 3 } }, { at: 640, fault: { kind: "killSubtask", subtask: 5 } }]],
  ["a crash before the commit", [{ at: 310, fault: { kind: "crashBeforeCommit", subtask: 5 } }]],
];

test.each(faultScripts)("[HB2] [HB3] turn by turn in worker_threads the log is that of one thread: %s", async (_name, faults) => {
  const alone = inOneThread(faults);
  expect(alone.rows).toEqual(expected);
  expect(await inThreads(turnByTurn, { faults, free: false })).toEqual(alone);
}, 120_000);

test("[CH10] running freely over message ports, without shared memory, every row is counted and published once", async () => {
  expect((await inThreads(freeRun, { faults: [], free: true })).rows).toEqual(expected);
}, 120_000);

test("[HB4] running freely on worker_threads, every row is counted and published once", async () => {
  const job = compiled();
  const checkpoints = mkdtempSync(join(directory, "free-"));
  const events: string[] = [];
  const end = await runOnThreads({
    job,
    jobId: "free",
    catalog,
    seed,
    inputs: new Map(),
    checkpoints,
    output: checkpoints,
    restores: false,
    modules,
    onEvents: (batch) => events.push(...batch.map(({ body }) => body.kind)),
  });
  expect(end).toMatchObject({ status: "FINISHED", cause: undefined });
  expect(events).toContain("checkpointCompleted");
  const stores = directoryStores({ checkpoints, jobId: "free", output: checkpoints });
  expect(tableRows(job, await stores.committed())).toEqual(expected);
}, 120_000);

test("[HB4] a free run that is paused rests in its workers, and then comes to the same rows", async () => {
  let restedUntilResumed = true;
  const pausedAtFirst = (setting: RunSetting): void => {
    let resumed = false;
    const run = freeRun({
      ...setting,
      request: { ...setting.request, paused: true },
      onBatch(batch) {
        if (!resumed && batch.events.some(({ body }) => body.kind === "passed" || body.kind === "sourcePosition")) restedUntilResumed = false;
        return setting.onBatch(batch);
      },
    });
    setTimeout(() => {
      resumed = true;
      void run.resume();
    }, 2000);
  };
  expect((await inThreads(pausedAtFirst, { faults: [], free: true })).rows).toEqual(expected);
  expect(restedUntilResumed).toBe(true);
}, 120_000);

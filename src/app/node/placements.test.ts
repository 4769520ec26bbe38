import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { jobPlan } from "../../control/job-plan.ts";
import { memoryLimits } from "../../graph/configuration.ts";
import { constantTimes, defaultTimes } from "../../hosts/deterministic/virtual-times.ts";
import { createDirectoryStores } from "../../hosts/node/run-on-threads.ts";
import { createThreadPlatform } from "../../hosts/node/thread-platform.ts";
import { deterministicRun } from "../../hosts/workers/deterministic-run.ts";
import { freeRun } from "../../hosts/workers/free-run.ts";
import { WorkerPool } from "../../hosts/workers/worker-pool.ts";
import type { RunSetting, WorkerRun } from "../../hosts/workers/worker-run.ts";
import { counterBytes } from "../../observe/counters.ts";
import type { LogEvent } from "../../observe/event.ts";
import { logHeader } from "../../observe/log-header.ts";
import { LogWriter } from "../../observe/log-writer.ts";
import { bundledScript } from "../../expression/testing/bundled-thread.ts";
import { createCatalog } from "../catalog.ts";
import { compiled, hostContract, lastDigit, runInOneThread, tableRows, told } from "../testing/host-contract.ts";
import type { Cell, CellOutcome, CellRun } from "../testing/host-contract.ts";
import { bundleThreads } from "./thread-bundle.ts";

const catalog = createCatalog();
const modules = await bundleThreads();
const directory = mkdtempSync(join(tmpdir(), "weir-placements-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const clock = {
  now: () => performance.timeOrigin + performance.now(),
  delay: (ms: number, callback: () => void) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

interface Threads {
  readonly mode: Cell["mode"];
  /** Channels are rings in shared memory; else message ports. */
  readonly shared: boolean;
  start(setting: RunSetting): WorkerRun;
}

/** A run with each subtask in a worker_thread. */
async function inThreads({ document, seed, faults, strike }: CellRun, { mode, shared, start }: Threads, scripts = modules): Promise<CellOutcome> {
  const job = compiled(document);
  const checkpoints = mkdtempSync(join(directory, "run-"));
  const jobId = "test";
  const plan = jobPlan(job, catalog, { jobId, tracesRecords: mode === "deterministic" });
  const { topology } = plan;
  const log = new LogWriter(logHeader(job, { jobId, mode, seed, startedAt: 0 }), mode === "deterministic");
  const pool = new WorkerPool(createThreadPlatform(scripts, { checkpoints, jobId, memory: memoryLimits(job.configuration) }));
  const stores = createDirectoryStores({ checkpoints, jobId, output: checkpoints });
  const counters = shared ? new SharedArrayBuffer(counterBytes(topology)) : undefined;
  const port = () => Promise.resolve({ ok: false, message: "there are no ports here" } as const);
  const events: LogEvent[] = [];
  let struck = strike === undefined || mode === "deterministic";
  await new Promise<void>((resolve, reject) => {
    const run = start({
      request: { seed, speed: Infinity, paused: false, faults: mode === "deterministic" ? faults : [], restore: "none" },
      plan,
      log,
      tasks: { pool, topology, seed, counters, stores, port },
      clock,
      startedAt: mode === "deterministic" ? 0 : clock.now(),
      yieldToEvents: () => new Promise((done) => setImmediate(done)),
      onBatch(batch) {
        events.push(...batch.events);
        if (strike !== undefined && !struck && isComplete(batch.events, strike.afterCheckpoint)) {
          struck = true;
          void run.command({ kind: "injectFault", fault: strike.fault }).then((refusal) => refusal !== undefined && reject(new Error(refusal)));
        }
        if (/^(FINISHED|FAILED)$/.test(told(events).status)) resolve();
      },
      onBroken: reject,
    });
  });
  pool.close();
  const parts = await stores.published();
  const files = await Promise.all(parts.map(async ({ target, read }) => ({ target, bytes: await read() })));
  return { ...told(events), hash: log.hashText, rows: tableRows(job, files) };
}

function isComplete(events: readonly LogEvent[], checkpoint: number): boolean {
  return events.some(({ body }) => body.kind === "checkpointCompleted" && body.checkpointId >= checkpoint);
}

const turnByTurn: Threads = { mode: "deterministic", shared: false, start: (setting) => deterministicRun(setting, constantTimes(defaultTimes)) };
const freely: Threads = { mode: "freeRunning", shared: true, start: freeRun };
const freelyOverPorts: Threads = { ...freely, shared: false };

const cells: readonly Cell[] = [
  {
    name: "in one thread, turn by turn",
    mode: "deterministic",
    preempts: false,
    run({ document, seed, faults }) {
      const events: LogEvent[] = [];
      const run = runInOneThread(document, { seed, faults, onEvents: (batch) => events.push(...batch) });
      return Promise.resolve({ ...told(events), ...run });
    },
  },
  { name: "[HB2] [HB3] [HB72] in worker_threads, turn by turn", mode: "deterministic", preempts: true, run: (run) => inThreads(run, turnByTurn) },
  { name: "[HB4] [HB72] in worker_threads, freely over rings", mode: "freeRunning", preempts: true, run: (run) => inThreads(run, freely) },
  { name: "[CH10] in worker_threads, freely over message ports", mode: "freeRunning", preempts: true, run: (run) => inThreads(run, freelyOverPorts) },
];

for (const { title, check } of cells.flatMap(hostContract)) test(title, async () => expect(await check()).toEqual([]), 120_000);

test("[HB4] a free run that is paused rests in its workers, and then comes to the same rows", async () => {
  let restedUntilResumed = true;
  const pausedAtFirst = (setting: RunSetting): WorkerRun => {
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
      void run.command({ kind: "resume" });
    }, 2000);
    return run;
  };
  const calm = { document: lastDigit, seed: 7, faults: [], strike: undefined };
  const { rows } = await inThreads(calm, { ...freely, start: pausedAtFirst });
  expect(rows).toEqual(runInOneThread(lastDigit, { seed: 7, faults: [], onEvents: () => {} }).rows);
  expect(restedUntilResumed).toBe(true);
}, 120_000);

test("[SB47] a promise that a function leaves rejected fails its task, never the process", async () => {
  const script = join(directory, "rejecting.cjs");
  writeFileSync(script, await bundledScript(join(import.meta.dirname, "..", "testing", "rejecting-thread.ts")));
  const document = { ...lastDigit, config: { "restart-strategy.type": "none" } };
  for (const threads of [freely, turnByTurn]) {
    const outcome = await inThreads({ document, seed: 7, faults: [], strike: undefined }, threads, { ...modules, functions: script });
    expect(outcome).toMatchObject({ status: "FAILED", causes: [expect.stringContaining("nobody awaits me")] });
  }
}, 120_000);

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { toChannelIndex } from "../../stream/indices.ts";
import { jobPlan } from "../../control/job-plan.ts";
import { memoryLimits } from "../../graph/configuration.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { createDirectoryStores } from "../../hosts/node/run-on-threads.ts";
import { createThreadPlatform } from "../../hosts/node/thread-platform.ts";
import { freeRun } from "../../hosts/workers/free-run.ts";
import { WorkerPool } from "../../hosts/workers/worker-pool.ts";
import { channelCounters, counterBytes, counterIndex, counterNames } from "../../observe/counters.ts";
import { logHeader } from "../../observe/log-header.ts";
import { LogWriter } from "../../observe/log-writer.ts";
import { createCatalog } from "../catalog.ts";
import { compiled } from "../testing/host-contract.ts";
import { bundleThreads } from "./thread-bundle.ts";

const catalog = createCatalog();
const modules = await bundleThreads();
const directory = mkdtempSync(join(tmpdir(), "weir-back-pressure-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Numbers as fast as they come, each printed as a line. */
const printsEverything: JobDocument = {
  format: "weir.job/1",
  name: "prints everything",
  config: {},
  operators: [
    { id: "numbers", type: "datagen", name: "numbers", config: { fields: [{ name: "id", type: "BIGINT" }], options: {} } },
    { id: "print", type: "print", name: "print", config: { standardError: false } },
  ],
  edges: [{ id: "e", from: { operator: "numbers", port: "out" }, to: { operator: "print", port: "in" }, partitioner: { type: "rebalance" } }],
};

/** Lines that are under way at most: what two tasks may have, and what one burst may overshoot by. */
const linesMax = 80_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A free run whose listener takes nothing while `held` is true. */
function start(shared: boolean) {
  const job = compiled(printsEverything);
  const plan = jobPlan(job, catalog, { jobId: "test", tracesRecords: false });
  const { topology } = plan;
  const pool = new WorkerPool(createThreadPlatform(modules, { checkpoints: directory, jobId: "test", memory: memoryLimits(job.configuration) }));
  const stores = createDirectoryStores({ checkpoints: directory, jobId: "test", output: directory });
  const counters = shared ? new SharedArrayBuffer(counterBytes(topology)) : undefined;
  const reported = new Float64Array(counterBytes(topology) / 8);
  const seen = { lines: 0, held: false, release: (): void => {}, ended: false };
  const now = (): number => performance.timeOrigin + performance.now();
  const log = new LogWriter(logHeader(job, { jobId: "test", mode: "freeRunning", seed: 1, startedAt: 0 }), false);
  const run = freeRun({
    request: { seed: 1, speed: Infinity, paused: false, faults: [], restore: "none" },
    plan,
    log,
    tasks: { pool, topology, seed: 1, counters, stores, port: () => Promise.resolve({ ok: false, message: "" }) },
    clock: {
      now,
      delay(ms, callback) {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
    },
    startedAt: now(),
    yieldToEvents: () => pause(0),
    async onBatch({ events, counters: values }) {
      if (values) reported.set(values);
      seen.lines += events.filter(({ body }) => body.kind === "userLog").length;
      seen.ended ||= events.some(({ body }) => body.kind === "jobStatus" && body.status === "CANCELED");
      if (seen.held) await new Promise<void>((resolve) => (seen.release = resolve));
    },
    onBroken(error) {
      throw error;
    },
  });
  const counts = counters === undefined ? reported : new Float64Array(counters);
  const printed = (): number => (counters === undefined ? seen.lines : (counts[counterNames.length + counterIndex.recordsIn] ?? 0));
  const channel = channelCounters(topology.subtasks.length, toChannelIndex(0));
  const queued = (): number => (counts[channel] ?? 0) - (counts[channel + 1] ?? 0);
  return { run, pool, seen, printed, queued };
}

test.each([true, false])("[HB10] a job that prints faster than its listener reads is blocked, and goes on (shared memory: %s)", async (shared) => {
  const { run, pool, seen, printed } = start(shared);
  while (seen.lines === 0) await pause(20);
  seen.held = true;
  // The listener holds one batch; what the job prints from now on has nowhere to go.
  let blocked;
  do {
    blocked = printed();
    await pause(300);
  } while (printed() !== blocked);
  expect(blocked - seen.lines).toBeLessThan(linesMax);
  seen.held = false;
  seen.release();
  while (seen.lines <= blocked) await pause(20);
  await run.command({ kind: "cancel" });
  while (!seen.ended) await pause(20);
  pool.close();
}, 60_000);

test.each([true, false])("[HB11] [HB12] [HB70] what a paused channel holds is what was sent and not taken (shared memory: %s)", async (shared) => {
  const { run, pool, seen, queued } = start(shared);
  for (let look = 0; look < 5; look++) {
    const { lines } = seen;
    while (seen.lines === lines) await pause(20);
    await run.command({ kind: "pause" });
    const [contents] = await run.contents();
    while (queued() !== contents?.elements.length) await pause(20);
    expect(await run.contents()).toEqual([contents]);
    await run.command({ kind: "resume" });
  }
  expect(await run.command({ kind: "step", count: 1 })).toBe("A free run has no turns to count and no clock to stretch.");
  const [running] = await run.contents();
  expect(running?.channel).toBe(0);
  const { lines } = seen;
  while (seen.lines === lines) await pause(20);
  await run.command({ kind: "cancel" });
  while (!seen.ended) await pause(20);
  pool.close();
}, 60_000);

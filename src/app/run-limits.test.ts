import { expect, test } from "vitest";
import { absent } from "../base/lookup.ts";
import type { StartRequest } from "../control/job-client.ts";
import type { JobDocument } from "../graph/job-document.ts";
import { untrustedRunLimits } from "../graph/job-size.ts";
import { createWorkerJobClient } from "../hosts/workers/worker-job-client.ts";
import { WorkerPool } from "../hosts/workers/worker-pool.ts";
import { createCatalog } from "./catalog.ts";

function wide(parallelism: number): JobDocument {
  const fields = [{ name: "id", type: "BIGINT" }];
  return {
    format: "weir.job/1",
    name: "wide",
    config: { "parallelism.default": String(parallelism) },
    operators: [
      { id: "numbers", type: "datagen", name: "numbers", config: { fields, options: {} } },
      { id: "hole", type: "blackhole", name: "hole", config: {} },
    ],
    edges: [{ id: "e", from: { operator: "numbers", port: "out" }, to: { operator: "hole", port: "in" }, partitioner: { type: "rebalance" } }],
  };
}

/** Starts `document` where nothing answers; gives what is refused, and how many workers were started. */
async function start(document: JobDocument, limits?: StartRequest["limits"]) {
  let workers = 0;
  const client = createWorkerJobClient({
    catalog: createCatalog(),
    pool: new WorkerPool({
      start() {
        workers++;
        return { post() {}, terminate() {} };
      },
    }),
    clock: { now: () => 0, delay: () => () => {} },
    sharedMemory: true,
    stores: () => ({ writeText() {}, readText: () => absent, list: () => absent, remove() {}, apply() {}, published: () => [] }),
    yieldToEvents: () => Promise.resolve(),
    port: () => () => Promise.resolve({ ok: false, message: "none" }),
    onBroken(error) {
      throw error;
    },
  });
  const settings = { jobId: "wide", mode: "freeRunning", seed: 1, speed: Infinity, paused: false, files: [], faults: [], restore: "none" } as const;
  const result = await client.start({ ...settings, document, ...(limits && { limits }) });
  client.dispose();
  return { refused: result.ok ? [] : result.diagnostics.map(({ code }) => code), workers };
}

test("[HB31] a job of too many workers or channels is refused before one of them is started", async () => {
  const refused = { refused: ["job.too-many-workers"], workers: 0 };
  expect(await start(wide(129))).toEqual(refused);
  expect(await start(wide(65))).toEqual(refused);
  expect(await start(wide(17), untrustedRunLimits)).toEqual(refused);
  expect(await start(wide(16), untrustedRunLimits)).toEqual({ refused: [], workers: 32 });
});

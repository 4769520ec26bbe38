import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { createCatalog } from "../../src/app/catalog.ts";
import { bundleThreads } from "../../src/app/node/thread-bundle.ts";
import { compileJob } from "../../src/graph/compile-job.ts";
import { createDirectoryStores, runOnThreads } from "../../src/hosts/node/run-on-threads.ts";
import type { Params } from "../program.ts";
import { reachesSink, startUpJob } from "./start-up-job.ts";

/** Milliseconds from the request to the first record that the log shows at the sink, or to the last answer of as many bare threads. */
export function startOnThreads({ subtasks, engine }: Params): Promise<number> {
  return engine === "weir" ? startJob(Number(subtasks)) : startBare(Number(subtasks));
}

async function startJob(subtasks: number): Promise<number> {
  const catalog = createCatalog();
  const modules = await bundleThreads();
  const directory = mkdtempSync(join(tmpdir(), "weir-start-up-"));
  try {
    const startedAt = performance.now();
    const job = compileJob(startUpJob(subtasks), catalog);
    if (!job.ok) throw new Error(JSON.stringify(job.diagnostics));
    if (job.topology.subtasks.length !== subtasks) throw new Error(`${job.topology.subtasks.length} subtasks, not ${subtasks}`);
    const arrives = reachesSink(job.topology);
    let figure: number | undefined;
    const { status, cause } = await runOnThreads({
      job,
      jobId: "start-up",
      catalog,
      seed: 1,
      inputs: new Map(),
      checkpoints: directory,
      stores: createDirectoryStores({ checkpoints: directory, jobId: "start-up", output: directory }),
      restores: false,
      modules,
      onEvents(events) {
        if (figure === undefined && events.some(arrives)) figure = performance.now() - startedAt;
      },
    });
    if (status !== "FINISHED" || figure === undefined) throw new Error(`${status}: ${cause ?? "no record reached the sink"}`);
    return figure;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const bare = `const { parentPort } = require("node:worker_threads"); parentPort.once("message", () => parentPort.postMessage(0));`;

async function startBare(count: number): Promise<number> {
  const startedAt = performance.now();
  const threads = Array.from({ length: count }, () => new Worker(bare, { eval: true }));
  await Promise.all(threads.map((thread) => answer(thread)));
  const figure = performance.now() - startedAt;
  await Promise.all(threads.map((thread) => thread.terminate()));
  return figure;
}

function answer(thread: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.once("message", () => resolve());
    thread.once("error", reject);
    thread.postMessage(0);
  });
}

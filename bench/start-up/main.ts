import { createBrowserJobClient, prepareJobFrame } from "../../src/hosts/browser/job-client.ts";
import type { Params } from "../program.ts";
import { reachesSink, startUpJob } from "./start-up-job.ts";

/** The time a person has at least between the page and Run: the job's frame opens and warms its first workers. */
const idleMs = 4_000;

/** Milliseconds from the request to the first record that the log shows at the sink, or to the last answer of as many bare workers. */
function startInPage({ subtasks, engine }: Params): Promise<number> {
  return engine === "weir" ? startJob(Number(subtasks)) : startBare(Number(subtasks));
}

async function startJob(subtasks: number): Promise<number> {
  prepareJobFrame(false, startUpJob(subtasks));
  const client = createBrowserJobClient();
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  try {
    const startedAt = performance.now();
    let arrives: ReturnType<typeof reachesSink> = () => false;
    client.subscribe(({ header, events }) => {
      if (header !== undefined) arrives = reachesSink(header.topology);
      if (header !== undefined && header.topology.subtasks.length !== subtasks) reject(new Error(`not ${subtasks} subtasks`));
      if (events.some((event) => arrives(event))) resolve(performance.now() - startedAt);
    });
    const started = await client.start({
      document: startUpJob(subtasks),
      mode: "freeRunning",
      jobId: "start-up",
      seed: 1,
      speed: Infinity,
      paused: false,
      files: [],
      faults: [],
      restore: "none",
    });
    if (!started.ok) throw new Error(JSON.stringify(started.diagnostics));
    return await promise;
  } finally {
    client.dispose();
  }
}

const bare = "onmessage = () => postMessage(0);";

async function startBare(count: number): Promise<number> {
  const script = URL.createObjectURL(new Blob([bare], { type: "text/javascript" }));
  const startedAt = performance.now();
  const workers = Array.from({ length: count }, () => new Worker(script));
  await Promise.all(workers.map((worker) => answer(worker)));
  const figure = performance.now() - startedAt;
  for (const worker of workers) worker.terminate();
  URL.revokeObjectURL(script);
  return figure;
}

function answer(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.addEventListener("message", () => resolve());
    worker.addEventListener("error", ({ message }) => reject(new Error(message)));
    worker.postMessage(0);
  });
}

/** Called by `hosts/product-pages.ts`. */
Object.assign(globalThis, { startInPage });

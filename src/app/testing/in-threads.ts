import { jobPlan } from "../../control/job-plan.ts";
import type { ScheduledFault } from "../../control/job-client.ts";
import { logHeader } from "../../observe/log-header.ts";
import { memoryLimits } from "../../graph/configuration.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { constantTimes, defaultTimes } from "../../hosts/deterministic/virtual-times.ts";
import { createDirectoryStores } from "../../hosts/node/run-on-threads.ts";
import { createThreadPlatform } from "../../hosts/node/thread-platform.ts";
import type { ThreadModules } from "../../hosts/node/thread-platform.ts";
import { deterministicRun } from "../../hosts/workers/deterministic-run.ts";
import { freeRun } from "../../hosts/workers/free-run.ts";
import { WorkerPool } from "../../hosts/workers/worker-pool.ts";
import type { RunSetting, WorkerRun } from "../../hosts/workers/worker-run.ts";
import type { WorkerStores } from "../../hosts/workers/worker-stores.ts";
import { counterBytes } from "../../observe/counters.ts";
import type { LogEvent, LogHeader } from "../../observe/event.ts";
import { LogWriter } from "../../observe/log-writer.ts";
import { createCatalog } from "../catalog.ts";
import { compiled, tableRows, told } from "./host-contract.ts";
import type { Cell, CellOutcome, Strike } from "./host-contract.ts";

const catalog = createCatalog();

const clock = {
  now: () => performance.timeOrigin + performance.now(),
  delay: (ms: number, callback: () => void) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

export interface Threads {
  readonly mode: Cell["mode"];
  /** Channels are rings in shared memory; else message ports. */
  readonly shared: boolean;
  start(setting: RunSetting): WorkerRun;
}

export const turnByTurn: Threads = {
  mode: "deterministic",
  shared: false,
  start: (setting) => deterministicRun(setting, constantTimes(defaultTimes)),
};
export const freely: Threads = { mode: "freeRunning", shared: true, start: freeRun };
export const freelyOverPorts: Threads = { ...freely, shared: false };

export interface InThreadsRun {
  readonly document: JobDocument;
  readonly seed: number;
  /** For deterministic runs. */
  readonly faults: readonly ScheduledFault[];
  /** For free runs: each injected once, when its checkpoint or a later one is complete. */
  readonly strikes: readonly Strike[];
  /** Root of the checkpoint directories. */
  readonly checkpoints: string;
  readonly modules: ThreadModules;
  /** Flags of the threads, unless they are the product's. */
  readonly flags?: readonly string[];
  readonly restore?: "latest" | "none";
  /** The job has ended, its output is not read yet. */
  onEnded?(): void;
  /** Puts something in front of the stores. */
  readonly stores?: (stores: WorkerStores) => WorkerStores;
}

export interface InThreadsOutcome extends CellOutcome {
  readonly header: LogHeader;
  readonly events: readonly LogEvent[];
  /** As the last of them was told; none where all is in the log. */
  readonly counters: Float64Array | undefined;
}

/** A run with each subtask in a worker_thread, until its job has ended. */
export async function runInThreads(run: InThreadsRun, { mode, shared, start }: Threads): Promise<InThreadsOutcome> {
  const { document, seed, faults, checkpoints, flags, modules, restore = "none" } = run;
  const job = compiled(document);
  const jobId = "test";
  const plan = jobPlan(job, catalog, { jobId, tracesRecords: mode === "deterministic" });
  const { topology } = plan;
  const header = logHeader(job, { jobId, mode, seed, startedAt: 0 });
  const log = new LogWriter(header, mode === "deterministic");
  const pool = new WorkerPool(createThreadPlatform(modules, { checkpoints, jobId, flags, memory: memoryLimits(job.configuration) }));
  const directories = createDirectoryStores({ checkpoints, jobId, output: checkpoints });
  const stores = run.stores?.(directories) ?? directories;
  const counters = shared ? new SharedArrayBuffer(counterBytes(topology)) : undefined;
  const port = () => Promise.resolve({ ok: false, message: "there are no ports here" } as const);
  const events: LogEvent[] = [];
  let reported: Float64Array | undefined;
  const strikes = mode === "deterministic" ? [] : [...run.strikes];
  await new Promise<void>((resolve, reject) => {
    const started = start({
      request: { seed, speed: Infinity, paused: false, faults: mode === "deterministic" ? faults : [], restore },
      plan,
      log,
      tasks: { pool, topology, seed, counters, stores, port },
      clock,
      startedAt: mode === "deterministic" ? 0 : clock.now(),
      yieldToEvents: () => new Promise((done) => setImmediate(done)),
      onBatch(batch) {
        events.push(...batch.events);
        reported = batch.counters ?? reported;
        const [strike] = strikes;
        if (strike !== undefined && isComplete(batch.events, strike.afterCheckpoint)) {
          strikes.shift();
          const struck = started.command({ kind: "injectFault", fault: strike.fault });
          void struck.then((refusal) => refusal !== undefined && run.strikes.length === 1 && reject(new Error(refusal)));
        }
        if (/^(FINISHED|FAILED)$/.test(told(events).status)) resolve();
      },
      onBroken: reject,
    });
  });
  pool.close();
  run.onEnded?.();
  const parts = await directories.published();
  const files = await Promise.all(parts.map(async ({ target, read }) => ({ target, bytes: await read() })));
  const counted = counters && mode === "freeRunning" ? new Float64Array(counters) : reported;
  return { ...told(events), header, events, counters: counted, hash: log.hashText, rows: tableRows(job, files) };
}

function isComplete(events: readonly LogEvent[], checkpoint: number): boolean {
  return events.some(({ body }) => body.kind === "checkpointCompleted" && body.checkpointId >= checkpoint);
}

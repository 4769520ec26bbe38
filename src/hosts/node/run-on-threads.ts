import { join } from "node:path";
import { jobPlan } from "../../control/job-plan.ts";
import type { RunnableJob } from "../../graph/compile-graph.ts";
import { memoryLimits } from "../../graph/configuration.ts";
import { counterBytes } from "../../observe/counters.ts";
import type { LogEvent } from "../../observe/event.ts";
import { logHeader } from "../../observe/log-header.ts";
import { LogWriter } from "../../observe/log-writer.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import { freeRun } from "../workers/free-run.ts";
import { workersNeeded } from "../workers/function-use.ts";
import { WorkerPool } from "../workers/worker-pool.ts";
import type { WorkerRun } from "../workers/worker-run.ts";
import type { WorkerStores } from "../workers/worker-stores.ts";
import { DirectoryFiles, DirectoryTransactions } from "./directory-stores.ts";
import { readFilePort } from "./file-port.ts";
import { createThreadPlatform } from "./thread-platform.ts";
import type { ThreadModules } from "./thread-platform.ts";

export interface ThreadsRun {
  readonly job: RunnableJob;
  readonly jobId: string;
  readonly catalog: RuntimeCatalog;
  readonly seed: number;
  /** Descriptors of the files that sources read, by the names the job gives them. */
  readonly inputs: ReadonlyMap<string, number>;
  /** Root of the checkpoint directories. */
  readonly checkpoints: string;
  readonly stores: WorkerStores;
  /** True: go on from the newest checkpoint that is there. */
  readonly restores: boolean;
  readonly modules: ThreadModules;
  /** Flags of the threads, see `ThreadPlatformOptions`. */
  readonly threadFlags?: readonly string[] | undefined;
  /** The next events wait for it. */
  onEvents(events: readonly LogEvent[]): void | Promise<void>;
  onStarted?(run: WorkerRun): void;
}

export interface ThreadsEnd {
  readonly status: string;
  readonly cause: string | undefined;
  readonly wallMs: number;
}

/** Runs a compiled job to its end, one worker_thread per subtask, freely. */
export function runOnThreads(run: ThreadsRun): Promise<ThreadsEnd> {
  const { job, jobId, catalog, seed, inputs, checkpoints, restores } = run;
  const plan = jobPlan(job, catalog, { jobId, tracesRecords: false });
  const memory = memoryLimits(job.configuration);
  const pool = new WorkerPool(createThreadPlatform(run.modules, { checkpoints, jobId, flags: run.threadFlags, memory }));
  pool.prepare(workersNeeded(plan));
  const now = (): number => performance.timeOrigin + performance.now();
  const startedAt = now();
  const { topology } = plan;
  const log = new LogWriter(logHeader(job, { jobId, mode: "freeRunning", seed, startedAt }), false);
  const readFile = readFilePort(inputs);
  return new Promise((resolve, reject) => {
    const started = freeRun(
      {
        request: { seed, speed: Infinity, paused: false, faults: [], restore: restores ? "latest" : "none" },
        plan,
        log,
        tasks: {
          pool,
          topology,
          seed,
          counters: new SharedArrayBuffer(counterBytes(topology)),
          stores: run.stores,
          port: (port, request) => Promise.resolve(readFile(port, request)),
        },
        clock: { now, delay: timeout },
        startedAt,
        yieldToEvents: () => new Promise((done) => setImmediate(done)),
        onBatch: ({ events }) => run.onEvents(events),
        onBroken: reject,
      },
      (status, cause) => {
        pool.close();
        resolve({ status, cause, wallMs: Math.round(now() - startedAt) });
      },
    );
    run.onStarted?.(started);
  });
}

function timeout(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

export interface JobDirectories {
  /** Root of the checkpoint directories. */
  readonly checkpoints: string;
  readonly jobId: string;
  /** Directory of the file sinks; undefined where their files are published by someone else. */
  readonly output: string | undefined;
}

/** Stores of a job in directories: checkpoints below `checkpoints`, staged and table output in the job's `taskowned` directory. */
export function createDirectoryStores({ checkpoints, jobId, output }: JobDirectories): WorkerStores {
  const files = new DirectoryFiles(checkpoints);
  const owned = join(checkpoints, jobId, "taskowned");
  const places = { file: output, table: join(owned, "table") };
  const transactions = new DirectoryTransactions({ staging: join(owned, "staged"), places, uid: jobId });
  return {
    writeText: (path, text) => files.writeText(path, text),
    readText: (path) => files.readText(path),
    list: (directory) => files.list(directory),
    remove: (directory) => files.remove(directory),
    apply(operation) {
      if (operation.kind === "stage") transactions.stage(operation.transaction, operation.target, operation.bytes);
      else transactions[operation.kind](operation.transaction);
    },
    published: () =>
      transactions.tableTargets.map((target) => {
        const read = async (): Promise<Uint8Array> => transactions.readTable(target);
        return { target, read, file: read };
      }),
  };
}

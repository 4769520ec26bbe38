import { found, storageFailureText } from "../../base/lookup.ts";
import { failureLater } from "../storage-answers.ts";
import type { Failed, Found } from "../../base/lookup.ts";
import { recoverCheckpoints } from "../../control/checkpoint-store.ts";
import type { CheckpointMetadata } from "../../control/checkpoint-metadata.ts";
import type { JobClient, JobFile, MemoryUse, StartRequest, StartResult } from "../../control/job-client.ts";
import { jobPlan } from "../../control/job-plan.ts";
import { checkJob } from "../../graph/check-job.ts";
import { checkRun } from "../../graph/job-size.ts";
import { checkMemory, memoryLimits } from "../../graph/configuration.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { RunnableJob } from "../../graph/compile-graph.ts";
import type { Catalog } from "../../graph/catalog.ts";
import { counterBytes } from "../../observe/counters.ts";
import type { LogBatch } from "../../observe/event.ts";
import { logHeader } from "../../observe/log-header.ts";
import { LogWriter } from "../../observe/log-writer.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import type { PortReply } from "../../runtime/environment.ts";
import { CommittedRows, committedFiles, tableDirectories } from "../control-loop/committed-output.ts";
import type { WallClock } from "../deterministic/pacer.ts";
import { jobTimes } from "../deterministic/virtual-times.ts";
import { deterministicRun } from "./deterministic-run.ts";
import { freeRun } from "./free-run.ts";
import type { MeasuredMemory } from "./judge-memory.ts";
import { workersNeeded } from "./function-use.ts";
import type { WorkerPool } from "./worker-pool.ts";
import type { WorkerRun } from "./worker-run.ts";
import { checkpointStorage } from "./worker-stores.ts";
import type { WorkerStores } from "./worker-stores.ts";

/** What a platform supplies to run jobs in workers. */
export interface WorkerHost {
  readonly catalog: Catalog & RuntimeCatalog;
  readonly pool: WorkerPool;
  /** Epoch milliseconds, never going back. */
  readonly clock: WallClock;
  /** False: there is no memory that threads share; channels are message ports then. */
  readonly sharedMemory: boolean;
  /** False: the caller gets the counters as copies, with the log; memory is shared among the job's own threads. */
  readonly sharesWithCaller?: boolean;
  stores(jobId: string): WorkerStores;
  yieldToEvents(): Promise<void>;
  port(files: readonly JobFile[]): (port: string, request: unknown) => Promise<PortReply>;
  onBroken(error: unknown): void;
}

interface Started {
  readonly job: RunnableJob;
  readonly stores: WorkerStores;
  readonly run: WorkerRun;
  readonly rows: CommittedRows;
}

export interface WorkerJobClient extends JobClient {
  /** Holds what was measured of the workers to the job's limits. [HB35] */
  judgeMemory(measured: MeasuredMemory): Promise<MemoryUse | undefined>;
}

/** Job client whose tasks live in workers, beside the job master in the caller's thread. One job at a time. [HB1] */
export function createWorkerJobClient(host: WorkerHost): WorkerJobClient {
  let started: Started | undefined;
  let listener: ((batch: LogBatch) => void | Promise<void>) | undefined;
  const current = (): Started => {
    if (started === undefined) throw new Error("no job was started");
    return started;
  };
  /** A start under way: what is asked of the job meanwhile waits for it. */
  let starting: Promise<unknown> | undefined;
  const begin = async (request: StartRequest): Promise<StartResult> => {
    started?.run.dispose();
    const stores = host.stores(request.jobId);
    const start = await startingPoint(stores, request);
    if (start.kind === "failed") return { ok: false, diagnostics: [storageFailed(start)] };
    const restored = start.value;
    const restoreFrom = restored === undefined ? {} : { restoreFrom: restored.vertices };
    const job = checkJob(request.document, host.catalog, restoreFrom);
    if (!job.ok) return { ok: false, diagnostics: job.diagnostics };
    // Limits of its own: it is a stranger's, and gives itself no more memory either.
    const isTrusted = request.limits === undefined;
    const refusals = [...checkRun(job.jobGraph, request.limits), ...checkMemory(job.configuration, () => isTrusted)];
    if (refusals.length > 0) return { ok: false, diagnostics: refusals };
    const counters = host.sharedMemory ? new SharedArrayBuffer(counterBytes(job.topology)) : undefined;
    const run = startRun({ host, job, request, stores, counters, onBatch: (batch) => listener?.(batch) });
    started = { job, stores, run, rows: new CommittedRows() };
    return {
      ok: true,
      counters: host.sharesWithCaller === false ? undefined : counters,
      restoredFrom: restored?.checkpointId,
      memory: memoryLimits(job.configuration),
    };
  };
  return {
    start(request) {
      const start = begin(request);
      starting = start.then(undefined, () => undefined);
      return start;
    },
    async command(command) {
      await starting;
      return started === undefined ? "No job runs." : started.run.command(command);
    },
    judgeMemory: async (measured) => started?.run.judgeMemory(measured),
    inspect: () => current().run.contents(),
    async committed(operator, from) {
      const { stores, job, rows } = current();
      return rows.read(await stores.published(), tableDirectories(job, operator), from);
    },
    async committedFiles(operator, from) {
      const { stores, job } = current();
      return committedFiles(await stores.published(), job, { operator, from });
    },
    subscribe(next) {
      listener = next;
    },
    dispose() {
      started?.run.dispose();
      started = undefined;
    },
  };
}

type StartingPoint = Found<CheckpointMetadata | undefined> | Failed;

/**
 * The checkpoint that the job goes on from. A job that starts anew leaves nothing of an earlier run behind: what could not be removed
 * would be taken for its own later.
 */
async function startingPoint(stores: WorkerStores, { jobId, restore }: StartRequest): Promise<StartingPoint> {
  if (restore === "none") {
    const failure = await failureLater("remove", jobId, () => stores.remove(jobId));
    return failure === undefined ? found(undefined) : { kind: "failed", failure };
  }
  return new Promise((resolve) =>
    recoverCheckpoints(checkpointStorage(stores), jobId, (recovered) =>
      resolve(recovered.kind === "failed" ? recovered : found(recovered.value.completed.at(-1))),
    ),
  );
}

function storageFailed({ failure }: Failed): Diagnostic {
  const what = storageFailureText(failure);
  const kept = "Its checkpoints and output are left as they are.";
  const next = "Make room for them, or allow the page to keep data, and press Run again.";
  const message = `The job was not started: ${what}. ${kept} ${next}`;
  return { severity: "error", code: "host.storage-failed", message, values: { what } };
}

interface StartOptions {
  readonly host: WorkerHost;
  readonly job: RunnableJob;
  readonly request: StartRequest;
  readonly stores: WorkerStores;
  readonly counters: SharedArrayBuffer | undefined;
  onBatch(batch: LogBatch): void | Promise<void>;
}

function startRun({ host, job, request, stores, counters, onBatch }: StartOptions): WorkerRun {
  const { catalog, pool, clock } = host;
  const { jobId, seed, mode } = request;
  const plan = jobPlan(job, catalog, { jobId, tracesRecords: mode === "deterministic" });
  const { topology } = plan;
  pool.prepare(workersNeeded(plan));
  const startedAt = clock.now();
  const log = new LogWriter(logHeader(job, { jobId, mode, seed, startedAt }), mode === "deterministic");
  const copiesCounters = host.sharesWithCaller === false;
  const tasks = { pool, topology, seed, counters, copiesCounters, stores, port: host.port(request.files) };
  const events = { yieldToEvents: () => host.yieldToEvents(), onBatch, onBroken: (error: unknown) => host.onBroken(error) };
  const setting = { request, plan, log, tasks, clock, startedAt, ...events };
  if (mode === "freeRunning") return freeRun(setting);
  return deterministicRun(setting, jobTimes(job));
}

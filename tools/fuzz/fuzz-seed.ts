import { plainFunctions } from "../../src/expression/testing/plain-functions.ts";
import { assert } from "../../src/base/assert.ts";
import { deriveSeed, seededRandom } from "../../src/base/random.ts";
import { storageFailureText } from "../../src/base/lookup.ts";
import type { StorageOperation } from "../../src/base/lookup.ts";
import type { AppCatalog } from "../../src/app/catalog.ts";
import type { ScheduledFault } from "../../src/control/job-client.ts";
import type { JobPlan } from "../../src/control/job-plan.ts";
import { compileJob } from "../../src/graph/compile-job.ts";
import type { CompiledJob } from "../../src/graph/compile-job.ts";
import type { TaskTuning } from "../../src/graph/task-deployment.ts";
import type { JobDocument } from "../../src/graph/job-document.ts";
import { LogInvariants } from "../../src/observe/invariants.ts";
import { committedOutput, tableDirectories } from "../../src/hosts/control-loop/committed-output.ts";
import { injectedFailure } from "../../src/hosts/deterministic/deterministic-job.ts";
import { randomTimes } from "./random-times.ts";
import type { VirtualTimes } from "../../src/hosts/deterministic/virtual-times.ts";
import { MemoryTransactions } from "../../src/hosts/in-process/memory-stores.ts";
import { RecordingFiles } from "../../src/hosts/in-process/testing/recording-files.ts";
import { runInProcess } from "../../src/hosts/in-process/run-in-process.ts";
import type { InProcessResult, InProcessRun, Stores } from "../../src/hosts/in-process/run-in-process.ts";
import { CompleteCheckpoints } from "../../src/hosts/testing/complete-checkpoints.ts";
import { failingStores, FatedCalls, isOnPurpose } from "../../src/hosts/testing/failing-stores.ts";
import { randomFaults } from "./random-faults.ts";
import { pick, randomJob } from "./random-job.ts";
import type { RandomJob } from "./random-job.ts";
import { fateIn, randomOutages } from "./random-outages.ts";
import { randomChannels, randomTuning } from "./random-placement.ts";

/** What a seed may be run with in place of the product's own parts: planted bugs, to see that they are caught. */
export interface Mutation {
  /** The keyed stage at which it shows. */
  readonly stage?: string;
  /** It shows without faults only. */
  readonly faultless?: boolean;
  readonly catalog?: (catalog: AppCatalog) => AppCatalog;
  readonly plan?: (plan: JobPlan) => JobPlan;
  readonly channel?: InProcessRun["channel"];
  readonly transactions?: () => MemoryTransactions;
  /** What storage fails to do at every seed. */
  readonly outage?: StorageOperation;
  /** Stands between the job and a storage that may fail. */
  readonly stores?: (stores: Stores) => Stores;
}

export interface SeedReport {
  readonly seed: number;
  /** Undefined: everything held. */
  readonly problem: string | undefined;
  readonly hash: string;
  readonly events: number;
  readonly turns: number;
  readonly faults: number;
  /** Times in which storage fails. */
  readonly outages: number;
}

/** Far above what any run needs; reached by one that restarts for ever. */
const limits = { turns: 50_000, virtualMs: 300_000 };

/** Runs the job, schedule and faults that `seed` stands for, and checks everything that must hold. */
export function fuzzSeed(seed: number, catalog: AppCatalog, mutation: Mutation = {}): SeedReport {
  const random = seededRandom(deriveSeed(seed, 0));
  const job = randomJob(random, mutation.stage);
  const first = compiledJob(job.document, catalog);
  const drawn = randomFaults(random, first.topology);
  const faults = job.checkpointing && mutation.faultless !== true ? drawn : [];
  const settings = {
    channelLatencyMs: random.integer(20),
    controlLatencyMs: random.integer(10),
    snapshotUploadMs: random.integer(40),
  };
  const budgetMax = 1 + random.integer(pick(random, [6, 6, 40, 1000]));
  const reloads = job.checkpointing && mutation.faultless !== true && random.integer(4) === 0;
  const fails = job.checkpointing && mutation.faultless !== true && (random.integer(4) === 0 || mutation.outage !== undefined);
  const outages = fails ? randomOutages(random, mutation.outage) : [];
  const setting: Setting = {
    seed,
    catalog,
    mutation,
    job: outages.length === 0 ? job : impatient(job),
    faults,
    outages,
    tuning: randomTuning(random),
    times: () => randomTimes(settings, budgetMax, seededRandom(deriveSeed(seed, 1))),
    stopsAt: reloads ? random.integer(latestReloadMs) : Infinity,
  };
  const watches = random.integer(4) === 0;
  const report = { seed, faults: faults.length, outages: outages.length };
  try {
    const played = play(setting, true);
    const problem = problemOf(played, job, faults.length > 0 || outages.length > 0 || reloads);
    return { ...report, ...played.run, problem: problem ?? (watches ? watchingProblem(played, play(setting, false)) : undefined) };
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...report, problem, hash: "", events: 0, turns: 0 };
  }
}

/** Ends when storage fails for long. */
function impatient(job: RandomJob): RandomJob {
  const alter = (document: JobDocument): JobDocument => {
    return { ...document, config: { ...document.config, "restart-strategy.fixed-delay.attempts": "8" } };
  };
  return { ...job, document: alter(job.document), rescaled: alter(job.rescaled) };
}

/** Virtual time before which a run that is reloaded breaks off. */
const latestReloadMs = 500;

/** All that a seed stands for. */
interface Setting {
  readonly seed: number;
  readonly catalog: AppCatalog;
  readonly mutation: Mutation;
  readonly job: RandomJob;
  readonly faults: readonly ScheduledFault[];
  readonly outages: ReturnType<typeof randomOutages>;
  readonly tuning: TaskTuning;
  /** Drawn anew from the start. */
  times(): VirtualTimes;
  /** Virtual time at which the run breaks off, to go on from its newest checkpoint at another parallelism. */
  readonly stopsAt: number;
}

interface Played {
  /** The last run and its job. */
  readonly run: InProcessResult;
  readonly compiled: CompiledJob;
  readonly stores: RunStores;
}

interface RunStores {
  readonly files: RecordingFiles;
  readonly transactions: MemoryTransactions;
}

interface Leg extends Pick<Setting, "seed" | "faults" | "stopsAt"> {
  readonly times: VirtualTimes;
  /** As the job sees them. */
  readonly stores: Stores;
  readonly tracesRecords: boolean;
  readonly restore: "latest" | "none";
  /** A checkpoint that expires is a problem. */
  readonly patient: boolean;
}

/** Runs the job to its end. Throws when an invariant does not hold. */
function play(setting: Setting, tracesRecords: boolean): Played {
  const { seed, catalog, mutation, job, faults, outages, stopsAt } = setting;
  const stores = { files: new RecordingFiles(), transactions: mutation.transactions?.() ?? new MemoryTransactions() };
  const failing = failingStores(stores, new FatedCalls(fateIn(outages)));
  const watch = new CompleteCheckpoints();
  const seen = watch.watch(mutation.stores?.(failing) ?? failing);
  const times = setting.times();
  const end = (compiled: CompiledJob, leg: Leg): Played => {
    const run = runLeg(setting, compiled, leg);
    const removed = watch.broken(run.status);
    assert(removed.length === 0, `[ST64] complete checkpoint ${removed.join()} was removed`);
    return { run, compiled, stores };
  };
  const first = compiledJob(job.document, catalog);
  const patient = job.patient && faults.length === 0 && outages.length === 0;
  let played = end(first, { seed, faults, stopsAt, times, stores: seen, tracesRecords, restore: "none", patient });
  const rest = { faults: [], stopsAt: Infinity, times, tracesRecords, restore: "latest", patient: false } as const;
  if (stopsAt !== Infinity && played.run.outcome === "timeLimit") {
    played = end(compiledJob(job.rescaled, catalog), { ...rest, seed: deriveSeed(seed, 2), stores: seen });
  }
  // Storage that fails for long may end a job; what is there then is enough to go on from when storage works again.
  if (outages.length === 0 || played.run.status !== "FAILED") return played;
  return end(played.compiled, { ...rest, seed: deriveSeed(seed, 4), stores: watch.watch(stores) });
}

function runLeg({ catalog, mutation, tuning }: Setting, job: CompiledJob, leg: Leg): InProcessResult {
  const { seed, stopsAt, tracesRecords, patient, ...rest } = leg;
  const invariants = new LogInvariants(job.topology);
  let expired = false;
  const result = runInProcess({
    ...rest,
    job,
    jobId: "fuzz",
    catalog: mutation.catalog?.(catalog) ?? catalog,
    functions: plainFunctions,
    seed,
    tuning,
    tracesRecords,
    channel: mutation.channel ?? randomChannels(deriveSeed(seed, 3)),
    limits: { ...limits, virtualMs: Math.min(limits.virtualMs, stopsAt) },
    onEvents(events) {
      if (tracesRecords) invariants.check(events);
      for (const { body } of events) {
        if (body.kind !== "storageFailed" || isOnPurpose(body) || body.cause === injectedFailure) continue;
        throw new Error(`[ST64] storage was asked for what it does not have: ${storageFailureText(body)}`);
      }
      expired ||= events.some(({ body }) => body.kind === "checkpointFailed" && body.reason === "CHECKPOINT_EXPIRED");
    },
    ...(mutation.plan === undefined ? {} : { alterPlan: mutation.plan }),
  });
  if (tracesRecords) invariants.checkConservation(result.queued);
  assert(!expired || !patient, "[CP14] a checkpoint expired without a fault");
  return result;
}

/** What a run with its records in the log left behind that the same one without did not; undefined: nothing. [DT22] */
function watchingProblem(watched: Played, alone: Played): string | undefined {
  const left = [watched, alone].map(({ run, stores }) => ({
    outcome: `${run.outcome} ${run.status} ${run.failureCause}`,
    turns: run.turns,
    virtualMs: run.virtualMs,
    snapshots: stores.files.written.map(([path, bytes]) => `${path} ${bytes.join()}`).join("; "),
    published: [...stores.transactions.committed].map(({ transaction, bytes }) => `${transaction} ${bytes.join()}`).join("; "),
  }));
  const [first, second] = left;
  const different = Object.keys(first ?? {}).filter((name) => first?.[name as keyof typeof first] !== second?.[name as keyof typeof first]);
  return different.length === 0 ? undefined : `[DT22] without its records in the log the run has other ${different.join(", ")}`;
}

function compiledJob(document: JobDocument, catalog: AppCatalog): CompiledJob {
  const compiled = compileJob(document, catalog);
  if (!compiled.ok) throw new Error(`the job does not compile: ${JSON.stringify(compiled.diagnostics)}`);
  return compiled;
}

function problemOf({ run: result, compiled, stores }: Played, job: RandomJob, faulty: boolean): string | undefined {
  if (result.outcome !== "ended" || result.status !== "FINISHED") {
    const cause = result.failureCause === undefined ? "" : `: ${result.failureCause}`;
    return `the job did not finish: ${result.outcome}, ${result.status ?? "not ended"}${cause}, at ${result.virtualMs} ms`;
  }
  const outputs: Record<string, readonly string[]> = {};
  for (const [port, sink] of Object.entries(job.sinks)) {
    const { rows } = committedOutput(stores.transactions.committed, tableDirectories(compiled, sink), 0);
    outputs[port] = rows.map(({ values }) => values.join("|"));
  }
  return job.verify(outputs, faulty);
}

import { plainFunctions } from "../../src/expression/testing/plain-functions.ts";
import { assert } from "../../src/base/assert.ts";
import { deriveSeed, seededRandom } from "../../src/base/random.ts";
import type { AppCatalog } from "../../src/app/catalog.ts";
import type { ScheduledFault } from "../../src/control/job-client.ts";
import type { JobPlan } from "../../src/control/job-plan.ts";
import { compileJob } from "../../src/graph/compile-job.ts";
import type { CompiledJob } from "../../src/graph/compile-job.ts";
import type { JobDocument } from "../../src/graph/job-document.ts";
import { LogInvariants } from "../../src/observe/invariants.ts";
import { committedOutput, tableDirectories } from "../../src/hosts/control-loop/committed-output.ts";
import { randomTimes } from "../../src/hosts/deterministic/virtual-times.ts";
import type { VirtualTimes } from "../../src/hosts/deterministic/virtual-times.ts";
import { runInProcess } from "../../src/hosts/in-process/run-in-process.ts";
import type { InProcessResult, InProcessRun } from "../../src/hosts/in-process/run-in-process.ts";
import { randomFaults } from "./random-faults.ts";
import { randomJob } from "./random-job.ts";
import type { RandomJob } from "./random-job.ts";

/** What a seed may be run with in place of the product's own parts: planted bugs, to see that they are caught. */
export interface Mutation {
  /** The keyed stage at which it shows. */
  readonly stage?: string;
  /** It shows without faults only. */
  readonly faultless?: boolean;
  readonly catalog?: (catalog: AppCatalog) => AppCatalog;
  readonly plan?: (plan: JobPlan) => JobPlan;
  readonly channel?: InProcessRun["channel"];
  readonly stores?: () => NonNullable<InProcessRun["stores"]>;
}

export interface SeedReport {
  readonly seed: number;
  /** Undefined: everything held. */
  readonly problem: string | undefined;
  readonly hash: string;
  readonly events: number;
  readonly turns: number;
  readonly faults: number;
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
  const times = randomTimes(settings, 1 + random.integer(6), seededRandom(deriveSeed(seed, 1)));
  const reloads = job.checkpointing && mutation.faultless !== true && random.integer(4) === 0;
  const stopsAt = reloads ? random.integer(latestReloadMs) : Infinity;
  const attempt: Attempt = { seed, catalog, mutation, times, faults, patient: job.patient };
  const report = { seed, faults: faults.length };
  try {
    let run = runOnce(attempt, first, stopsAt);
    let last = first;
    if (reloads && run.outcome === "timeLimit") {
      last = compiledJob(job.rescaled, catalog);
      run = runOnce({ ...attempt, seed: deriveSeed(seed, 2), faults: [], patient: false, stores: run.stores }, last, Infinity);
    }
    const faulty = faults.length > 0 || reloads;
    return { ...report, ...run, problem: problemOf(run, { job, compiled: last, faulty }) };
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...report, problem, hash: "", events: 0, turns: 0 };
  }
}

/** Virtual time before which a run that is reloaded breaks off. */
const latestReloadMs = 500;

interface Attempt {
  readonly seed: number;
  readonly catalog: AppCatalog;
  readonly mutation: Mutation;
  readonly times: VirtualTimes;
  readonly faults: readonly ScheduledFault[];
  readonly patient: boolean;
  readonly stores?: InProcessResult["stores"];
}

/** One run of the job, from the newest checkpoint in `stores` when there is one. Throws when an invariant does not hold. */
function runOnce(attempt: Attempt, job: CompiledJob, stopsAt: number): InProcessResult {
  const { seed, catalog, mutation, times, faults, patient } = attempt;
  const invariants = new LogInvariants(job.topology);
  const stores = attempt.stores ?? mutation.stores?.();
  let expired = false;
  const result = runInProcess({
    job,
    jobId: "fuzz",
    catalog: mutation.catalog?.(catalog) ?? catalog,
    functions: plainFunctions,
    seed,
    times,
    faults,
    limits: { ...limits, virtualMs: Math.min(limits.virtualMs, stopsAt) },
    onEvents(events) {
      invariants.check(events);
      expired ||= events.some(({ body }) => body.kind === "checkpointFailed" && body.reason === "CHECKPOINT_EXPIRED");
    },
    ...(mutation.channel === undefined ? {} : { channel: mutation.channel }),
    ...(stores === undefined ? {} : { stores }),
    ...(mutation.plan === undefined ? {} : { alterPlan: mutation.plan }),
  });
  invariants.checkConservation(result.queued);
  assert(!expired || !patient || faults.length > 0, "[CP14] a checkpoint expired without a fault");
  return result;
}

function compiledJob(document: JobDocument, catalog: AppCatalog): CompiledJob {
  const compiled = compileJob(document, catalog);
  if (!compiled.ok) throw new Error(`the job does not compile: ${JSON.stringify(compiled.diagnostics)}`);
  return compiled;
}

interface Verified {
  readonly job: RandomJob;
  readonly compiled: CompiledJob;
  readonly faulty: boolean;
}

function problemOf(result: InProcessResult, { job, compiled, faulty }: Verified): string | undefined {
  if (result.outcome !== "ended" || result.status !== "FINISHED") {
    const cause = result.failureCause === undefined ? "" : `: ${result.failureCause}`;
    return `the job did not finish: ${result.outcome}, ${result.status ?? "not ended"}${cause}, at ${result.virtualMs} ms`;
  }
  const outputs: Record<string, readonly string[]> = {};
  for (const [port, sink] of Object.entries(job.sinks)) {
    const { rows } = committedOutput(result.stores.transactions.committed, tableDirectories(compiled, sink), 0);
    outputs[port] = rows.map(({ values }) => values.join("|"));
  }
  return job.verify(outputs, faulty);
}

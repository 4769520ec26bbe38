import { deriveSeed, seededRandom } from "../../src/base/random.ts";
import type { AppCatalog } from "../../src/app/catalog.ts";
import type { JobPlan } from "../../src/control/job-plan.ts";
import { compileJob } from "../../src/graph/compile-job.ts";
import type { CompiledJob } from "../../src/graph/compile-job.ts";
import { LogInvariants } from "../../src/observe/invariants.ts";
import { committedOutput, tableDirectories } from "../../src/hosts/control-loop/committed-output.ts";
import { randomTimes } from "../../src/hosts/deterministic/virtual-times.ts";
import { runInProcess } from "../../src/hosts/in-process/run-in-process.ts";
import type { InProcessResult, InProcessRun } from "../../src/hosts/in-process/run-in-process.ts";
import type { FunctionCompiler } from "../../src/runtime/environment.ts";
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

/** The text of a function is trusted here: the sandbox has tests of its own, and would cost most of the time. */
const functions: FunctionCompiler = {
  compile: ({ source, parameters, form }) =>
    new Function(...parameters, form === "expression" ? `return (${source}\n);` : source) as (...args: readonly unknown[]) => unknown,
};

/** Runs the job, schedule and faults that `seed` stands for, and checks everything that must hold. */
export function fuzzSeed(seed: number, catalog: AppCatalog, mutation: Mutation = {}): SeedReport {
  const random = seededRandom(deriveSeed(seed, 0));
  const job = randomJob(random, mutation.stage);
  const compiled = compileJob(job.document, catalog);
  if (!compiled.ok) throw new Error(`seed ${seed}: the job does not compile: ${JSON.stringify(compiled.diagnostics)}`);
  const drawn = randomFaults(random, compiled.topology);
  const faults = job.checkpointing && mutation.faultless !== true ? drawn : [];
  const invariants = new LogInvariants(compiled.topology);
  const settings = {
    channelLatencyMs: random.integer(20),
    controlLatencyMs: random.integer(10),
    snapshotUploadMs: random.integer(40),
  };
  const times = randomTimes(settings, 1 + random.integer(6), seededRandom(deriveSeed(seed, 1)));
  const report = { seed, faults: faults.length };
  let result: InProcessResult | undefined;
  let expired = false;
  try {
    result = runInProcess({
      job: compiled,
      jobId: `fuzz-${seed}`,
      catalog: mutation.catalog?.(catalog) ?? catalog,
      functions,
      seed,
      times,
      faults,
      limits,
      onEvents(events) {
        invariants.check(events);
        expired ||= events.some(({ body }) => body.kind === "checkpointFailed" && body.reason === "CHECKPOINT_EXPIRED");
      },
      ...(mutation.channel === undefined ? {} : { channel: mutation.channel }),
      ...(mutation.stores === undefined ? {} : { stores: mutation.stores() }),
      ...(mutation.plan === undefined ? {} : { alterPlan: mutation.plan }),
    });
    invariants.checkConservation(result.queued);
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...report, problem, hash: "", events: 0, turns: 0 };
  }
  const { hash, events, turns } = result;
  if (expired && job.patient && faults.length === 0) {
    return { ...report, problem: "[CP14] a checkpoint expired without a fault", hash, events, turns };
  }
  return { ...report, problem: problemOf(result, { job, compiled, faulty: faults.length > 0 }), hash, events, turns };
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
    const { rows } = committedOutput(result.stores.transactions.committed, tableDirectories(compiled.topology, sink), 0);
    outputs[port] = rows.map(({ values }) => values.join("|"));
  }
  return job.verify(outputs, faulty);
}

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { classOf, endless, type Attempt, type JobAttempt, type LanguageAttempt, type Verdict } from "./attempt.ts";
import { judgeTogether, untouchedRun, type BatchHost } from "./batches.ts";
import { limits, wonByJob, wonByOpening } from "./judge-job.ts";
import type { LanguageRun } from "./judge-language.ts";
import { languageJob, readPrinted } from "./language-job.ts";
import { makeScratch, type Scratch } from "./scratch.ts";
import { supervise, type Bounds, type Outcome } from "./supervise.ts";

export type Mode = "freeRunning" | "deterministic";

/** A way to run jobs from the command line: the product itself, one with a wall taken down, or an engine without any. */
export interface CommandLine {
  /** For reports. */
  readonly name: string;
  /** What stands in front of `run JOB.json`. */
  readonly command: readonly string[];
  /** Attempts of one job, see `runTogether`. */
  readonly batchSize: Readonly<Record<Mode, number>>;
  /** What its jobs may take before the harness steps in; that of the product by default. */
  readonly bounds?: Omit<Bounds, "stopMs">;
}

const root = join(import.meta.dirname, "..", "..");

export const product: CommandLine = {
  name: "node",
  command: ["--disable-warning=ExperimentalWarning", join(root, "src", "app", "node", "cli.ts")],
  // A job of many takes little longer than one of few where all have one thread; where each has its own, the machine must hold them.
  batchSize: { freeRunning: 8, deterministic: 32 },
};

/** Batches for a world in which an attempt may take others along unseen. */
export const oneByOne: CommandLine["batchSize"] = { freeRunning: 1, deterministic: 1 };

/** Says so where the runtime's own global gets what a text of a job might put there. It comes as text: no file has to be read for it. */
const watch = `Object.defineProperty(globalThis,"PWN",{configurable:true,set(){process.getBuiltinModule("fs").writeSync(2,"PWN-SEEN\\n")}})`;
const watched = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(watch)}` };

/** A run that is to go on for ever is asked to stop after some seconds; one that is to end by itself gets the time that a busy machine takes. */
const runMs = { flood: 6_000, endless: 15_000, ends: 120_000 };

/** A flood is over when it has done what it gets done in its time on a machine that has other work too: a quiet one shows no more. */
const floodCpuMs = 3_500;

function patienceFor(attempt: JobAttempt): number {
  if (classOf(attempt) === "F") return runMs.flood;
  // What grows ends by its limit, be its input without end.
  return endless(attempt) && classOf(attempt) !== "M" ? runMs.endless : runMs.ends;
}

/** Attempts that hang or flood burn a core until their time is up, however many share it: together they burn what one does. */
const atOnce: Readonly<Record<string, number>> = { H: 7, F: 4 };
const othersAtOnce = 2;

/** Makes attempts on a command line, some at a time, and hands out every verdict as it falls. */
export class NodeHost {
  readonly #line: CommandLine;
  readonly #mode: Mode;
  readonly #where: string;
  readonly #batches: BatchHost;
  readonly #untouched: Promise<LanguageRun>;

  constructor(line: CommandLine, mode: Mode) {
    this.#line = line;
    this.#mode = mode;
    this.#where = `${line.name}, ${mode}`;
    this.#batches = { batchSize: line.batchSize[mode], lanes: othersAtOnce, runBatch: (batch, zone) => this.#runBatch(batch, zone) };
    this.#untouched = untouchedRun(this.#batches);
    // Told where it is awaited.
    this.#untouched.catch(() => undefined);
  }

  async judge(attempts: readonly Attempt[], report: (verdict: Verdict) => void): Promise<void> {
    const untouched = await this.#untouched;
    const language = attempts.filter((attempt) => attempt.kind === "language");
    await judgeTogether(language, this.#batches, untouched, (attempt, run, won) => {
      const answer = run.status === "FINISHED" ? run.printed.results.join(" | ") : `${run.status}: ${run.cause}`;
      report({ attempt, where: this.#where, won, answer: answer.slice(0, 300) });
    });
    const jobs = attempts.filter((attempt) => attempt.kind !== "language");
    for (const [lanes, together] of Map.groupBy(jobs, (job) => atOnce[classOf(job)] ?? othersAtOnce)) {
      await inLanes(lanes, together.map((job) => () => this.#judgeJob(job)), report);
    }
  }

  async #runBatch(batch: readonly LanguageAttempt[], zone: string): Promise<readonly LanguageRun[]> {
    const scratch = makeScratch();
    try {
      const bounds = { runMs: runMs.ends, stopMs: limits.stopMs, memoryBytes: limits.memoryBytes * 2 };
      const outcome = await this.#run(languageJob(batch, this.#mode), scratch, bounds, { TZ: zone });
      const printed = readPrinted([...outcome.stdout.split("\n"), ...outcome.stderr.split("\n")], batch.length);
      const status = outcome.ending !== "itself" ? outcome.ending : outcome.code === 0 ? "FINISHED" : outcome.code === 2 ? "refused" : outcome.code === 1 ? "FAILED" : "fell";
      const cause = status === "fell" || outcome.ending !== "itself" ? "" : outcome.stderr.slice(-2_000);
      return printed.map((each) => ({ status, cause, printed: each }));
    } finally {
      scratch.remove();
    }
  }

  async #judgeJob(attempt: JobAttempt): Promise<Verdict> {
    const scratch = makeScratch();
    try {
      const outcome = attempt.kind === "open" ? await this.#open(attempt, scratch) : await this.#runJob(attempt, scratch);
      const won = attempt.kind === "open" ? wonByOpening(outcome) : wonByJob(attempt, outcome, scratch);
      const memory = `${Math.round(outcome.peakBytes / 1e6)} MB`;
      const stopped = outcome.stopMs === undefined ? "" : `, stopped in ${Math.round(outcome.stopMs)} ms`;
      const answer = `${outcome.code ?? outcome.signal} after ${Math.round(outcome.ms)} ms, ${memory}${stopped}: ${outcome.stderr.trim().slice(-200)}`;
      return { attempt, where: this.#where, won, answer };
    } finally {
      scratch.remove();
    }
  }

  #runJob(attempt: JobAttempt, scratch: Scratch): Promise<Outcome> {
    const flood = classOf(attempt) === "F" ? { cpuMs: floodCpuMs } : {};
    const given = this.#line.bounds ?? { runMs: patienceFor(attempt), memoryBytes: limits.memoryBytes, ...flood };
    const bounds = { ...given, stopMs: limits.stopMs };
    return this.#run(inMode(attempt.job, this.#mode), scratch, bounds, {});
  }

  #run(job: JobAttempt["job"], scratch: Scratch, bounds: Bounds, env: Readonly<Record<string, string>>): Promise<Outcome> {
    const file = this.#write(job, scratch);
    const deterministic = this.#mode === "deterministic" ? ["--deterministic"] : [];
    return supervise([...this.#line.command, "run", file, "--output", scratch.output, ...deterministic], scratch, bounds, { ...watched, ...env });
  }

  #open(attempt: JobAttempt, scratch: Scratch): Promise<Outcome> {
    const file = this.#write(attempt.job, scratch);
    return supervise([...this.#line.command, "validate", file], scratch, { runMs: 15_000, stopMs: limits.stopMs, memoryBytes: limits.memoryBytes }, {});
  }

  #write(job: JobAttempt["job"], scratch: Scratch): string {
    const file = join(scratch.work, "job.json");
    const text = typeof job === "string" ? job : JSON.stringify(job);
    writeFileSync(file, text.replaceAll("ATTEMPTS", scratch.output));
    return file;
  }
}

/** Does `work`, so many at a time, and hands out every verdict as it falls. */
async function inLanes(lanes: number, work: (() => Promise<Verdict>)[], report: (verdict: Verdict) => void): Promise<void> {
  const lane = async (): Promise<void> => {
    for (let next = work.shift(); next; next = work.shift()) report(await next());
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** The job, asking for another mode where it asks for one. */
function inMode(job: JobAttempt["job"], mode: Mode): JobAttempt["job"] {
  if (typeof job === "string" || typeof job["run"] !== "object" || job["run"] === null) return job;
  return { ...job, run: { ...job["run"], mode } };
}

/** An engine that trusts every job: the same attempts succeed on it. */
export const unprotected: CommandLine = {
  name: "unprotected",
  command: ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "unprotected.ts")],
  batchSize: oneByOne,
  bounds: { runMs: 12_000, cpuMs: 5_000, memoryBytes: 500_000_000 },
};

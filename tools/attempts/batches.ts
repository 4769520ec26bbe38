import type { LanguageAttempt } from "./attempt.ts";
import { strayed, wonByLanguage, type LanguageRun } from "./judge-language.ts";
import { harmless } from "./language-job.ts";

/** Runs attempts as one job: each has subtasks of its own, but one that ends the job, or is refused, ends it for all. */
export type RunBatch = (batch: readonly LanguageAttempt[]) => Promise<readonly LanguageRun[]>;

/**
 * Runs attempts together, and those again that another one took along: the one that the end of the job names has had its run, the others
 * go on without it. Where nobody is named, or a row strayed that may be anybody's, each half runs apart, down to those that run alone.
 */
export async function runTogether(batch: readonly LanguageAttempt[], run: RunBatch): Promise<readonly LanguageRun[]> {
  const runs = await run(batch);
  if (batch.length === 1 || runs.every(({ status, printed }) => status === "FINISHED" && !strayed(printed))) return runs;
  const [{ status, cause }] = runs as [LanguageRun];
  const culprits = new Set(status === "FINISHED" ? [] : batch.flatMap((_, at) => (new RegExp(`\\b[pf]${at}\\b`).test(cause) ? [at] : [])));
  const isNamed = (status === "refused" || (status === "FAILED" && culprits.size === 1)) && culprits.size > 0;
  if (!isNamed) {
    const middle = Math.ceil(batch.length / 2);
    return [...(await runTogether(batch.slice(0, middle), run)), ...(await runTogether(batch.slice(middle), run))];
  }
  const others = batch.filter((_, at) => !culprits.has(at));
  const rest = others.length === 0 ? [] : await runTogether(others, run);
  let next = 0;
  return batch.map((_, at) => (culprits.has(at) ? runs[at] : rest[next++]) as LanguageRun);
}

/** How a host runs attempts: where clocks show the time of `zone`. */
export interface BatchHost {
  readonly batchSize: number;
  /** Batches under way at one time. */
  readonly lanes: number;
  runBatch(batch: readonly LanguageAttempt[], zone: string): Promise<readonly LanguageRun[]>;
}

const home = "America/New_York";

/** The run of a function that does nothing; throws when that does not run. */
export async function untouchedRun(host: BatchHost): Promise<LanguageRun> {
  const [run] = await host.runBatch([harmless], home);
  if (run?.status !== "FINISHED" || run.printed.results.length === 0) throw new Error(`a harmless job does not run: ${run?.cause}`);
  return run;
}

/** Runs all attempts, and those whose answer must be that of a machine in UTC once more on one. Hands out each with its run and how it won. */
export async function judgeTogether(
  attempts: readonly LanguageAttempt[],
  host: BatchHost,
  untouched: LanguageRun,
  report: (attempt: LanguageAttempt, run: LanguageRun, won: string | undefined) => void,
): Promise<void> {
  const inUtc = await runsOf(attempts.filter(({ safe }) => safe === "UTC?"), host, "UTC");
  await runsOf(attempts, host, home, (attempt, run) => report(attempt, run, wonByLanguage(attempt, run, inUtc.get(attempt), untouched.printed)));
}

async function runsOf(
  attempts: readonly LanguageAttempt[],
  { batchSize, lanes, runBatch }: BatchHost,
  zone: string,
  onRun: (attempt: LanguageAttempt, run: LanguageRun) => void = () => {},
): Promise<ReadonlyMap<LanguageAttempt, LanguageRun>> {
  const batches = Array.from({ length: Math.ceil(attempts.length / batchSize) }, (_, at) => attempts.slice(at * batchSize, (at + 1) * batchSize));
  const runs = new Map<LanguageAttempt, LanguageRun>();
  const lane = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      const made = await runTogether(batch, (each) => runBatch(each, zone));
      for (const [at, attempt] of batch.entries()) {
        runs.set(attempt, made[at] as LanguageRun);
        onRun(attempt, made[at] as LanguageRun);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return runs;
}

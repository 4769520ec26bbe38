import type { LanguageAttempt } from "./attempt.ts";
import { strayed, type LanguageRun } from "./judge-language.ts";

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

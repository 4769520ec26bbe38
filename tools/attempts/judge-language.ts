import type { LanguageAttempt } from "./attempt.ts";
import { resultsOf, type Printed } from "./language-job.ts";

/** How a run of a `languageJob` ended, on whatever host. */
export interface LanguageRun {
  /** FINISHED, FAILED, or "refused" before anything ran. */
  readonly status: string;
  /** Why it failed or was refused. */
  readonly cause: string;
  readonly printed: Printed;
}

/** How the attempt succeeded, or undefined. `inUtc` is the same run on a machine in UTC, `untouched` the run of a function that does nothing. */
export function wonByLanguage(attempt: LanguageAttempt, run: LanguageRun, inUtc: LanguageRun | undefined, untouched: Printed): string | undefined {
  const { results, victims } = run.printed;
  if (strayed(run.printed)) return "a row was collected outside the call";
  const stranger = victims.find((row) => !untouched.victims.includes(row));
  if (stranger !== undefined) return `another function's row became ${stranger}`;
  if (run.status !== "FINISHED") {
    if (/\n\s+at |file:\/\//.test(run.cause)) return `the failure shows the inside: ${run.cause.slice(0, 200)}`;
    if (run.status === "refused" && run.cause.trim() !== "") return undefined;
    if (!/^FAILED: (?:user function of )?[pf]\d+\b/m.test(run.cause)) return `it ended ${run.status} and did not name its function: ${run.cause.slice(-200)}`;
    return unsafe(attempt, results, inUtc?.printed.results);
  }
  if (results.length !== resultsOf(attempt)) return `${results.length} results instead of ${resultsOf(attempt)}`;
  if (victims.length !== untouched.victims.length) return `${victims.length} rows of others instead of ${untouched.victims.length}`;
  return unsafe(attempt, results, inUtc?.printed.results);
}

/** A row that an attempt only collects when nothing may be collected any more. */
export const strayed = ({ words }: Printed): boolean => words.some((word) => /^(?:late|extra)$/.test(word));

function unsafe({ safe }: LanguageAttempt, results: readonly string[], inUtc: readonly string[] | undefined): string | undefined {
  if (safe === "UTC?") {
    if (inUtc === undefined) return "there is no run in UTC to compare with";
    return JSON.stringify(results) === JSON.stringify(inUtc) ? undefined : `gave ${results.join(" | ")}, and in UTC ${inUtc.join(" | ")}`;
  }
  const pattern = new RegExp(safe);
  const bad = results.find((result) => !pattern.test(result) && !(result.startsWith("threw") && pattern.test("threw")));
  return bad === undefined ? undefined : `gave ${JSON.stringify(bad.slice(0, 200))}`;
}

import type { Catalog } from "./catalog.ts";
import { checkFunctions } from "./check-functions.ts";
import { boundedFindings } from "./bounded-findings.ts";
import { compileJob } from "./compile-job.ts";
import type { CompiledJob, CompileOptions, RejectedJob } from "./compile-job.ts";
import type { JobDocument } from "./job-document.ts";

/**
 * Whether a job may be submitted, and everything that is wrong or doubtful about it: `compileJob`, and the texts of its functions.
 * The one answer for the editor, for `validate` and for whatever starts a job. A module of its own, because it brings a parser of
 * JavaScript along that drawing does without. [GR48]
 */
export function checkJob(document: JobDocument, catalog: Catalog, options: CompileOptions = {}): CompiledJob | RejectedJob {
  const job = compileJob(document, catalog, options);
  const problems = checkFunctions(document, catalog, job.schemas);
  if (problems.length === 0) return job;
  const { configuration, schemas } = job;
  return { ok: false, document, configuration, schemas, diagnostics: boundedFindings([...job.diagnostics, ...problems]) };
}

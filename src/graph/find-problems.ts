import type { Catalog } from "./catalog.ts";
import { boundedFindings } from "./bounded-findings.ts";
import { checkFunctions } from "./check-functions.ts";
import { examineJob } from "./examine-job.ts";
import type { ExaminedJob } from "./examine-job.ts";
import type { JobDocument } from "./job-document.ts";

/**
 * What `checkJob` finds, for someone who only reads it: no graph of subtasks is built. A module of its own, because it brings a parser of
 * JavaScript along that drawing does without. [GR48]
 */
export function findProblems(document: JobDocument, catalog: Catalog): Pick<ExaminedJob, "schemas" | "diagnostics" | "sound"> {
  const { schemas, diagnostics, sound } = examineJob(document, catalog);
  return { schemas, sound, diagnostics: boundedFindings([...diagnostics, ...checkFunctions(document, catalog, schemas)]) };
}

import type { Catalog } from "../../graph/catalog.ts";
import { findProblems } from "../../graph/find-problems.ts";
import { documentLimits } from "../../graph/document-limits.ts";
import { limitDiagnostic } from "../../graph/document-size.ts";
import { readPasted } from "../document/clipboard.ts";
import { readJob, type JobReport } from "../document/job-file.ts";
import { readLink } from "../document/share-link.ts";
import { analyse } from "./analysis.ts";
import type { AnalysisAnswer, AnalysisRequest, ReadJob } from "./analysis-request.ts";

/** Reads or checks what is asked for. Runs in the analysis worker; elsewhere only where there are no workers. */
export async function answerRequest(request: AnalysisRequest, catalog: Catalog): Promise<AnalysisAnswer> {
  switch (request.kind) {
    case "file":
      return readFile(request.file, catalog);
    case "link": {
      const report = readLink(request.hash);
      return report && withProblems(report, catalog);
    }
    case "paste":
      return readPasted(request.text);
    case "document":
      return analyse(request.document, catalog, findProblems);
  }
}

/** Bytes that a character of a text takes at most. */
const bytesPerCharacter = 3;

async function readFile(file: Blob, catalog: Catalog): Promise<ReadJob> {
  if (file.size > documentLimits.characters * bytesPerCharacter) {
    return { document: undefined, findings: [limitDiagnostic("characters", file.size, undefined)] };
  }
  return withProblems(readJob(await file.text()), catalog);
}

/** What is wrong with the job joins what was wrong with its text, so that a person sees both before opening it. */
function withProblems(report: JobReport, catalog: Catalog): ReadJob {
  const { document, findings } = report;
  if (document === undefined) return report;
  const found = findProblems(document, catalog);
  return { ...report, findings: [...findings, ...found.diagnostics], analysis: analyse(document, catalog, () => found) };
}

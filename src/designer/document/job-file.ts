import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { parseDocumentText } from "../../graph/parse-document.ts";

/** Result of reading job JSON. Reading never runs anything and never throws. [DC7] */
export interface JobReport {
  readonly document: JobDocument | undefined;
  readonly findings: readonly Diagnostic[];
}

/** Reads job JSON as a person hands it over: any text. What its operators make of their configuration is the compiler's business. */
export function readJob(text: string): JobReport {
  const { document, diagnostics } = parseDocumentText(text);
  return { document, findings: diagnostics };
}

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

/** Job JSON with its keys in a fixed order, so that a diff of two files is a diff of two jobs. [DC9] */
export function writeJob(document: JobDocument): string {
  const { format, name, config, operators, edges, run, layout } = document;
  const block = layout && { ...layout, positions: sorted(layout.positions) };
  const ordered = {
    format,
    name,
    config: sorted(config),
    operators,
    edges,
    ...(run && { run }),
    ...(block && { layout: block }),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

function sorted<Value>(values: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

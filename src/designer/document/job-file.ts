import { jobDocumentSchema, type JobDocument } from "../../graph/job-document.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";

/** Result of reading job JSON. Reading never runs anything and never throws. [DC7] */
export interface JobReport {
  readonly document: JobDocument | undefined;
  readonly findings: readonly Diagnostic[];
}

/**
 * Reads job JSON as a person hands it over: any text. Says by path what does not fit; what the operators of the document make
 * of their configuration is the compiler's business, not this one's.
 */
export function readJob(text: string): JobReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed("import.not-json", `This is not JSON: ${reason}`, { reason });
  }
  const parsed = jobDocumentSchema.safeParse(value);
  if (!parsed.success) {
    const findings = parsed.error.issues.map((issue): Diagnostic => {
      const path = issue.path.join(".");
      return { severity: "error", code: "import.invalid", message: `${path || "file"}: ${issue.message}`, values: { path, reason: issue.message } };
    });
    return { document: undefined, findings };
  }
  return { document: parsed.data, findings: structureFindings(parsed.data) };
}

function failed(code: string, message: string, values: Readonly<Record<string, string>>): JobReport {
  return { document: undefined, findings: [{ severity: "error", code, message, values }] };
}

/** Same ids twice or edges into nothing: the file can be read, the job cannot be what its author meant. */
function structureFindings(document: JobDocument): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const operators = new Set<string>();
  for (const { id } of document.operators) {
    if (operators.has(id)) findings.push({ severity: "error", code: "import.duplicate-id", message: `Two operators have the id ${id}.`, values: { id } });
    operators.add(id);
  }
  for (const edge of document.edges) {
    for (const end of [edge.from.operator, edge.to.operator]) {
      if (!operators.has(end)) {
        findings.push({ severity: "error", code: "import.dangling-edge", message: `Edge ${edge.id} names ${end}, which is not there.`, values: { edge: edge.id, operator: end } });
      }
    }
  }
  return findings;
}

/** Job JSON with its keys in a fixed order, so that a diff of two files is a diff of two jobs. [DC9] */
export function writeJob(document: JobDocument): string {
  const { format, name, config, operators, edges, run, layout } = document;
  const ordered = { format, name, config: sorted(config), operators, edges, ...(run && { run }), ...(layout && { layout: { ...layout, positions: sorted(layout.positions) } }) };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

function sorted<Value>(values: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

import type { Catalog } from "../../graph/catalog.ts";
import { examineJob } from "../../graph/examine-job.ts";
import type { ExaminedJob, Findings } from "../../graph/examine-job.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { PortSchemas } from "../../graph/infer-schemas.ts";
import type { DocumentOperator, JobDocument } from "../../graph/job-document.ts";

/** What is known of a document without running it: schemas at every port and everything that is wrong. */
export interface Analysis extends PortSchemas {
  /** In the order of `sortDiagnostics`. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many subtasks the job would start, each in a worker; absent while it cannot run. */
  readonly workers?: number;
}

export const emptyAnalysis: Analysis = { diagnostics: [], inputs: new Map(), outputs: new Map() };

/** `findProblems` of the graph layer, which comes late with its parser of JavaScript, or `examineJob` until then. */
export type JobCheck = (document: JobDocument, catalog: Catalog) => Checked;
type Checked = Pick<Findings, "schemas" | "diagnostics"> & Partial<Pick<ExaminedJob, "sound">>;

/** Checks a document for its schemas and its problems; never throws for anything its author wrote. */
export function analyse(document: JobDocument, catalog: Catalog, check: JobCheck = examineJob): Analysis {
  const { schemas, diagnostics, sound } = check(document, catalog);
  const workers = sound && { workers: sound.jobGraph.vertices.reduce((sum, { parallelism }) => sum + parallelism, 0) };
  return { ...schemas, diagnostics: sortDiagnostics(diagnostics, document), ...workers };
}

/** Operators before their consumers; those on a loop are left out. */
export function streamOrder(document: JobDocument): DocumentOperator[] {
  const waiting = new Map(document.operators.map(({ id }) => [id, 0]));
  const followers = new Map<string, string[]>();
  for (const { from, to } of document.edges) {
    if (!waiting.has(from.operator) || !waiting.has(to.operator)) continue;
    waiting.set(to.operator, (waiting.get(to.operator) ?? 0) + 1);
    followers.set(from.operator, [...(followers.get(from.operator) ?? []), to.operator]);
  }
  const byId = new Map(document.operators.map((operator) => [operator.id, operator]));
  const order: DocumentOperator[] = [];
  const ready = document.operators.filter(({ id }) => waiting.get(id) === 0);
  for (let operator = ready.shift(); operator; operator = ready.shift()) {
    order.push(operator);
    for (const follower of followers.get(operator.id) ?? []) {
      const left = (waiting.get(follower) ?? 0) - 1;
      waiting.set(follower, left);
      const next = byId.get(follower);
      if (left === 0 && next) ready.push(next);
    }
  }
  return order;
}

/** Errors first, then in the order of the stream; those of the job as a whole before those of its parts. [UI14] */
export function sortDiagnostics(diagnostics: readonly Diagnostic[], document: JobDocument): Diagnostic[] {
  const rank = new Map(streamOrder(document).map(({ id }, index) => [id, index]));
  const ends = new Map(document.edges.map(({ id, to }) => [id, to.operator]));
  const place = ({ operator, edge }: Diagnostic): number => {
    const at = operator ?? (edge === undefined ? undefined : ends.get(edge));
    return at === undefined ? -1 : (rank.get(at) ?? Number.MAX_SAFE_INTEGER);
  };
  const severity = (diagnostic: Diagnostic): number => (diagnostic.severity === "error" ? 0 : 1);
  return diagnostics.toSorted((a, b) => severity(a) - severity(b) || place(a) - place(b));
}

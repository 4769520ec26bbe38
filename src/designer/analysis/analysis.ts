import type { Catalog } from "../../graph/catalog.ts";
import type { InputInfo } from "../../graph/descriptor.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { DocumentOperator, JobDocument } from "../../graph/job-document.ts";
import type { Schema } from "../../stream/logical-type.ts";

/** What is known of a document without running it: schemas at every port and everything that is wrong. */
export interface Analysis {
  readonly diagnostics: readonly Diagnostic[];
  /** Per operator, by input port. Ports without an edge, and edges whose schema is not known, are absent. */
  readonly inputs: ReadonlyMap<string, Readonly<Record<string, InputInfo>>>;
  /** Per operator, by output port. */
  readonly outputs: ReadonlyMap<string, Readonly<Record<string, Schema>>>;
}

export const emptyAnalysis: Analysis = { diagnostics: [], inputs: new Map(), outputs: new Map() };

/**
 * Schemas of all ports, walked from the sources down. Operators of unknown type, with an invalid configuration or behind a loop
 * have no outputs; why, the compiler's diagnostics say.
 */
export function inferSchemas(document: JobDocument, catalog: Catalog): Pick<Analysis, "inputs" | "outputs"> {
  const inputs = new Map<string, Record<string, InputInfo>>();
  const outputs = new Map<string, Readonly<Record<string, Schema>>>();
  for (const operator of topologicalOrder(document)) {
    const known: Record<string, InputInfo> = {};
    for (const edge of document.edges) {
      if (edge.to.operator !== operator.id || known[edge.to.port]) continue;
      const schema = outputs.get(edge.from.operator)?.[edge.from.port];
      if (schema) known[edge.to.port] = { schema, key: edge.partitioner?.type === "hash" ? edge.partitioner.key : undefined };
    }
    inputs.set(operator.id, known);
    outputs.set(operator.id, inferOutputs(operator, catalog, known));
  }
  return { inputs, outputs };
}

function inferOutputs(operator: DocumentOperator, catalog: Catalog, inputs: Readonly<Record<string, InputInfo>>): Readonly<Record<string, Schema>> {
  const descriptor = catalog.find(operator.type);
  const config = descriptor?.config.safeParse(operator.config);
  if (!descriptor || !config?.success) return {};
  try {
    return descriptor.infer(config.data, inputs).outputs;
  } catch {
    // A type that cannot be read, an input that is missing: the compiler reports it, here the schema is just not known.
    return {};
  }
}

/** Operators before their consumers; those on a loop are left out. */
export function topologicalOrder(document: JobDocument): DocumentOperator[] {
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
  const rank = new Map(topologicalOrder(document).map(({ id }, index) => [id, index]));
  const place = ({ operator, edge }: Diagnostic): number => {
    const at = operator ?? document.edges.find(({ id }) => id === edge)?.to.operator;
    return at === undefined ? -1 : (rank.get(at) ?? Number.MAX_SAFE_INTEGER);
  };
  const severity = (diagnostic: Diagnostic): number => (diagnostic.severity === "error" ? 0 : 1);
  return diagnostics.toSorted((a, b) => severity(a) - severity(b) || place(a) - place(b));
}

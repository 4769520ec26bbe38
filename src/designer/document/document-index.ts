import type { DocumentEdge, DocumentOperator, JobDocument } from "../../graph/job-document.ts";

/** Parts of a document by their ids and ends: what is looked up for each of a thousand operators is not searched for each time. [UI62] */
export interface DocumentIndex {
  operator(id: string): DocumentOperator | undefined;
  edge(id: string): DocumentEdge | undefined;
  /** Edges that end at an operator, in the order of the document. */
  edgesInto(operator: string): readonly DocumentEdge[];
  /** Edges that begin at an operator, in the order of the document. */
  edgesFrom(operator: string): readonly DocumentEdge[];
  /** True when records of `from` reach `to`, or they are the same operator. */
  reaches(from: string, to: string): boolean;
}

const indexes = new WeakMap<JobDocument, DocumentIndex>();

/** The index of a document, made with the first question. Documents never change. */
export function indexOf(document: JobDocument): DocumentIndex {
  let index = indexes.get(document);
  if (index === undefined) indexes.set(document, (index = createIndex(document)));
  return index;
}

function createIndex({ operators, edges }: JobDocument): DocumentIndex {
  const byId = new Map<string, DocumentOperator>();
  for (const operator of operators) if (!byId.has(operator.id)) byId.set(operator.id, operator);
  const into = Map.groupBy(edges, ({ to }) => to.operator);
  const outOf = Map.groupBy(edges, ({ from }) => from.operator);
  const reached = new Map<string, ReadonlySet<string>>();
  const reachedFrom = (start: string): ReadonlySet<string> => {
    const found = new Set([start]);
    for (const id of found) for (const { to } of outOf.get(id) ?? []) found.add(to.operator);
    reached.set(start, found);
    return found;
  };
  return {
    operator: (id) => byId.get(id),
    edge: (id) => edges.find((candidate) => candidate.id === id),
    edgesInto: (id) => into.get(id) ?? [],
    edgesFrom: (id) => outOf.get(id) ?? [],
    reaches: (from, to) => (reached.get(from) ?? reachedFrom(from)).has(to),
  };
}

import type { DocumentEdge, DocumentOperator, DocumentPartitioner, JobDocument } from "../../graph/job-document.ts";
import { notesOf } from "./apply-change.ts";
import type { DocumentChange, DocumentParts, Position } from "./document-change.ts";
import { indexOf } from "./document-index.ts";
import { identitiesFor } from "./identity.ts";

/** One end of an edge. */
export interface PortRef {
  readonly operator: string;
  readonly port: string;
}

export interface NewOperator {
  readonly type: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly parallelism?: number;
}

const noParts: DocumentParts = { operators: [], edges: [], notes: [], positions: {} };

export interface AddedOperator {
  readonly change: DocumentChange;
  readonly operator: string;
}

/** Adds one operator, and the edge to it when it comes from the palette's "may follow". */
export function addOperator(
  document: JobDocument,
  added: NewOperator,
  at: Position,
  from?: { readonly port: PortRef; readonly toPort: string; readonly partitioner?: DocumentPartitioner },
): AddedOperator {
  const identities = identitiesFor(document);
  const id = identities.operator(added.type);
  const { type, config, parallelism } = added;
  const operator: DocumentOperator = {
    id,
    type,
    name: identities.name(added.name),
    ...(parallelism !== undefined && { parallelism }),
    config: { ...config },
  };
  const edges = from
    ? [createEdge(document, identities.edge(), from.port, { operator: id, port: from.toPort }, from.partitioner)]
    : [];
  const parts: DocumentParts = {
    ...noParts,
    operators: [{ index: document.operators.length, value: operator }],
    edges,
    positions: { [id]: at },
  };
  return { operator: id, change: { kind: "addParts", reason: "add", parts } };
}

function createEdge(
  document: JobDocument,
  id: string,
  from: PortRef,
  to: PortRef,
  partitioner?: DocumentPartitioner,
): { index: number; value: DocumentEdge } {
  return {
    index: document.edges.length,
    value: { id, from: { ...from }, to: { ...to }, ...(partitioner && { partitioner }) },
  };
}

export function connect(
  document: JobDocument,
  from: PortRef,
  to: PortRef,
  partitioner?: DocumentPartitioner,
): { readonly change: DocumentChange; readonly edge: string } {
  const edge = identitiesFor(document).edge();
  const parts: DocumentParts = { ...noParts, edges: [createEdge(document, edge, from, to, partitioner)] };
  return { edge, change: { kind: "addParts", reason: "connect", parts } };
}

export function addNote(
  document: JobDocument,
  at: Position,
  text: string,
): { readonly change: DocumentChange; readonly note: string } {
  const note = identitiesFor(document).note();
  const parts: DocumentParts = {
    ...noParts,
    notes: [{ index: notesOf(document).length, value: { id: note, ...at, text } }],
  };
  return { note, change: { kind: "addParts", reason: "note", parts } };
}

/**
 * Removes one operator and joins what stood before it to what stood behind it. Only where that is unambiguous: one edge in;
 * the edges out keep their partitioner. [DC11]
 */
export function healAndRemove(document: JobDocument, operator: string): DocumentChange {
  const removal: DocumentChange = { kind: "removeParts", operators: [operator], edges: [], notes: [] };
  const into = document.edges.filter(({ to }) => to.operator === operator);
  const [before] = into;
  if (!before || into.length !== 1) return removal;
  const outOf = document.edges.filter(({ from }) => from.operator === operator);
  const reconnects = outOf.map((edge): DocumentChange => ({
    kind: "reconnect",
    edge: edge.id,
    from: before.from,
    to: edge.to,
  }));
  return { kind: "batch", name: "healAndRemove", changes: [...reconnects, removal] };
}

/** True when an edge from `from` to `to` would close a loop: a job is acyclic. */
export const wouldLoop = (document: JobDocument, from: string, to: string): boolean => indexOf(document).reaches(to, from);

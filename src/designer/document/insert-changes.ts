import type { DocumentEdge, DocumentPartitioner, JobDocument } from "../../graph/job-document.ts";
import { applyChange, positionsOf } from "./apply-change.ts";
import type { DocumentChange, Position } from "./document-change.ts";
import { indexOf } from "./document-index.ts";
import { connect, type PortRef } from "./edit-changes.ts";
import { freePlace, gapX, nodeWidth, snapped } from "./places.ts";

/** An edge that is to be drawn. */
export interface Join {
  readonly from: PortRef;
  readonly to: PortRef;
  readonly partitioner: DocumentPartitioner | undefined;
}

/** How an operator comes to stand on an edge: by which input it takes its records, and by which output it passes them on. */
export interface OnEdge {
  readonly edge: string;
  readonly input: string;
  readonly output: string;
  /** Of the edge that leads to it. */
  readonly partitioner: DocumentPartitioner | undefined;
}

/** `first`, and for each of `joins` the edge, as one edit. */
export function joined(document: JobDocument, first: DocumentChange, joins: readonly Join[]): DocumentChange {
  if (joins.length === 0) return first;
  const changes = [first];
  let present = applyChange(document, first).document;
  for (const { from, to, partitioner } of joins) {
    const { change } = connect(present, from, to, partitioner);
    present = applyChange(present, change).document;
    changes.push(change);
  }
  return { kind: "batch", name: "join", changes };
}

/**
 * Puts `operator`, which nothing is joined to, between the ends of an edge: a new edge leads to it; the edge itself goes on from it, with
 * its partitioner and latency. `first` brings it into the document or to its place; where it would stand on others it goes behind the
 * edge's beginning, and what stands downstream makes room. [UI162]
 */
export function insertedOnEdge(document: JobDocument, first: DocumentChange, operator: string, on: OnEdge): DocumentChange {
  const present = applyChange(document, first).document;
  const edge = indexOf(present).edge(on.edge);
  if (!edge) return first;
  const lead = connect(present, edge.from, { operator, port: on.input }, on.partitioner).change;
  const goesOn: DocumentChange = { kind: "reconnect", edge: edge.id, from: { operator, port: on.output }, to: edge.to };
  const place = positionsOf(present)[operator];
  const isFree = place !== undefined && !hits(present, { [operator]: place });
  const moves: DocumentChange[] = isFree ? [] : [{ kind: "move", positions: withRoom(present, operator, edge) }];
  return { kind: "batch", name: "insert", changes: [first, lead, goesOn, ...moves] };
}

/** In the middle of an edge that has room, else right behind its beginning. */
export function placeOnEdge(document: JobDocument, { from, to }: Pick<DocumentEdge, "from" | "to">): Position {
  const positions = positionsOf(document);
  const [begin, end] = [positions[from.operator], positions[to.operator]];
  if (!begin || !end || end.x <= begin.x) return freePlace(document, from.operator);
  const middle = { x: (begin.x + end.x) / 2, y: (begin.y + end.y) / 2 };
  const isWide = end.x - begin.x >= 2 * (nodeWidth + leastGap);
  return snapped(isWide ? middle : { x: begin.x + nodeWidth + gapX, y: middle.y });
}

/** Between two operators at least. */
const leastGap = 48;
const nodeHeight = 82;

/** Where `operator` goes, and what stands behind it as far to the right as that takes. */
function withRoom(document: JobDocument, operator: string, edge: DocumentEdge): Readonly<Record<string, Position>> {
  const positions = positionsOf(document);
  const place = placeOnEdge(document, edge);
  const end = positions[edge.to.operator];
  const by = end && end.x > place.x - nodeWidth ? Math.max(0, place.x + nodeWidth + gapX - end.x) : 0;
  const index = indexOf(document);
  const shifted = (moves: (id: string, at: Position) => boolean): Record<string, Position> => ({
    ...Object.fromEntries(
      Object.entries(positions).flatMap(([id, at]) => (id !== operator && moves(id, at) ? [[id, { x: at.x + by, y: at.y }]] : [])),
    ),
    [operator]: place,
  });
  if (by === 0) return { [operator]: place };
  const behind = shifted((id) => index.reaches(edge.to.operator, id));
  // Where these would stand on others, all that is right of there goes along.
  return hits(document, behind) ? shifted((_, at) => at.x >= (end?.x ?? 0)) : behind;
}

/** True when an operator at a new place lies on one that stays. */
export function hits(document: JobDocument, moved: Readonly<Record<string, Position>>): boolean {
  const standing = Object.entries(positionsOf(document)).filter(([id]) => !Object.hasOwn(moved, id));
  const coming = document.operators.flatMap(({ id }) => (Object.hasOwn(moved, id) ? (moved[id] ?? []) : []));
  return coming.some(({ x, y }) => standing.some(([, at]) => Math.abs(at.x - x) < nodeWidth && Math.abs(at.y - y) < nodeHeight));
}

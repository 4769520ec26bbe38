import type { JobDocument } from "../../graph/job-document.ts";
import { positionsOf } from "../document/apply-change.ts";
import { nearestPlace, type Direction } from "../workspace/direction.ts";

/** The nearest operator in a direction. Undefined at the border. [UI8] */
export function nearest(document: JobDocument, from: string, direction: Direction): string | undefined {
  const positions = positionsOf(document);
  const start = positions[from];
  if (!start) return document.operators[0]?.id;
  const places = document.operators.flatMap(({ id }) => {
    const position = positions[id];
    return position ? [{ ...position, id }] : [];
  });
  return nearestPlace(places, start, direction)?.id;
}

/** Where the keyboard is: on an operator or on an edge. */
export type LogicalSpot = { readonly operator: string } | { readonly edge: string };

/**
 * One step along the stream: from an operator to an edge of it, from an edge to the operator at its end; up and down go to the
 * edge's next sibling at the end they came from. [UI9]
 */
export function alongEdges(document: JobDocument, spot: LogicalSpot, direction: Direction): LogicalSpot | undefined {
  if ("operator" in spot) {
    if (direction === "up" || direction === "down") return undefined;
    const edges = ordered(document, direction === "right" ? "from" : "to", spot.operator);
    const first = edges[0];
    return first === undefined ? undefined : { edge: first };
  }
  const edge = document.edges.find(({ id }) => id === spot.edge);
  if (!edge) return undefined;
  if (direction === "left") return { operator: edge.from.operator };
  if (direction === "right") return { operator: edge.to.operator };
  const siblings = [
    ...new Set([...ordered(document, "from", edge.from.operator), ...ordered(document, "to", edge.to.operator)]),
  ];
  const next = siblings[siblings.indexOf(edge.id) + (direction === "down" ? 1 : -1)];
  return next === undefined ? undefined : { edge: next };
}

/** Edges at one end of an operator, from the top of the picture down. */
function ordered(document: JobDocument, end: "from" | "to", operator: string): string[] {
  const positions = positionsOf(document);
  const other = end === "from" ? "to" : "from";
  const height = (id: string): number => positions[id]?.y ?? 0;
  return document.edges
    .filter((edge) => edge[end].operator === operator)
    .toSorted((a, b) => height(a[other].operator) - height(b[other].operator))
    .map(({ id }) => id);
}

import type { JobDocument } from "../../graph/job-document.ts";
import type { Position } from "./document-change.ts";

/** From one column to the next and from one row to the next, in world units: a node and the gap behind it. */
const columnStep = 304;
const rowStep = 120;
/** Each input or output beyond the first makes a node higher. */
const portStep = 22;
/** How often the rows of all columns are put in the order of their neighbours. */
const sweeps = 4;

/**
 * Places of the operators that have none in the document, as in a job that was written by hand or by a program: along the stream in
 * columns, each row near those it is joined to, below what has a place. In a time that grows with operators and edges. [UI118]
 */
export function placesOfUnplaced(document: JobDocument, placed: Readonly<Record<string, Position>>): Record<string, Position> {
  const ids = document.operators.flatMap(({ id }) => (Object.hasOwn(placed, id) ? [] : [id]));
  const graph = neighbours(document, new Set(ids));
  const columns = columnsOf(ids, graph);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const before = sweep % 2 === 0;
    const order = before ? columns : columns.toReversed();
    const rows = new Map(columns.flatMap((column) => column.map((id, row) => [id, row - column.length / 2] as const)));
    for (const column of order) {
      const near = new Map(column.map((id) => [id, mean((before ? graph.into : graph.from).get(id) ?? [], rows) ?? rows.get(id) ?? 0]));
      column.sort((a, b) => (near.get(a) ?? 0) - (near.get(b) ?? 0));
      column.forEach((id, row) => rows.set(id, row - column.length / 2));
    }
  }
  const standing = Object.values(placed);
  const left = standing.length > 0 ? Math.min(...standing.map(({ x }) => x)) : 0;
  const top = standing.length > 0 ? Math.max(...standing.map(({ y }) => y)) + 2 * rowStep : 0;
  return stacked(columns, graph, { x: left, y: top });
}

interface Neighbours {
  readonly into: ReadonlyMap<string, readonly string[]>;
  readonly from: ReadonlyMap<string, readonly string[]>;
}

function neighbours({ edges }: JobDocument, ids: ReadonlySet<string>): Neighbours {
  const [into, from] = [new Map<string, string[]>(), new Map<string, string[]>()];
  const add = (lists: Map<string, string[]>, at: string, other: string): void => {
    const list = lists.get(at);
    if (list) list.push(other);
    else lists.set(at, [other]);
  };
  for (const edge of edges) {
    if (!ids.has(edge.from.operator) || !ids.has(edge.to.operator)) continue;
    add(into, edge.to.operator, edge.from.operator);
    add(from, edge.from.operator, edge.to.operator);
  }
  return { into, from };
}

/** Each operator stands one column behind the last of its inputs; what lies on a loop, which no job may have, stands in the first. */
function columnsOf(ids: readonly string[], { into, from }: Neighbours): string[][] {
  const waits = new Map(ids.map((id) => [id, into.get(id)?.length ?? 0]));
  const column = new Map(ids.map((id) => [id, 0]));
  const ready = ids.filter((id) => waits.get(id) === 0);
  for (let at = ready.pop(); at !== undefined; at = ready.pop()) {
    for (const next of from.get(at) ?? []) {
      column.set(next, Math.max(column.get(next) ?? 0, (column.get(at) ?? 0) + 1));
      const left = (waits.get(next) ?? 0) - 1;
      waits.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  const columns: string[][] = [];
  for (const id of ids) {
    const at = (waits.get(id) ?? 0) > 0 ? 0 : (column.get(id) ?? 0);
    while (columns.length <= at) columns.push([]);
    columns[at]?.push(id);
  }
  return columns;
}

function mean(ids: readonly string[], rows: ReadonlyMap<string, number>): number | undefined {
  return ids.length === 0 ? undefined : ids.reduce((sum, id) => sum + (rows.get(id) ?? 0), 0) / ids.length;
}

/** Columns of different heights have one middle. */
function stacked(columns: readonly (readonly string[])[], { into, from }: Neighbours, corner: Position): Record<string, Position> {
  const heightOf = (id: string): number =>
    rowStep + portStep * (Math.max(1, into.get(id)?.length ?? 0, from.get(id)?.length ?? 0) - 1);
  const heights = columns.map((column) => column.reduce((sum, id) => sum + heightOf(id), 0));
  const highest = Math.max(0, ...heights);
  const places: Record<string, Position> = {};
  columns.forEach((column, at) => {
    let y = corner.y + Math.round((highest - (heights[at] ?? 0)) / 16) * 8;
    for (const id of column) {
      places[id] = { x: corner.x + at * columnStep, y };
      y += Math.ceil(heightOf(id) / 8) * 8;
    }
  });
  return places;
}

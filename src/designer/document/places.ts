import type { JobDocument } from "../../graph/job-document.ts";
import { notesOf, positionsOf } from "./apply-change.ts";
import type { Position } from "./document-change.ts";

/** Sizes of what stands on the drawing, in world units at zoom 1. */
export const nodeWidth = 212;
export const noteWidth = 232;
/** Of a note with a title only. */
export const noteHeight = 40;

/** About the height of a note that is not measured yet, with letters a little larger than the drawing's, as they are where it is fitted. */
export function noteHeightOf(text: string): number {
  const lines = text.slice(0, 4000).split("\n").map((line) => {
    const width = line.length * 7 + (line.match(/[\u2e80-\uffff]/g)?.length ?? 0) * 7;
    return Math.max(1, Math.ceil(width / (noteWidth - 24)));
  });
  return 20 + 19 * lines.reduce((sum, count) => sum + count, 0);
}

/** Grid that nodes snap to. */
export const grid = 8;
/** Between a node and the one behind it. */
export const gapX = 92;
const stepY = 120;

/** Right of `after`, else right of everything, one step further down while something is there. */
export function freePlace(document: JobDocument, after: string | undefined): Position {
  const positions = positionsOf(document);
  const taken = Object.values(positions);
  const origin = after === undefined ? undefined : positions[after];
  const start =
    origin ??
    (taken.length > 0
      ? { x: Math.max(...taken.map(({ x }) => x)), y: Math.min(...taken.map(({ y }) => y)) }
      : undefined);
  let place = start ? { x: start.x + nodeWidth + gapX, y: start.y } : { x: 0, y: 0 };
  const hits = (at: Position): boolean =>
    taken.some(({ x, y }) => Math.abs(x - at.x) < nodeWidth + 16 && Math.abs(y - at.y) < stepY - 16);
  while (hits(place)) place = { x: place.x, y: place.y + stepY };
  return snapped(place);
}

/** `at`, or below the operators that a note there would lie behind. */
export function besideOperators(document: JobDocument, at: Position): Position {
  const below = Object.values(positionsOf(document)).filter(
    ({ x, y }) => at.x < x + nodeWidth && at.x + noteWidth > x && at.y < y + stepY - 16 && at.y + noteHeight > y,
  );
  return snapped({ x: at.x, y: Math.max(at.y, ...below.map(({ y }) => y + stepY)) });
}

/** How far down what comes in at these places has to go to lie on nothing that is there: as asked, or a row or more below. [UI117] */
export function freeShift(document: JobDocument, coming: Coming): number {
  const boxes = (operators: readonly Position[], notes: readonly Position[]): Box[] => [
    ...operators.map(({ x, y }) => ({ x, y, width: nodeWidth, height: stepY - 16 })),
    ...notes.map(({ x, y }) => ({ x, y, width: noteWidth, height: noteHeight })),
  ];
  const standing = boxes(Object.values(positionsOf(document)), notesOf(document));
  const moving = boxes(coming.operators, coming.notes);
  const low = Math.max(0, ...standing.map(({ y, height }) => y + height));
  const high = Math.min(low, ...moving.map(({ y }) => y));
  const hits = (by: number): boolean =>
    moving.some((a) =>
      standing.some((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y + by < b.y + b.height && b.y < a.y + by + a.height),
    );
  let by = 0;
  // Below everything it is free.
  while (high + by < low && hits(by)) by += stepY;
  return by;
}

interface Coming {
  readonly operators: readonly Position[];
  readonly notes: readonly Position[];
}

interface Box extends Position {
  readonly width: number;
  readonly height: number;
}

export function snapped({ x, y }: Position): Position {
  return { x: Math.round(x / grid) * grid, y: Math.round(y / grid) * grid };
}

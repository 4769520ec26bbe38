import type { Position } from "../document/document-change.ts";

/** Where an arrow key leads. */
export type Direction = "left" | "right" | "up" | "down";

const vectors: Readonly<Record<Direction, Position>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

/**
 * The place nearest to `start` in a direction: what lies off the axis counts double, and not at all when it lies more than three
 * times as far off it as along it. Undefined at the border.
 */
export function nearestPlace<Place extends Position>(places: Iterable<Place>, start: Position, direction: Direction): Place | undefined {
  const vector = vectors[direction];
  let best: { readonly place: Place; readonly distance: number } | undefined;
  for (const place of places) {
    const dx = place.x - start.x;
    const dy = place.y - start.y;
    const along = dx * vector.x + dy * vector.y;
    const across = Math.abs(dx * vector.y) + Math.abs(dy * vector.x);
    if (along <= 0 || across > along * 3) continue;
    const distance = along + 2 * across;
    if (!best || distance < best.distance) best = { place, distance };
  }
  return best?.place;
}

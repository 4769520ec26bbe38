import type { Topology } from "../../observe/event.ts";
import type { Point } from "./flume.ts";
import { poolHeight } from "./layout.ts";
import type { Layout } from "./layout.ts";

export type Direction = "left" | "right" | "up" | "down";

/** Where the keyboard is in the running job. */
export type Spot = { readonly kind: "subtask"; readonly subtask: number } | { readonly kind: "channel"; readonly channel: number };

export interface WorldBox extends Point {
  readonly width: number;
  readonly height: number;
}

/**
 * One step along the stream: from a subtask to its topmost channel on that side, from a channel to the subtask at its end; up and down
 * to the next channel or subtask of the same column. Undefined at the border. [PX18]
 */
export function walk(topology: Topology, layout: Layout, spot: Spot, direction: Direction): Spot | undefined {
  if (direction === "up" || direction === "down") return beside(layout, spot, direction);
  if (spot.kind === "channel") {
    const ends = topology.channels[spot.channel];
    return ends && { kind: "subtask", subtask: direction === "left" ? ends.from : ends.to };
  }
  const box = layout.subtasks[spot.subtask];
  const [first] = (direction === "left" ? box?.inputs : box?.outputs)?.toSorted((a, b) => a.y - b.y) ?? [];
  return first && { kind: "channel", channel: first.channel };
}

function beside(layout: Layout, spot: Spot, direction: "up" | "down"): Spot | undefined {
  const step = direction === "down" ? 1 : -1;
  if (spot.kind === "channel") {
    const column = layout.channels[spot.channel]?.wallX;
    const channels = layout.channels.filter(({ wallX, bundled }) => !bundled && wallX === column).toSorted((a, b) => a.y - b.y);
    const next = channels[channels.findIndex(({ channel }) => channel === spot.channel) + step];
    return next && { kind: "channel", channel: next.channel };
  }
  const column = layout.subtasks[spot.subtask]?.x;
  const boxes = layout.subtasks.filter(({ x }) => x === column).toSorted((a, b) => a.y - b.y);
  const next = boxes[boxes.findIndex(({ subtask }) => subtask === spot.subtask) + step];
  return next && { kind: "subtask", subtask: next.subtask };
}

/** The subtask nearest in a direction; what lies off the axis counts double, as in the logical view. */
export function nearestSubtask(layout: Layout, subtask: number, direction: Direction): number | undefined {
  const from = layout.subtasks[subtask];
  if (!from) return undefined;
  const { x, y } = vectors[direction];
  let best: { readonly subtask: number; readonly distance: number } | undefined;
  for (const box of layout.subtasks) {
    const dx = box.x + box.width / 2 - from.x - from.width / 2;
    const dy = box.y + box.height / 2 - from.y - from.height / 2;
    const along = dx * x + dy * y;
    const across = Math.abs(dx * y) + Math.abs(dy * x);
    if (box.subtask === subtask || along <= 0 || across > along * 3) continue;
    const distance = along + 2 * across;
    if (!best || distance < best.distance) best = { subtask: box.subtask, distance };
  }
  return best?.subtask;
}

const vectors: Readonly<Record<Direction, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

/** What is shown of a spot when the camera goes to it: the box, or the pool. */
export function boxOf(layout: Layout, spot: Spot): WorldBox | undefined {
  if (spot.kind === "subtask") return layout.subtasks[spot.subtask];
  const place = layout.channels[spot.channel];
  return place && { x: place.poolX, y: place.y - poolHeight / 2, width: place.wallX - place.poolX, height: poolHeight };
}

const arrows: Readonly<Record<string, Direction>> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

export const directionOf = (code: string): Direction | undefined => arrows[code];

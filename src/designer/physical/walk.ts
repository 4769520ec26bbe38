import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { Topology } from "../../observe/event.ts";
import { nearestPlace, type Direction } from "../workspace/direction.ts";
import type { Point } from "./flume.ts";
import { poolHeight } from "./layout.ts";
import type { Layout, SubtaskBox } from "./layout.ts";

/** Where the keyboard is in the running job. */
export type PhysicalSpot =
  | { readonly kind: "subtask"; readonly subtask: TaskIndex }
  | { readonly kind: "channel"; readonly channel: ChannelIndex };

export interface WorldBox extends Point {
  readonly width: number;
  readonly height: number;
}

/**
 * One step along the stream: from a subtask to its topmost channel on that side, from a channel to the subtask at its end; up and down
 * to the next channel or subtask of the same column. Undefined at the border. [PX18]
 */
export function walk(topology: Topology, layout: Layout, spot: PhysicalSpot, direction: Direction): PhysicalSpot | undefined {
  if (direction === "up" || direction === "down") return beside(layout, spot, direction);
  if (spot.kind === "channel") {
    const ends = topology.channels[spot.channel];
    return ends && { kind: "subtask", subtask: direction === "left" ? ends.from : ends.to };
  }
  const box = layout.subtasks[spot.subtask];
  const [first] = (direction === "left" ? box?.inputs : box?.outputs)?.toSorted((a, b) => a.y - b.y) ?? [];
  return first && { kind: "channel", channel: first.channel };
}

function beside(layout: Layout, spot: PhysicalSpot, direction: "up" | "down"): PhysicalSpot | undefined {
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

/** The subtask nearest in a direction, from middle to middle. */
export function nearestSubtask(layout: Layout, subtask: TaskIndex, direction: Direction): TaskIndex | undefined {
  const from = layout.subtasks[subtask];
  return from && nearestPlace(layout.subtasks.map(middleOf), middleOf(from), direction)?.subtask;
}

const middleOf = ({ subtask, x, y, width, height }: SubtaskBox) => ({ subtask, x: x + width / 2, y: y + height / 2 });

/** What is shown of a spot when the camera goes to it: the box, or the pool. */
export function boxOf(layout: Layout, spot: PhysicalSpot): WorldBox | undefined {
  if (spot.kind === "subtask") return layout.subtasks[spot.subtask];
  const place = layout.channels[spot.channel];
  return place && { x: place.poolX, y: place.y - poolHeight / 2, width: place.wallX - place.poolX, height: poolHeight };
}

const arrows: Readonly<Record<string, Direction>> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

export const directionOf = (code: string): Direction | undefined => arrows[code];

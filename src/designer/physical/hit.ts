import { pointOn } from "./flume.ts";
import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";
import type { Flume, Point } from "./flume.ts";
import type { Bundle, Layout } from "./layout.ts";
import { poolHeight, slotWidth } from "./layout.ts";
import type { DrawnElement, Picture } from "./picture.ts";

/** What is under the pointer. */
export type Hit =
  | { readonly kind: "element"; readonly element: DrawnElement; readonly at: Point }
  | { readonly kind: "channel"; readonly channel: ChannelIndex; readonly at: Point }
  | { readonly kind: "bundle"; readonly bundle: Bundle; readonly at: Point }
  | { readonly kind: "subtask"; readonly subtask: TaskIndex; readonly part: SubtaskPart; readonly at: Point };

export type SubtaskPart = "box" | "meter" | "gauge" | "state" | "bay" | "wall";

const discReach = 10;

/** Topmost thing at a point of the world: elements, then subtasks, then channels. `places` as `Motion.advance` returned them. */
export function hitTest(picture: Picture, places: Float64Array, layout: Layout, point: Point): Hit | undefined {
  for (let index = picture.elements.length - 1; index >= 0; index--) {
    const element = picture.elements[index];
    const flume = element?.channel === undefined ? undefined : layout.channels[element.channel]?.flume;
    if (!element || !flume) continue;
    const at = pointOn(flume, places[index] ?? 0);
    const tall = element.form === "barrier" || element.form === "watermark";
    if (Math.abs(at.x - point.x) <= discReach && Math.abs(at.y - point.y) <= (tall ? 22 : discReach))
      return { kind: "element", element, at };
  }
  return subtaskAt(layout, point) ?? channelAt(layout, point) ?? bundleAt(layout, point);
}

function subtaskAt(layout: Layout, { x, y }: Point): Hit | undefined {
  const box = layout.subtasks.find((one) => x >= one.x && x <= one.x + one.width && y >= one.y && y <= one.y + one.height);
  if (!box) return undefined;
  const [dx, dy] = [x - box.x, y - box.y];
  const at = { x: box.x + box.width / 2, y: box.y };
  if (box.cell) return { kind: "subtask", subtask: box.subtask, part: "box", at };
  let part: SubtaskPart = "box";
  if (box.role !== "source" && dx < 10) part = "wall";
  else if (dy < 26 && dx > box.width - 80) part = "meter";
  else if (box.role === "operator" && dy > box.height - 34) part = "gauge";
  else if (box.role === "operator" ? dx > 140 && dy > 36 : dy > box.height - 46) part = "state";
  else if (Math.hypot(x - box.bay.x, y - box.bay.y) < 20) part = "bay";
  return { kind: "subtask", subtask: box.subtask, part, at };
}

function channelAt(layout: Layout, point: Point): Hit | undefined {
  for (const place of layout.channels) {
    if (place.bundled) continue;
    const inPool = point.x >= place.poolX && point.x <= place.wallX && Math.abs(point.y - place.y) <= poolHeight / 2 + 4;
    if (inPool || nearReach(place.flume, point, reachOf.channel)) {
      return { kind: "channel", channel: place.channel, at: { x: place.poolX + slotWidth, y: place.y - poolHeight / 2 } };
    }
  }
  return undefined;
}

function bundleAt(layout: Layout, point: Point): Hit | undefined {
  const bundle = layout.bundles.find(({ flume }) => nearReach(flume, point, reachOf.bundle));
  return bundle && { kind: "bundle", bundle, at: pointOn(bundle.flume, bundle.flume.reach / 2) };
}

/** How far from the middle line of a flume the pointer may be. */
const reachOf = { channel: 9, bundle: 16 } as const;

function nearReach(flume: Flume, point: Point, reach: number): boolean {
  if (point.x < flume.spout.x - 6 || point.x > flume.tail.x) return false;
  for (let at = 0; at <= flume.reach; at += 8) {
    const on = pointOn(flume, at);
    if (Math.hypot(on.x - point.x, on.y - point.y) < reach) return true;
  }
  return false;
}

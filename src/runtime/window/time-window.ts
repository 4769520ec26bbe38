import type { Timestamp } from "../../stream/timestamp.ts";
import type { WindowNamespace } from "../state/keyed-state.ts";

/** [start, end) in milliseconds; as a namespace it addresses a window's state. */
export type TimeWindow = WindowNamespace;

/** Last timestamp inside the window; that of its results. */
export const maxTimestampOf = (window: TimeWindow): Timestamp => window.end - 1;

export const sameWindow = (left: TimeWindow, right: TimeWindow): boolean =>
  left.start === right.start && left.end === right.end;

/** Windows that only touch intersect too (TimeWindow.intersects). [WN9] */
export const intersects = (left: TimeWindow, right: TimeWindow): boolean =>
  left.start <= right.end && left.end >= right.start;

/**
 * Start of the window that `timestamp` lies in; right for negative timestamps (getWindowStartWithOffset).
 * [WN1]
 */
export function windowStart(timestamp: Timestamp, offset: number, size: number): Timestamp {
  const remainder = (timestamp - offset) % size;
  return remainder < 0 ? timestamp - remainder - size : timestamp - remainder;
}

/**
 * Groups of two and more windows that intersect, each with the window that covers it, by start
 * (TimeWindow.mergeWindows). [WN9]
 */
export function mergeWindows(
  windows: readonly TimeWindow[],
): { readonly cover: TimeWindow; readonly merged: TimeWindow[] }[] {
  const groups: { cover: TimeWindow; merged: TimeWindow[] }[] = [];
  for (const window of windows.toSorted((left, right) => left.start - right.start)) {
    const group = groups.at(-1);
    if (group === undefined || !intersects(group.cover, window)) {
      groups.push({ cover: window, merged: [window] });
      continue;
    }
    group.cover = {
      start: Math.min(group.cover.start, window.start),
      end: Math.max(group.cover.end, window.end),
    };
    if (!group.merged.some((other) => sameWindow(other, window))) group.merged.push(window);
  }
  return groups.filter((group) => group.merged.length > 1);
}

/**
 * Windows in the order in which a Java HashSet gives them that was filled in the order of `windows` (sorted
 * by start). Decides whose contents come first when sessions merge. [WN10]
 */
export function hashSetOrder(windows: readonly TimeWindow[]): TimeWindow[] {
  let capacity = 16;
  while (windows.length > capacity * 0.75) capacity *= 2;
  const buckets = windows.map((window) => ({ window, bucket: bucketOf(window, capacity) }));
  return buckets.toSorted((left, right) => left.bucket - right.bucket).map(({ window }) => window);
}

function bucketOf(window: TimeWindow, capacity: number): number {
  const hash = Number(BigInt.asIntN(32, mix(BigInt(window.start) + BigInt(window.end))));
  return (hash ^ (hash >>> 16)) & (capacity - 1);
}

/** TimeWindow.hashCode: MathUtils.longToIntWithBitMixing before it is cut to 32 bits. */
function mix(sum: bigint): bigint {
  let mixed = BigInt.asUintN(64, sum);
  mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
  mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
  return mixed ^ (mixed >> 31n);
}

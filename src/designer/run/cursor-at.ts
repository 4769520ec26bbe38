import type { RunLog } from "../../observe/run-log.ts";

/** Cursor behind all events up to a moment of the job clock. */
export function cursorAt(log: RunLog, at: number): number {
  let low = log.dropped;
  let high = log.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((log.event(middle)?.at ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

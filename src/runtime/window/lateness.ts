import { hasTimestamp } from "../../stream/timestamp.ts";
import type { Timestamp } from "../../stream/timestamp.ts";

/**
 * `time + allowedLateness <= watermark` as Flink computes it: a lateness of Long.MAX wraps to the far past
 * after time 0. A record without timestamp has Long.MIN. [WN12]
 */
export function isLate(time: Timestamp, allowedLateness: number, watermark: Timestamp): boolean {
  const from = hasTimestamp(time) ? time : -Infinity;
  if (allowedLateness === Infinity) return from > 0 ? watermark > -Infinity : watermark === Infinity;
  return from + allowedLateness <= watermark;
}

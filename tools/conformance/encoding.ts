import { hasTimestamp, maxTimestamp, minTimestamp } from "../../src/stream/timestamp.ts";

/** A watermark or record timestamp as the conformance files write it. */
export type EncodedTimestamp = number | "min" | "max";

export function decodeTimestamp(encoded: EncodedTimestamp): number {
  if (encoded === "min") return minTimestamp;
  return encoded === "max" ? maxTimestamp : encoded;
}

export function encodeTimestamp(timestamp: number): EncodedTimestamp {
  if (timestamp === minTimestamp) return "min";
  return timestamp === maxTimestamp ? "max" : timestamp;
}

/** `{"r": value, "t": timestamp}`, without `t` for a record that has none. */
export function encodeRecord(value: unknown, timestamp: number): { readonly r: unknown; readonly t?: EncodedTimestamp } {
  return hasTimestamp(timestamp) ? { r: value, t: encodeTimestamp(timestamp) } : { r: value };
}

/** `{"s": "idle"}` or `{"s": "active"}`. */
export function encodeStatus(idle: boolean): { readonly s: "idle" | "active" } {
  return { s: idle ? "idle" : "active" };
}

/**
 * Milliseconds: event time, processing time or a watermark. Flink's are 64 bit; here every value is a safe integer or one of
 * the two infinities, which stand for Long.MIN and Long.MAX. Plain arithmetic then saturates where Flink's wraps; the few
 * places where Flink's wrapping can be seen (watermark generators) say so.
 */
export type Timestamp = number;

/** Flink's Long.MIN: the watermark before any, "min" in the conformance files. */
export const minTimestamp: Timestamp = -Infinity;
/** Flink's Long.MAX: the last watermark, "max" in the conformance files. */
export const maxTimestamp: Timestamp = Infinity;

/** What a record without timestamp carries beside its row. The only NaN that travels. */
export const noTimestamp: Timestamp = NaN;
export const hasTimestamp = (timestamp: Timestamp): boolean => timestamp === timestamp;

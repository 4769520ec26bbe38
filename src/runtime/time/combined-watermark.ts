import type { Timestamp } from "../../stream/timestamp.ts";
import { minTimestamp } from "../../stream/timestamp.ts";

/** Watermark and idleness of one of several parts that are combined: an input of an operator, a split of a source. */
export class PartialWatermark {
  watermark: Timestamp = minTimestamp;
  idle = false;

  /** Any watermark makes the part non-idle. Returns whether it rose. */
  raise(timestamp: Timestamp): boolean {
    this.idle = false;
    if (timestamp <= this.watermark) return false;
    this.watermark = timestamp;
    return true;
  }
}

/**
 * Minimum over the non-idle parts, maximum over all once all are idle (Flink's CombinedWatermarkStatus). Never decreases.
 * Without parts there is nothing to combine.
 */
export class CombinedWatermark {
  readonly parts = new Set<PartialWatermark>();
  watermark: Timestamp = minTimestamp;
  idle = false;

  /** Combines anew; true when the combined watermark rose. */
  update(): boolean {
    if (this.parts.size === 0) return false;
    let minimum = Infinity;
    let maximum = minTimestamp;
    this.idle = true;
    for (const part of this.parts) {
      maximum = Math.max(maximum, part.watermark);
      if (part.idle) continue;
      this.idle = false;
      minimum = Math.min(minimum, part.watermark);
    }
    const combined = this.idle ? maximum : minimum;
    if (combined <= this.watermark) return false;
    this.watermark = combined;
    return true;
  }
}

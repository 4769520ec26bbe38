import type { Timestamp } from "../../stream/timestamp.ts";

/** Where watermarks and statuses leave a part of the runtime that makes or combines them. */
export interface WatermarkTarget {
  watermark(timestamp: Timestamp): void;
  status(idle: boolean): void;
}

/** What a watermark generator may do (Flink's WatermarkOutput). */
export interface WatermarkOutput {
  emitWatermark(timestamp: Timestamp): void;
  markIdle(): void;
  markActive(): void;
}

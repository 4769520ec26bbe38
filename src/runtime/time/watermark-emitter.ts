import type { Timestamp } from "../../stream/timestamp.ts";
import { minTimestamp } from "../../stream/timestamp.ts";
import type { WatermarkOutput, WatermarkTarget } from "./watermark-output.ts";

/** Strictly increasing watermarks, and ACTIVE before the next one that really leaves (Flink's WatermarkToDataOutput). */
export function createWatermarkEmitter(target: WatermarkTarget): WatermarkOutput {
  let current: Timestamp = minTimestamp;
  let idle = false;
  const markActive = (): void => {
    if (!idle) return;
    idle = false;
    target.status(false);
  };
  return {
    emitWatermark(timestamp) {
      if (timestamp <= current) return;
      current = timestamp;
      markActive();
      target.watermark(timestamp);
    },
    markIdle() {
      if (idle) return;
      idle = true;
      target.status(true);
    },
    markActive,
  };
}

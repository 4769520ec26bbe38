import type { Timestamp } from "../../stream/timestamp.ts";
import { CombinedWatermark, PartialWatermark } from "./combined-watermark.ts";
import type { WatermarkTarget } from "./watermark-output.ts";

/**
 * Watermark of an operator with several inputs, from those of its inputs (AbstractStreamOperator). A status is
 * passed on only when the whole operator becomes idle or active; the watermark released by it goes first.
 */
export function combineInputs(inputs: number, target: WatermarkTarget): readonly WatermarkTarget[] {
  const combined = new CombinedWatermark();
  const parts = Array.from({ length: inputs }, () => new PartialWatermark());
  for (const part of parts) combined.parts.add(part);
  return parts.map((part) => ({
    watermark(timestamp: Timestamp) {
      part.raise(timestamp);
      if (combined.update()) target.watermark(combined.watermark);
    },
    status(idle: boolean) {
      const wasIdle = combined.idle;
      part.idle = idle;
      if (combined.update()) target.watermark(combined.watermark);
      if (combined.idle !== wasIdle) target.status(idle);
    },
  }));
}

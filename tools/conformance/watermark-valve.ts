import { toPlaceInInput } from "../../src/stream/indices.ts";
import { WatermarkValve } from "../../src/runtime/io/watermark-valve.ts";
import type { EncodedTimestamp } from "./encoding.ts";
import { decodeTimestamp, encodeStatus, encodeTimestamp } from "./encoding.ts";
import type { Suite } from "./suite.ts";

interface Given {
  readonly channels: number;
  readonly script: readonly { readonly c: number; readonly w?: EncodedTimestamp; readonly s?: "idle" | "active" }[];
}

export const watermarkValveSuite: Suite = {
  name: "watermark-valve",
  run(given: Given) {
    let step: unknown[] = [];
    const valve = new WatermarkValve(given.channels, {
      watermark: (timestamp) => step.push({ w: encodeTimestamp(timestamp) }),
      status: (idle) => step.push(encodeStatus(idle)),
    });
    const steps = given.script.map(({ c, w, s }) => {
      step = [];
      if (w !== undefined) valve.watermark(toPlaceInInput(c), decodeTimestamp(w));
      if (s !== undefined) valve.status(toPlaceInInput(c), s === "idle");
      return step;
    });
    return { steps };
  },
};

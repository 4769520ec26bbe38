import { PausableClock } from "../../src/runtime/time/pausable-clock.ts";
import { timestampsAndWatermarks } from "../../src/runtime/time/timestamps-and-watermarks.ts";
import { noWatermarks } from "../../src/runtime/time/watermark-strategy.ts";
import { noTimestamp } from "../../src/stream/timestamp.ts";
import type { EncodedTimestamp } from "./encoding.ts";
import { decodeTimestamp, encodeRecord, encodeStatus, encodeTimestamp } from "./encoding.ts";
import type { Suite } from "./suite.ts";
import type { GivenStrategy, MarkedRecord } from "./watermark-generators.ts";
import { fromRow, toAssigner, toRow, toStrategy } from "./watermark-generators.ts";

interface Given {
  readonly strategy: GivenStrategy;
  readonly interval: number;
  readonly progressive: boolean;
  readonly script: readonly Step[];
}

interface Step {
  readonly r?: MarkedRecord;
  readonly t?: EncodedTimestamp;
  readonly time?: number;
  readonly w?: EncodedTimestamp;
  readonly s?: "idle" | "active";
  readonly backpressure?: "soft" | "hard";
  readonly on?: boolean;
  readonly finish?: boolean;
}

export const watermarkStrategySuite: Suite = {
  name: "watermark-strategy",
  run(given: Given) {
    let emitted: unknown[] = [];
    let now = 0;
    let tickAt = Infinity;
    const clock = { now: () => now };
    const activeClock = new PausableClock(clock);
    const strategy = toStrategy(given.strategy);
    const operator = timestampsAndWatermarks(
      toAssigner(given.strategy),
      given.progressive ? strategy : { createGenerator: noWatermarks, idlenessMs: undefined },
      {
        output: (row, timestamp) => emitted.push(encodeRecord(fromRow(row), timestamp)),
        emitWatermark: (timestamp) => emitted.push({ w: encodeTimestamp(timestamp) }),
        emitWatermarkStatus: (idle) => emitted.push(encodeStatus(idle)),
        clock,
        activeClock,
        autoWatermarkIntervalMs: given.progressive ? given.interval : 0,
        scheduleTick: (at) => (tickAt = at),
      },
    );
    operator.open?.();
    const advance = (time: number): void => {
      now = time;
      if (tickAt <= now) operator.onTick?.(now);
    };
    const steps = given.script.map((step) => {
      emitted = [];
      const timestamp = step.t === undefined ? noTimestamp : decodeTimestamp(step.t);
      if (step.r !== undefined) operator.inputs[0]?.(toRow(step.r), timestamp);
      if (step.time !== undefined) advance(step.time);
      if (step.w !== undefined) operator.onWatermark?.(decodeTimestamp(step.w));
      if (step.s !== undefined) operator.onWatermarkStatus?.(step.s === "idle");
      if (step.on === true) activeClock.pause();
      if (step.on === false) activeClock.resume();
      if (step.finish === true) operator.finish?.();
      return emitted;
    });
    return { steps };
  },
};

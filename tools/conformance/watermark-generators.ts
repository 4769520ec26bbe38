import type { TimestampAssigner } from "../../src/runtime/time/timestamps-and-watermarks.ts";
import type { WatermarkGenerator, WatermarkStrategy } from "../../src/runtime/time/watermark-strategy.ts";
import { boundedOutOfOrderness, noWatermarks } from "../../src/runtime/time/watermark-strategy.ts";
import type { Row } from "../../src/stream/row.ts";
import { RowKind } from "../../src/stream/row.ts";
import { maxTimestamp, minTimestamp } from "../../src/stream/timestamp.ts";

/** The strategies of the watermark suites; their records are `[time, mark]`. */
export interface GivenStrategy {
  readonly generator: "monotonous" | "bounded" | "punctuated" | "none";
  readonly delay?: number;
  readonly idleness?: number;
  readonly assigner: "record" | "field" | "plus";
}

export type MarkedRecord = readonly [time: number, mark: number];

export const toRow = ([time, mark]: MarkedRecord): Row => ({ $kind: RowKind.insert, time, mark });
export const fromRow = (row: Row): readonly unknown[] => [row.time, row.mark];

export function toStrategy(given: GivenStrategy): WatermarkStrategy {
  return { createGenerator: () => createNamedGenerator(given), idlenessMs: given.idleness };
}

export function toAssigner(given: GivenStrategy): TimestampAssigner {
  const time = (row: Row): number => Number(row.time);
  if (given.assigner === "record") return (_row, previous) => previous;
  if (given.assigner === "field") return time;
  return (row, previous) => (previous === minTimestamp ? time(row) : previous + 1);
}

function createNamedGenerator(given: GivenStrategy): WatermarkGenerator {
  switch (given.generator) {
    case "bounded":
      return boundedOutOfOrderness(given.delay ?? 0);
    case "monotonous":
      return boundedOutOfOrderness(0);
    case "none":
      return noWatermarks();
    case "punctuated":
      return punctuated();
  }
}

/** The suites' own generator: stands for a user's `WatermarkGenerator`, so it computes with Java's wrapping longs. */
function punctuated(): WatermarkGenerator {
  let remembered: number | undefined;
  return {
    onEvent(row, timestamp, output) {
      if (row.mark === 1) output.emitWatermark(timestamp);
      if (row.mark === 2) output.emitWatermark(timestamp === minTimestamp ? maxTimestamp : timestamp - 1);
      if (row.mark === 3) output.markIdle();
      if (row.mark === 4) output.markActive();
      if (row.mark === 5) remembered = Math.max(timestamp, remembered ?? minTimestamp);
    },
    onPeriodicEmit(output) {
      if (remembered !== undefined) output.emitWatermark(remembered);
      remembered = undefined;
    },
  };
}

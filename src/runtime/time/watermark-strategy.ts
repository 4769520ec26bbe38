import type { Row } from "../../stream/row.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import { minTimestamp } from "../../stream/timestamp.ts";
import type { Clock } from "../environment.ts";
import type { WatermarkOutput } from "./watermark-output.ts";

/** Turns events and ticks into watermarks (Flink's WatermarkGenerator). */
export interface WatermarkGenerator {
  /** After the record was forwarded. `timestamp` is `minTimestamp` for a record without one. */
  onEvent(row: Row, timestamp: Timestamp, output: WatermarkOutput): void;
  onPeriodicEmit(output: WatermarkOutput): void;
}

/** How a stream's watermarks are made: a generator per use (per operator, or per split of a source). */
export interface WatermarkStrategy {
  createGenerator(): WatermarkGenerator;
  /** `withIdleness`: quiet time in milliseconds (> 0) after which the stream counts as idle. */
  readonly idlenessMs: number | undefined;
}

/** The generator of a strategy, idleness included. `activeClock` stands still while the task is held up. */
export function createGenerator(strategy: WatermarkStrategy, activeClock: Clock): WatermarkGenerator {
  const generator = strategy.createGenerator();
  return strategy.idlenessMs === undefined ? generator : withIdleness(generator, strategy.idlenessMs, activeClock);
}

/**
 * `forBoundedOutOfOrderness(delayMs)`, and with delay 0 `forMonotonousTimestamps()`: each tick emits the largest timestamp
 * seen - delay - 1. Before the first event that is `minTimestamp`, which no emitter lets pass.
 */
export function boundedOutOfOrderness(delayMs: number): WatermarkGenerator {
  let maximum = minTimestamp;
  return {
    onEvent(_row, timestamp) {
      if (timestamp > maximum) maximum = timestamp;
    },
    onPeriodicEmit(output) {
      output.emitWatermark(maximum - delayMs - 1);
    },
  };
}

/** `noWatermarks()`. */
export function noWatermarks(): WatermarkGenerator {
  return { onEvent() {}, onPeriodicEmit() {} };
}

/** Flink's WatermarksWithIdleness: judged at ticks only, and an idle generator gets no ticks. */
function withIdleness(generator: WatermarkGenerator, timeoutMs: number, clock: Clock): WatermarkGenerator {
  let active = false;
  let quietSince: Timestamp | undefined;
  let idle = false;
  const checkIdle = (): boolean => {
    if (active) {
      active = false;
      quietSince = undefined;
      return false;
    }
    if (quietSince !== undefined) return clock.now() - quietSince > timeoutMs;
    quietSince = clock.now();
    return false;
  };
  return {
    onEvent(row, timestamp, output) {
      generator.onEvent(row, timestamp, output);
      active = true;
      idle = false;
    },
    onPeriodicEmit(output) {
      if (!checkIdle()) return generator.onPeriodicEmit(output);
      if (idle) return;
      idle = true;
      output.markIdle();
    },
  };
}

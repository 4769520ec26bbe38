import type { Row } from "../../stream/row.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import { hasTimestamp, maxTimestamp, minTimestamp } from "../../stream/timestamp.ts";
import type { Operator, OperatorContext } from "../api.ts";
import { createWatermarkEmitter } from "./watermark-emitter.ts";
import type { WatermarkStrategy } from "./watermark-strategy.ts";
import { createGenerator } from "./watermark-strategy.ts";

/** Event time of a record. `previous` is `minTimestamp` for a record that came without timestamp. */
export type TimestampAssigner = (row: Row, previous: Timestamp) => Timestamp;

export type TimestampsContext = Pick<
  OperatorContext,
  "output" | "emitWatermark" | "emitWatermarkStatus" | "clock" | "activeClock" | "autoWatermarkIntervalMs" | "scheduleTick"
>;

/**
 * `assignTimestampsAndWatermarks` as an operator (TimestampsAndWatermarksOperator): the record leaves first, then
 * the generator sees it. Upstream statuses end here, and upstream watermarks too, except the last one of all.
 */
export function timestampsAndWatermarks(
  assign: TimestampAssigner,
  strategy: WatermarkStrategy,
  context: TimestampsContext,
): Operator {
  const generator = createGenerator(strategy, context.activeClock);
  const output = createWatermarkEmitter({ watermark: context.emitWatermark, status: context.emitWatermarkStatus });
  const collect = context.output;
  const interval = context.autoWatermarkIntervalMs;
  return {
    inputs: [
      (row, timestamp) => {
        const assigned = assign(row, hasTimestamp(timestamp) ? timestamp : minTimestamp);
        collect(row, assigned);
        generator.onEvent(row, assigned, output);
      },
    ],
    open() {
      if (interval > 0) context.scheduleTick(context.clock.now() + interval);
    },
    onTick(now) {
      generator.onPeriodicEmit(output);
      context.scheduleTick(now + interval);
    },
    onWatermark(timestamp) {
      if (timestamp === maxTimestamp) output.emitWatermark(timestamp);
    },
    onWatermarkStatus() {},
    finish() {
      generator.onPeriodicEmit(output);
    },
  };
}

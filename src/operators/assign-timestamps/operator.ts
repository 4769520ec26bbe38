import { engineMessage } from "../../base/engine-messages.ts";
import { assert } from "../../base/assert.ts";
import type { Operator, OperatorContext, OperatorFactory } from "../../runtime/api.ts";
import { rowParameter } from "../../stream/guest-parameter.ts";
import type { TimestampAssigner } from "../../runtime/time/timestamps-and-watermarks.ts";
import { timestampsAndWatermarks } from "../../runtime/time/timestamps-and-watermarks.ts";
import { PreciseTimestamp } from "../../stream/precise-timestamp.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import type { WatermarkStrategy } from "../../runtime/time/watermark-strategy.ts";
import { boundedOutOfOrderness, noWatermarks } from "../../runtime/time/watermark-strategy.ts";
import type { AssignTimestampsConfig } from "./descriptor.ts";

export const assignTimestampsFactory: OperatorFactory<AssignTimestampsConfig> = {
  type: "assign-timestamps",
  createOperator: createAssignTimestamps,
};

function createAssignTimestamps(config: AssignTimestampsConfig, context: OperatorContext): Operator {
  return timestampsAndWatermarks(createAssigner(config, context), strategyOf(config), context);
}

function strategyOf({ strategy, delayMs, idlenessMs }: AssignTimestampsConfig): WatermarkStrategy {
  const generators = {
    bounded: () => {
      assert(delayMs !== undefined, "[WM12] bounded watermarks have a delay");
      return boundedOutOfOrderness(delayMs);
    },
    monotonous: () => boundedOutOfOrderness(0),
    none: noWatermarks,
  };
  return { createGenerator: generators[strategy], idlenessMs };
}

function createAssigner(config: AssignTimestampsConfig, context: OperatorContext): TimestampAssigner {
  if (config.timestamp === "record") return (_row, previous) => previous;
  if (config.timestamp === "field") {
    const { field } = config;
    assert(field !== undefined, "[WM12] a timestamp from a field has a field");
    const from = `field "${field}"`;
    return (row) => toTimestamp(row[field], from);
  }
  const [schema = { fields: [] }] = context.inputSchemas;
  const source = { field: "function", source: config.function ?? "undefined", parameters: [rowParameter("row", schema)] };
  const assign = context.functions.compile(source, (result) => toTimestamp(result, "the timestamp function"));
  return (row) => assign(row);
}

/** Event time from what a field or a function gave. `from` names the place for the message. */
export function toTimestamp(value: unknown, from: string): Timestamp {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  if (PreciseTimestamp.is(value)) return value.millisecond;
  const isShown = typeof value === "number" || typeof value === "bigint" || value === null;
  const shown = isShown ? String(value) : `a ${typeof value}`;
  throw new RangeError(engineMessage("notEventTime", { from, shown }));
}

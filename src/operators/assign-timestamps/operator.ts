import type { Operator, OperatorContext } from "../../runtime/api.ts";
import { rowParameter } from "../../stream/guest-parameter.ts";
import type { TimestampAssigner } from "../../runtime/time/timestamps-and-watermarks.ts";
import { timestampsAndWatermarks } from "../../runtime/time/timestamps-and-watermarks.ts";
import type { WatermarkStrategy } from "../../runtime/time/watermark-strategy.ts";
import { boundedOutOfOrderness, noWatermarks } from "../../runtime/time/watermark-strategy.ts";
import type { AssignTimestampsConfig } from "./descriptor.ts";
import { toTimestamp } from "./timestamp-field.ts";

export function createAssignTimestamps(config: AssignTimestampsConfig, context: OperatorContext): Operator {
  return timestampsAndWatermarks(createAssigner(config, context), strategyOf(config), context);
}

function strategyOf({ strategy, delayMs, idlenessMs }: AssignTimestampsConfig): WatermarkStrategy {
  const generators = {
    bounded: () => boundedOutOfOrderness(delayMs),
    monotonous: () => boundedOutOfOrderness(0),
    none: noWatermarks,
  };
  return { createGenerator: generators[strategy], idlenessMs };
}

function createAssigner(config: AssignTimestampsConfig, context: OperatorContext): TimestampAssigner {
  if (config.timestamp === "record") return (_row, previous) => previous;
  if (config.timestamp === "field") {
    const { field } = config;
    const from = `field "${field}"`;
    return (row) => toTimestamp(row[field], from);
  }
  const [schema = { fields: [] }] = context.inputSchemas;
  const source = { field: "function", source: config.function ?? "undefined", parameters: [rowParameter("row", schema)] };
  const assign = context.functions.compile(source, (result) => toTimestamp(result, "the timestamp function"));
  return (row) => assign(row);
}

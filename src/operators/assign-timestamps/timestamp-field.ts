import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { LogicalType, Schema } from "../../stream/logical-type.ts";
import { PreciseTimestamp } from "../../stream/precise-timestamp.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import type { AssignTimestampsConfig } from "./descriptor.ts";

const timestampTypes: readonly LogicalType["type"][] = ["BIGINT", "TIMESTAMP", "TIMESTAMP_LTZ", "INT"];

/** What is wrong with the choice of the timestamp, given the rows that arrive. */
export function timestampFieldProblems(config: AssignTimestampsConfig, schema: Schema): readonly Diagnostic[] {
  if (config.timestamp === "function" && config.function === undefined) {
    return [problem("function-missing", "function", "Write the function that gives the timestamp, or take it from a field.")];
  }
  if (config.timestamp !== "field") return [];
  const field = schema.fields.find(({ name }) => name === config.field);
  if (field === undefined) {
    const names = schema.fields.map(({ name }) => name).join(", ");
    return [problem("field-unknown", "field", `There is no field "${config.field}" in the input. Choose one of ${names}.`)];
  }
  if (timestampTypes.includes(field.type.type)) return [];
  const advice = "Choose a BIGINT in milliseconds or a TIMESTAMP field.";
  return [problem("field-type", "field", `"${config.field}" is ${field.type.type}, not a time. ${advice}`)];
}

function problem(rule: string, field: string, message: string): Diagnostic {
  return { severity: "error", code: `assign-timestamps.${rule}`, message, field };
}

/** Event time from what a field or a function gave. `from` names the place for the message. */
export function toTimestamp(value: unknown, from: string): Timestamp {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  if (PreciseTimestamp.is(value)) return value.millisecond;
  const isShown = typeof value === "number" || typeof value === "bigint" || value === null;
  const shown = isShown ? String(value) : `a ${typeof value}`;
  throw new RangeError(`[WM12] ${from} gave ${shown}; event time is a whole number of milliseconds since 1970`);
}

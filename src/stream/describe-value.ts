import { Decimal } from "./decimal.ts";
import { PreciseTimestamp } from "./precise-timestamp.ts";

/** A value in the words of a message. Runs no code of the value (getters, toString, proxies). */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    case "bigint":
      return `${value}n`;
    case "number":
    case "boolean":
    case "undefined":
      return String(value);
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    default:
      if (value === null) return "null";
      if (Decimal.is(value)) return `the DECIMAL ${value.toString()}`;
      if (PreciseTimestamp.is(value)) return "a TIMESTAMP";
      return Array.isArray(value) ? "an array" : "an object";
  }
}

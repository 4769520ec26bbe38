import { Decimal } from "../../stream/decimal.ts";
import { PreciseTimestamp } from "../../stream/precise-timestamp.ts";

/** What an object, an entry of a map and a string take beside their contents, about. */
const objectBytes = 32;
const entryBytes = 48;
const stringBytes = 24;
const wordBytes = 8;

/**
 * Bytes that a value of a state takes in memory, about: the same everywhere, so that a job that keeps too much fails at the same record
 * in every host. Values of states are the host's own copies, trees without getters. [HB34]
 */
export function valueSize(value: unknown): number {
  switch (typeof value) {
    case "string":
      return stringBytes + value.length;
    case "bigint":
      return objectBytes;
    case "object":
      return value === null ? wordBytes : objectSize(value);
    default:
      return wordBytes;
  }
}

function objectSize(value: object): number {
  if (value instanceof Uint8Array) return objectBytes * 2 + value.byteLength;
  if (Decimal.is(value) || PreciseTimestamp.is(value)) return objectBytes * 2;
  let bytes = objectBytes;
  if (Array.isArray(value)) {
    for (const element of value) bytes += wordBytes + valueSize(element);
  } else if (value instanceof Map) {
    for (const [key, entry] of value) bytes += entryBytes + valueSize(key) + valueSize(entry);
  } else {
    for (const name in value) bytes += wordBytes + valueSize((value as Readonly<Record<string, unknown>>)[name]);
  }
  return bytes;
}

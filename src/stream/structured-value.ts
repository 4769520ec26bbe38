import { ConformError } from "./conform-error.ts";
import { Decimal } from "./decimal.ts";
import { describeValue } from "./describe-value.ts";
import { PreciseTimestamp } from "./precise-timestamp.ts";
import { rowClass, schemaOfRow } from "./row-class.ts";
import { copyBytes, isBytes, lengthOf, ValueBounds } from "./value-bounds.ts";
import type { Value } from "./row.ts";

/** Nesting that no honest value has; a cyclic one meets it instead of the end of the stack. */
export const structuredDepthMax = 200;

/** Bits of a bigint in a RAW value: its text, which snapshots hold, takes the square of them. */
const bigintBits = 65_536;

const mapForEach = Map.prototype.forEach;

/**
 * Copy of a RAW value: null, undefined, boolean, number, bigint, string, Uint8Array, Decimal, PreciseTimestamp, arrays, Map, rows
 * and plain objects (own enumerable string keys) of these, each part read once. Anything else, and what is beyond the bounds, throws a
 * `ConformError`. [CD5] [CD12]
 */
export function copyStructured(value: unknown, bounds: ValueBounds = new ValueBounds(), depth = 0): Value {
  if (depth > structuredDepthMax) {
    throw new ConformError(`a RAW value is nested deeper than ${structuredDepthMax} levels or contains itself`);
  }
  if (typeof value === "function" || typeof value === "symbol") {
    throw new ConformError(`${describeValue(value)} cannot be kept in a RAW value`);
  }
  if (typeof value === "string") bounds.takeText(value.length);
  if (typeof value === "bigint" && BigInt.asIntN(bigintBits, value) !== value) {
    throw new ConformError(`a RAW value takes bigints of up to ${bigintBits} bits`);
  }
  if (typeof value !== "object" || value === null) return value;
  if (Decimal.is(value) || PreciseTimestamp.is(value)) return value;
  if (isBytes(value)) return copyBytes(value, bounds);
  if (Array.isArray(value)) return copyArray(value, bounds, depth);
  if (value instanceof Map) {
    const copy = new Map<Value, Value>();
    mapForEach.call(value, (each, key) => {
      bounds.takeParts(1);
      copy.set(copyStructured(key, bounds, depth + 1), copyStructured(each, bounds, depth + 1));
    });
    return copy;
  }
  return copyObject(value as { readonly [name: string]: unknown }, bounds, depth);
}

function copyArray(value: readonly unknown[], bounds: ValueBounds, depth: number): Value[] {
  const length = lengthOf(value, bounds);
  const copy: Value[] = [];
  for (let at = 0; at < length; at++) copy.push(copyStructured(value[at], bounds, depth + 1));
  return copy;
}

function copyObject(value: { readonly [name: string]: unknown }, bounds: ValueBounds, depth: number): Value {
  const schema = schemaOfRow(value);
  if (schema !== undefined) {
    bounds.takeParts(schema.fields.length);
    const values = schema.fields.map((field) => copyStructured(value[field.name], bounds, depth + 1));
    const kind = value["$kind"];
    return new (rowClass(schema))(kind === 1 || kind === 2 || kind === 3 ? kind : 0, ...values);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new ConformError("an object of a class cannot be kept in a RAW value");
  }
  const names = Object.keys(value);
  bounds.takeParts(names.length);
  const copy: { [name: string]: Value } = {};
  for (const name of names) {
    bounds.takeText(name.length);
    // Defined, not assigned: "__proto__" is a key like any other.
    Object.defineProperty(copy, name, {
      value: copyStructured(value[name], bounds, depth + 1), writable: true, enumerable: true, configurable: true,
    });
  }
  return copy;
}

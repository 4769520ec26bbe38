import { Decimal } from "./decimal.ts";
import { describeValue } from "./describe-value.ts";
import { PreciseTimestamp } from "./precise-timestamp.ts";
import { rowClass, schemaOfRow } from "./row-class.ts";
import type { Value } from "./row.ts";

/** Nesting that no honest value has; a cyclic one meets it instead of the end of the stack. */
export const structuredDepthMax = 200;

const tagOfTypedArray = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)?.get;
const mapForEach = Map.prototype.forEach;

/**
 * Copy of a RAW value: null, undefined, boolean, number, bigint, string, Uint8Array, Decimal, PreciseTimestamp, arrays, Map, rows
 * and plain objects (own enumerable string keys) of these. Anything else throws what `fail` makes. [CD5]
 */
export function copyStructured(value: unknown, fail: (message: string) => Error, depth = 0): Value {
  if (depth > structuredDepthMax) throw fail(`a RAW value is nested deeper than ${structuredDepthMax} levels or contains itself`);
  if (typeof value === "function" || typeof value === "symbol") throw fail(`${describeValue(value)} cannot be kept in a RAW value`);
  if (typeof value !== "object" || value === null) return value;
  if (Decimal.is(value) || PreciseTimestamp.is(value)) return value;
  if (tagOfTypedArray?.call(value) === "Uint8Array") return new Uint8Array(value as Uint8Array);
  if (Array.isArray(value)) return copyArray(value, fail, depth);
  if (value instanceof Map) {
    const copy = new Map<Value, Value>();
    mapForEach.call(value, (each, key) => copy.set(copyStructured(key, fail, depth + 1), copyStructured(each, fail, depth + 1)));
    return copy;
  }
  return copyObject(value as { readonly [name: string]: unknown }, fail, depth);
}

function copyArray(value: readonly unknown[], fail: (message: string) => Error, depth: number): Value[] {
  const length = value.length;
  const copy: Value[] = [];
  for (let at = 0; at < length; at++) copy.push(copyStructured(value[at], fail, depth + 1));
  return copy;
}

function copyObject(value: { readonly [name: string]: unknown }, fail: (message: string) => Error, depth: number): Value {
  const schema = schemaOfRow(value);
  if (schema !== undefined) {
    const values = schema.fields.map((field) => copyStructured(value[field.name], fail, depth + 1));
    const kind = value["$kind"];
    return new (rowClass(schema))(kind === 1 || kind === 2 || kind === 3 ? kind : 0, ...values);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw fail("an object of a class cannot be kept in a RAW value");
  const copy: { [name: string]: Value } = {};
  for (const name of Object.keys(value)) {
    // Defined, not assigned: "__proto__" is a key like any other.
    Object.defineProperty(copy, name, {
      value: copyStructured(value[name], fail, depth + 1), writable: true, enumerable: true, configurable: true,
    });
  }
  return copy;
}

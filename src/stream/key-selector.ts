import { hashTuple } from "../base/java-hash.ts";
import { hasherOf } from "./key-hash.ts";
import type { Hasher } from "./key-hash.ts";
import type { Field, LogicalType, Schema } from "./logical-type.ts";
import type { Row, Value } from "./row.ts";

/** Value by which a `Map` tells keys apart. */
export type KeyIdentity = string | number | bigint | boolean;

/** Takes the key out of a record and hashes it: what a hash edge, and the state behind it, need to know of a key. */
export interface KeySelector {
  readonly fields: readonly Field[];
  /** The value of the only key field, or an array of the values of several (Flink's Tuple). */
  select(row: Row): Value;
  /** Java hash code of a key. Throws on a null key; a null field of several counts 0. */
  hash(key: Value): number;
  /** Equal for two keys exactly when Java's `equals` calls them equal. */
  identity(key: Value): KeyIdentity;
  /** For people: "42", "a", "(a, 42)". */
  keyText(key: Value): string;
}

/**
 * Key selector over `names`, fields of `schema`. Throws a RangeError for a field that is not there or cannot be a key;
 * graph validation reports both first, see `keyProblem`.
 */
export function keySelector(schema: Schema, names: readonly string[]): KeySelector {
  const fields = names.map((name) => {
    const field = schema.fields.find((candidate) => candidate.name === name);
    if (field === undefined) throw new RangeError(`[KG5] no field "${name}" to key by`);
    const problem = keyProblem(field.type);
    if (problem !== undefined) throw new RangeError(`[KG4] field "${name}" cannot be a key: ${problem}`);
    return field;
  });
  const [first] = fields;
  if (first === undefined) throw new RangeError("[KG5] a key needs at least one field");
  return fields.length === 1 ? singleFieldSelector(first) : tupleSelector(fields);
}

/** Why values of `type` cannot be a key or part of one; undefined when they can (KeyedStream.validateKeyType). [KG4] */
export function keyProblem(type: LogicalType): string | undefined {
  switch (type.type) {
    case "ARRAY":
    case "BINARY":
    case "VARBINARY":
      return "an array has no hash code by content";
    case "RAW":
      return "a RAW value has no hash code";
    case "MAP":
      return keyProblemInside(type.key) ?? keyProblemInside(type.value);
    case "ROW":
      return type.fields.map((field) => keyProblemInside(field.type)).find((problem) => problem !== undefined);
    default:
      return undefined;
  }
}

/** Arrays inside a row are hashed by content (semantics 1.1, `Row`), so only RAW is refused there. */
function keyProblemInside(type: LogicalType): string | undefined {
  if (type.type === "ARRAY") return keyProblemInside(type.element);
  return type.type === "BINARY" || type.type === "VARBINARY" ? undefined : keyProblem(type);
}

function singleFieldSelector(field: Field): KeySelector {
  const { name, type } = field;
  const hash = hasherOf(type);
  return {
    fields: [field],
    select: (row) => row[name],
    hash: (key) => {
      if (key === null || key === undefined) throw new TypeError(`[KG1] the key is null: field "${name}" must not be null`);
      return hash(key as never);
    },
    identity: identityOf(type),
    keyText: valueText,
  };
}

function tupleSelector(fields: readonly Field[]): KeySelector {
  const names = fields.map((field) => field.name);
  const hashers: readonly Hasher[] = fields.map((field) => hasherOf(field.type));
  return {
    fields,
    select: (row) => names.map((name) => row[name]),
    hash: (key) => {
      const values = tupleOf(key);
      return hashTuple(hashers.map((hash, at) => (values[at] === null ? 0 : hash(values[at] as never))));
    },
    identity: (key) => canonicalText(tupleOf(key)),
    keyText: (key) => `(${tupleOf(key).map(valueText).join(", ")})`,
  };
}

function tupleOf(key: Value): readonly unknown[] {
  if (!Array.isArray(key)) throw new TypeError("[KG1] a key of several fields is an array of their values");
  return key;
}

/** Java keeps 0.0 and -0.0 apart where `Map` does not; NaN equals NaN in both. */
const signedZero = (value: number): KeyIdentity => (Object.is(value, -0) ? "-0.0" : value);

function identityOf(type: LogicalType): (key: Value) => KeyIdentity {
  switch (type.type) {
    case "FLOAT":
    case "DOUBLE":
      return (key) => signedZero(key as number);
    case "DECIMAL":
    case "MAP":
    case "ROW":
      return canonicalText;
    case "TIMESTAMP":
    case "TIMESTAMP_LTZ":
      return type.precision <= 3 ? (key) => key as KeyIdentity : canonicalText;
    default:
      return (key) => key as KeyIdentity;
  }
}

/** Text in which equal structures, and only they, are equal; scalars carry a mark of their kind. */
function canonicalText(value: unknown): string {
  if (value === null || value === undefined) return "n";
  if (typeof value === "string") return `s${value.length}:${value}`;
  if (typeof value === "number") return Object.is(value, -0) ? "d-0" : `d${value}`;
  if (typeof value === "bigint") return `d${value}`;
  if (typeof value === "boolean") return value ? "t" : "f";
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (value instanceof Uint8Array) return `b[${value.join(",")}]`;
  if (value instanceof Map) {
    return `m{${[...value].map(([key, item]) => `${canonicalText(key)}=${canonicalText(item)}`).toSorted().join(",")}}`;
  }
  return `{${Object.entries(value).map(([name, item]) => `${name}=${canonicalText(item)}`).join(",")}}`;
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (typeof value !== "object" || typeof Object.getPrototypeOf(value)?.toString !== "function") return String(value);
  if (Object.getPrototypeOf(value).toString !== Object.prototype.toString) return String(value);
  const fields = Object.entries(value).filter(([name]) => name !== "$kind");
  return `(${fields.map(([, item]) => valueText(item)).join(", ")})`;
}

import { hashTuple } from "../base/java-hash.ts";
import { generatedFunction } from "./generated-function.ts";
import { hasherOf } from "./key-hash.ts";
import { withGeneratedCode } from "./row-class.ts";
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
  /** `hash(select(row))`, without making the key: for the record path. */
  hashRow(row: Row): number;
  /** Throws on a null key, as `hashRow` does. */
  requireKey(row: Row): void;
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

/** Arrays inside a row are hashed by content (`Row`), so only RAW is refused there. */
function keyProblemInside(type: LogicalType): string | undefined {
  if (type.type === "ARRAY") return keyProblemInside(type.element);
  return type.type === "BINARY" || type.type === "VARBINARY" ? undefined : keyProblem(type);
}

function singleFieldSelector(field: Field): KeySelector {
  const hash = hasherOf(field.type);
  const select = fieldReader(field.name);
  const nullKey = (): TypeError => new TypeError(`[KG1] the key is null: field "${field.name}" must not be null`);
  const hashKey = (key: Value): number => {
    if (key === null || key === undefined) throw nullKey();
    return hash(key as never);
  };
  return {
    fields: [field],
    select,
    hash: hashKey,
    hashRow: (row) => hashKey(select(row)),
    requireKey(row) {
      const key = select(row);
      if (key === null || key === undefined) throw nullKey();
    },
    identity: identityOf(field.type),
    keyText: valueText,
  };
}

function tupleSelector(fields: readonly Field[]): KeySelector {
  const readers = fields.map((field) => fieldReader(field.name));
  const hashers: readonly Hasher[] = fields.map((field) => hasherOf(field.type));
  const hash = (key: Value): number => {
    const values = tupleOf(key);
    return hashTuple(hashers.map((hasher, at) => (values[at] === null ? 0 : hasher(values[at] as never))));
  };
  return {
    fields,
    select: (row) => readers.map((read) => read(row)),
    hash,
    hashRow: tupleRowHash(fields, hashers),
    requireKey: () => {},
    identity: (key) => canonicalText(tupleOf(key)),
    keyText: (key) => `(${tupleOf(key).map(valueText).join(", ")})`,
  };
}

/**
 * Reads one field. Generated, because closures made at one place share what the engine learns of them: a reader for every
 * field of every schema would end up as slow as its slowest use.
 */
function fieldReader(name: string): (row: Row) => Value {
  return withGeneratedCode(
    () => generatedFunction<(row: Row) => Value>([], `return (row) => row[${JSON.stringify(name)}];`)(),
    () => (row) => row[name],
  );
}

/** The fold of `hashTuple` over the fields of a row, unrolled. */
function tupleRowHash(fields: readonly Field[], hashers: readonly Hasher[]): (row: Row) => number {
  const read = (at: number): string => `row[${JSON.stringify(fields[at]?.name)}]`;
  const steps = hashers.map((_, at) => `value = ${read(at)}; hash = (Math.imul(31, hash) + (value === null ? 0 : h${at}(value))) | 0;`);
  const parameters = hashers.map((_, at) => `h${at}`);
  return withGeneratedCode(
    () => generatedFunction<(row: Row) => number>(
      parameters, `return (row) => { let hash = 0; let value; ${steps.join(" ")} return hash; };`,
    )(...hashers),
    () => (row) => hashTuple(fields.map(({ name }, at) => (row[name] === null ? 0 : (hashers[at]?.(row[name] as never) ?? 0)))),
  );
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

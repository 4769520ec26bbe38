import {
  hashBigDecimal, hashBigInteger, hashBoolean, hashDouble, hashFloat, hashLocalDate, hashLong, hashSeconds, hashSequence,
  hashString, hashTuple,
} from "../../src/base/java-hash.ts";
import { hashRow } from "../../src/stream/key-hash.ts";

/** Typed key of the conformance files (graphs.md, `key-group`). */
export type TypedValue =
  | { readonly type: "int" | "short" | "byte"; readonly value: number }
  | { readonly type: "float" | "double"; readonly value: number | string }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "char" | "string" | "long" | "bigint"; readonly value: string }
  | { readonly type: "decimal"; readonly value: { readonly unscaled: string; readonly scale: number } }
  | { readonly type: "date" | "time" | "datetime"; readonly value: readonly number[] }
  | { readonly type: "instant" | "duration"; readonly value: { readonly seconds: string; readonly nanos: number } }
  | { readonly type: "timestamp"; readonly value: { readonly millis: string; readonly nanos: number } }
  | { readonly type: "tuple" | "array" | "list"; readonly value: readonly (TypedValue | null)[] }
  | { readonly type: "row"; readonly value: { readonly kind: string; readonly fields: readonly (TypedValue | null)[] } };

const rowKinds = ["INSERT", "UPDATE_BEFORE", "UPDATE_AFTER", "DELETE"];

const dateHash = (parts: readonly number[]): number => hashLocalDate(parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0);

function timeHash(parts: readonly number[]): number {
  const [hour = 0, minute = 0, second = 0, nano = 0] = parts;
  return hashLong(((hour * 60 + minute) * 60 + second) * 1_000_000_000 + nano);
}

function deepHash(value: TypedValue | null): number {
  if (value === null) return 0;
  return value.type === "array" || value.type === "list" ? hashOf(value) : (31 + hashOf(value)) | 0;
}

/** Java hash code of a typed key, by the product's rules. */
export function hashOf(key: TypedValue): number {
  switch (key.type) {
    case "int":
    case "short":
    case "byte":
      return key.value;
    case "float":
      return hashFloat(Number(key.value));
    case "double":
      return hashDouble(Number(key.value));
    case "boolean":
      return hashBoolean(key.value);
    case "char":
    case "string":
      return hashString(key.value);
    case "long":
      return hashLong(BigInt(key.value));
    case "bigint":
      return hashBigInteger(BigInt(key.value));
    case "decimal":
      return hashBigDecimal(BigInt(key.value.unscaled), key.value.scale);
    case "date":
      return dateHash(key.value);
    case "time":
      return timeHash(key.value);
    case "datetime":
      return dateHash(key.value) ^ timeHash(key.value.slice(3));
    case "instant":
    case "duration":
      return hashSeconds(BigInt(key.value.seconds), key.value.nanos);
    case "timestamp":
      return hashLong(BigInt(key.value.millis));
    case "tuple":
      return hashTuple(key.value.map((field) => (field === null ? 0 : hashOf(field))));
    case "array":
    case "list":
      return hashSequence(key.value.map(deepHash));
    case "row":
      return hashRow(rowKinds.indexOf(key.value.kind), key.value.fields.map(deepHash));
  }
}

import { describe, expect, it } from "vitest";
import { everySubtask } from "./indices.ts";
import { keyProblem, keySelector } from "./key-selector.ts";
import { defaultMaxParallelism, keyGroupOf, keyGroupRange, subtaskOfKeyGroup } from "./key-group.ts";
import { murmurHash } from "../base/murmur.ts";
import { RowKind } from "./row.ts";
import type { LogicalType, Schema } from "./logical-type.ts";

const int: LogicalType = { type: "INT", nullable: true };
const bigint: LogicalType = { type: "BIGINT", nullable: true };
const double: LogicalType = { type: "DOUBLE", nullable: true };
const string: LogicalType = { type: "VARCHAR", length: 2147483647, nullable: true };
const schemaOf = (fields: Readonly<Record<string, LogicalType>>): Schema => ({
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});
const hash = (type: LogicalType, value: unknown): number => keySelector(schemaOf({ k: type }), ["k"]).hash(value);

describe("hash codes of single keys, as in Flink", () => {
  it.each<[string, LogicalType, unknown, number, number]>([
    ["empty string", string, "", 0, 94],
    ["string", string, "hello", 99162322, 35],
    ["string beyond Latin", string, "日本", 835047, 95],
    ["int", int, -1, -1, 80],
    ["int min", int, -2147483648, -2147483648, 108],
    ["long -1", bigint, -1, 0, 94],
    ["long", bigint, 1234567890123, 1912276436, 92],
    ["long min", bigint, -9223372036854775808n, -2147483648, 108],
    ["double", double, -2.25, -1073610752, 28],
    ["double NaN", double, NaN, 2146959360, 41],
    ["double -0", double, -0, -2147483648, 108],
    ["boolean", { type: "BOOLEAN", nullable: true }, true, 1231, 77],
  ])("[KG1] %s", (_, type, value, expected, keyGroup) => {
    expect(hash(type, value)).toBe(expected);
    expect(keyGroupOf(expected, 128)).toBe(keyGroup);
  });

  it("[KG3] rows over their kind and the deep hashes of their fields", () => {
    const fields = [{ name: "n", type: int }, { name: "list", type: { type: "ARRAY", element: int, nullable: true } as LogicalType }];
    const row: LogicalType = { type: "ROW", fields, nullable: true };
    // Field n counts 31 + 7, the list the fold 31 * 1 + (31 + 5).
    expect(hash(row, { $kind: 0, n: 7, list: [5] })).toBe(31 * (31 + 38) + 67);
    expect(hash(row, { $kind: 2, n: 7, list: [5] }) - hash(row, { $kind: 0, n: 7, list: [5] })).toBe(62);
    expect(hash(row, { $kind: 0, n: null, list: null })).toBe(31 * 31);
  });

  it("[KG2] dates and times as java.time classes", () => {
    // LocalDate.of(2011, 1, 2) and LocalDateTime.of(2011, 1, 2, 0, 0, 1)
    const date = (2011 & 0xfffff800) ^ ((2011 << 11) + (1 << 6) + 2);
    expect(hash({ type: "DATE", nullable: true }, 14976)).toBe(date);
    expect(hash({ type: "TIMESTAMP", precision: 3, nullable: true }, 14976 * 86_400_000 + 1000)).toBe(date ^ 1_000_000_000);
    expect(hash({ type: "TIMESTAMP_LTZ", precision: 3, nullable: true }, -1)).toBe((0 + Math.imul(51, 999_000_000)) | 0);
    expect(hash({ type: "DATE", nullable: true }, -719529)).toBe((-1 & 0xfffff800) ^ ((-1 << 11) + (12 << 6) + 31));
  });
});

describe("key selector", () => {
  const schema = schemaOf({ word: string, n: int, amount: double });
  const row = { $kind: RowKind.insert, word: "a", n: 42, amount: 1.5 };

  it("[KG1] hashes several fields as a tuple, null fields as 0", () => {
    const selector = keySelector(schema, ["word", "n"]);
    expect(selector.select(row)).toEqual(["a", 42]);
    expect(selector.hash(["a", 42])).toBe(31 * 97 + 42);
    expect(selector.hash([null, 42])).toBe(42);
    expect(selector.keyText(["a", 42])).toBe("(a, 42)");
    expect(selector.hashRow(row)).toBe(31 * 97 + 42);
    expect(selector.hashRow({ ...row, word: null })).toBe(42);
  });

  it("[KG1] refuses a null key and names the field", () => {
    expect(() => keySelector(schema, ["word"]).hash(null)).toThrow(/field "word" must not be null/);
    expect(() => keySelector(schema, ["word"]).hashRow({ ...row, word: null })).toThrow(/field "word" must not be null/);
  });

  it("[KG4] [KG5] refuses fields that are unknown, none at all, or not hashable", () => {
    expect(() => keySelector(schema, ["nope"])).toThrow(/no field "nope"/);
    expect(() => keySelector(schema, [])).toThrow(/at least one/);
    expect(keyProblem({ type: "VARBINARY", length: 4, nullable: true })).toContain("array");
    const nested: LogicalType = { type: "ROW", fields: [{ name: "b", type: { type: "ARRAY", element: int, nullable: true } }], nullable: true };
    expect(keyProblem(nested)).toBeUndefined();
  });

  it("[KG6] tells 0.0 and -0.0 apart, and tuples by value", () => {
    const single = keySelector(schema, ["amount"]);
    expect(single.identity(0)).not.toBe(single.identity(-0));
    const tuple = keySelector(schema, ["word", "n"]);
    expect(tuple.identity(["a", 1])).toBe(tuple.identity(["a", 1]));
    expect(tuple.identity(["a,d1", 1])).not.toBe(tuple.identity(["a", 1]));
  });
});

describe("key groups", () => {
  it("[KG7] ranges partition the key groups and agree with the owner of each", () => {
    for (const [maxParallelism, parallelism] of [[1, 1], [10, 3], [128, 5], [128, 128], [32768, 7]] as const) {
      let next = 0;
      for (const subtask of everySubtask(parallelism)) {
        const { first, last } = keyGroupRange(subtask, parallelism, maxParallelism);
        expect(first).toBe(next);
        for (let group = first; group <= last; group++) {
          expect(subtaskOfKeyGroup(group, parallelism, maxParallelism)).toBe(subtask);
        }
        next = last + 1;
      }
      expect(next).toBe(maxParallelism);
    }
  });

  it("[KG8] default max parallelism", () => {
    expect([1, 85, 86, 170, 171, 200, 1000, 20000].map(defaultMaxParallelism)).toEqual([128, 128, 256, 256, 256, 512, 2048, 32768]);
  });

  it("[KG7] murmur is never negative", () => {
    expect(murmurHash(0)).toBe(593689054);
    expect(murmurHash(-2147483648)).toBe(1718298732);
    for (let code = -1000; code < 1000; code++) expect(murmurHash(code * 7919)).toBeGreaterThanOrEqual(0);
  });
});

import { isDeepStrictEqual } from "node:util";
import { murmurHash } from "../../src/base/murmur.ts";
import { defaultMaxParallelism, keyGroupOf, keyGroupRange, subtaskOfKeyGroup } from "../../src/stream/key-group.ts";
import { recordOfKey, selectorOf } from "./typed-value.ts";
import type { TypedValue } from "./typed-value.ts";
import type { Suite } from "./suite.ts";

interface Given {
  readonly maxParallelism: number;
  readonly parallelism: number;
  readonly keys: readonly TypedValue[];
  readonly subtasks: readonly number[];
  readonly defaultFor: readonly number[];
}

interface Result {
  /** Null: the product has no type for such a key. */
  readonly keys: readonly (object | null)[];
  readonly ranges: readonly (readonly number[])[];
  readonly defaultMax: readonly number[];
}

function run({ maxParallelism, parallelism, keys, subtasks, defaultFor }: Given): Result {
  return {
    keys: keys.map((key) => {
      const record = recordOfKey(key);
      if (record === undefined) return null;
      const selector = selectorOf(record);
      const hash = selector.hashRow(record.row);
      if (hash !== selector.hash(selector.select(record.row))) throw new Error("a row's key hashes in two ways");
      const keyGroup = keyGroupOf(hash, maxParallelism);
      return { hash, murmur: murmurHash(hash), keyGroup, index: subtaskOfKeyGroup(keyGroup, parallelism, maxParallelism) };
    }),
    ranges: subtasks.map((subtask) => {
      const { first, last } = keyGroupRange(subtask, parallelism, maxParallelism);
      return [first, last];
    }),
    defaultMax: defaultFor.map(defaultMaxParallelism),
  };
}

function compare(expected: Result, actual: Result): string | undefined {
  const keys = expected.keys.map((key, at) => (actual.keys[at] === null ? null : key));
  if (isDeepStrictEqual({ ...expected, keys }, actual)) return undefined;
  return `  expected ${JSON.stringify({ ...expected, keys })}\n  actual   ${JSON.stringify(actual)}`;
}

export const keyGroupSuite: Suite = { name: "key-group", run, compare };

import { toSubtaskIndex } from "../../src/stream/indices.ts";
import { murmurHash } from "../../src/base/murmur.ts";
import { defaultMaxParallelism, keyGroupOf, keyGroupRange, subtaskOfKeyGroup } from "../../src/stream/key-group.ts";
import { missingType, recordOfKey, selectorOf } from "./typed-value.ts";
import type { TypedValue } from "./typed-value.ts";
import type { Check, Suite } from "./suite.ts";

interface Given {
  readonly maxParallelism: number;
  readonly parallelism: number;
  readonly keys: readonly TypedValue[];
  readonly subtasks: readonly number[];
  readonly defaultFor: readonly number[];
}

interface Result {
  readonly keys: readonly object[];
  readonly ranges: readonly (readonly number[])[];
  readonly defaultMax: readonly number[];
}

/** Each key by itself, and what is asked of ranges and defaults. */
function split({ keys, ...given }: Given, { keys: results, ...expect }: Result): readonly Check[] {
  const nothing = { subtasks: [], defaultFor: [] };
  const ofKeys = keys.map((key, at): Check => ({
    given: { ...given, ...nothing, keys: [key] }, expect: { keys: [results[at]], ranges: [], defaultMax: [] },
  }));
  return [...ofKeys, { given: { ...given, keys: [] }, expect: { ...expect, keys: [] } }];
}

function notApplicable({ keys }: Given): string | undefined {
  return keys.map(missingType).find((missing) => missing !== undefined);
}

function run({ maxParallelism, parallelism, keys, subtasks, defaultFor }: Given): Result {
  return {
    keys: keys.map((key) => {
      const record = recordOfKey(key);
      const selector = selectorOf(record);
      const hash = selector.hashRow(record.row);
      if (hash !== selector.hash(selector.select(record.row))) throw new Error("a row's key hashes in two ways");
      const keyGroup = keyGroupOf(hash, maxParallelism);
      return { hash, murmur: murmurHash(hash), keyGroup, index: subtaskOfKeyGroup(keyGroup, parallelism, maxParallelism) };
    }),
    ranges: subtasks.map((subtask) => {
      const { first, last } = keyGroupRange(toSubtaskIndex(subtask), parallelism, maxParallelism);
      return [first, last];
    }),
    defaultMax: defaultFor.map(defaultMaxParallelism),
  };
}

export const keyGroupSuite: Suite = { name: "key-group", split, notApplicable, run };

import { murmurHash } from "../../src/base/murmur.ts";
import { defaultMaxParallelism, keyGroupOf, keyGroupRange, subtaskOfKeyGroup } from "../../src/stream/key-group.ts";
import { hashOf } from "./typed-value.ts";
import type { TypedValue } from "./typed-value.ts";
import type { Suite } from "./suite.ts";

interface Given {
  readonly maxParallelism: number;
  readonly parallelism: number;
  readonly keys: readonly TypedValue[];
  readonly subtasks: readonly number[];
  readonly defaultFor: readonly number[];
}

function run({ maxParallelism, parallelism, keys, subtasks, defaultFor }: Given): unknown {
  return {
    keys: keys.map((key) => {
      const hash = hashOf(key);
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

export const keyGroupSuite: Suite = { name: "key-group", run };

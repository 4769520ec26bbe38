import fc from "fast-check";
import { expect, test } from "vitest";
import { toOperatorIndex, toSubtaskIndex } from "../../stream/indices.ts";
import { seededRandom } from "../../base/random.ts";
import type { Partitioner } from "../../graph/stream-graph.ts";
import { keyGroupOf, keyGroupRange } from "../../stream/key-group.ts";
import { keySelector } from "../../stream/key-selector.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import type { Row } from "../../stream/row.ts";
import { attributedFunctions } from "../attributed-functions.ts";
import type { FunctionCompiler } from "../environment.ts";
import { partition } from "./partitioner.ts";

const schema = schemaOf([{ name: "k", type: "STRING" }]);
const toRow = (k: string): Row => ({ $kind: 0, k });

/** Makes of every text a function with the results of `choose`. */
const gives = (choose: () => unknown): FunctionCompiler => ({
  compile: (_source, { convert = (result: unknown) => result } = {}) => () => convert(choose()),
});

/** Channels that each of `keys` reached. */
function reached(partitioner: Partitioner, keys: readonly string[], options: { channels: number; seed?: number; choose?: () => unknown }) {
  let current: number[] = [];
  const channels = Array.from({ length: options.channels }, (_, index) => () => void current.push(index));
  const collect = partition(partitioner, channels, {
    schema,
    maxParallelism: 128,
    random: seededRandom(options.seed ?? 1),
    functions: attributedFunctions(gives(options.choose ?? (() => 0)), { index: toOperatorIndex(0), name: "producer" }),
  });
  return keys.map((key) => {
    current = [];
    collect(toRow(key), 0);
    return current;
  });
}

const keysOf = fc.array(fc.string(), { maxLength: 50 });
const channelsOf = fc.integer({ min: 1, max: 16 });
const toOne: readonly Partitioner[] = [
  { type: "forward" },
  { type: "global" },
  { type: "rebalance" },
  { type: "rescale" },
  { type: "shuffle" },
  { type: "hash", key: ["k"] },
];

test("[TK1] every record reaches exactly one channel, or all of them by broadcast", () => {
  fc.assert(
    fc.property(keysOf, channelsOf, fc.integer(), (keys, channels, seed) => {
      for (const partitioner of toOne) {
        for (const channel of reached(partitioner, keys, { channels, seed })) {
          expect(channel).toHaveLength(1);
          expect(channel[0]).toBeLessThan(channels);
        }
      }
      const all = Array.from({ length: channels }, (_, index) => index);
      for (const channel of reached({ type: "broadcast" }, keys, { channels })) expect(channel).toEqual(all);
    }),
  );
});

test("[TK1] rebalance and rescale go round in order", () => {
  fc.assert(
    fc.property(channelsOf, fc.integer(), (channels, seed) => {
      const keys = Array.from({ length: channels * 3 }, () => "k");
      for (const type of ["rebalance", "rescale"] as const) {
        const taken = reached({ type }, keys, { channels, seed }).flat();
        const first = type === "rescale" ? 0 : (taken[0] ?? 0);
        expect(taken).toEqual(keys.map((_, index) => (first + index) % channels));
      }
    }),
  );
});

test("[TK1] hash reaches the subtask whose key groups hold the key", () => {
  const selector = keySelector(schema, ["k"]);
  fc.assert(
    fc.property(keysOf, channelsOf, (keys, channels) => {
      const taken = reached({ type: "hash", key: ["k"] }, keys, { channels }).flat();
      for (const [index, key] of keys.entries()) {
        const group = keyGroupOf(selector.hash(key), 128);
        const { first, last } = keyGroupRange(toSubtaskIndex(taken[index] ?? -1), channels, 128);
        expect(group >= first && group <= last).toBe(true);
      }
    }),
  );
});

test.each([2, -1, 0.5, "0", null, undefined, {}])("[TK2] a partition function that gives %o fails", (chosen) => {
  expect(() => reached({ type: "custom", key: "k", function: "" }, ["a"], { channels: 2, choose: () => chosen })).toThrow("[TK2]");
});

test("[KG1] a null key fails a hash edge, however many channels it has", () => {
  for (const channels of [1, 2]) {
    const taken: Row[] = [];
    const collect = partition({ type: "hash", key: ["k"] }, Array(channels).fill((row: Row) => void taken.push(row)), {
      schema,
      maxParallelism: 128,
      random: seededRandom(1),
      functions: attributedFunctions(gives(() => 0), { index: toOperatorIndex(0), name: "producer" }),
    });
    expect(() => collect({ $kind: 0, k: null }, 0)).toThrow('[KG1] the key is null: field "k" must not be null');
    collect(toRow("a"), 0);
    expect(taken).toEqual([toRow("a")]);
  }
});

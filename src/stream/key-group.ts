import { murmurHash } from "../base/murmur.ts";
import type { SubtaskIndex } from "./indices.ts";

/** Flink's UPPER_BOUND_MAX_PARALLELISM. */
export const upperBoundMaxParallelism = 32768;
const lowerBoundMaxParallelism = 128;

/** Key groups of one subtask, both ends inclusive. */
export interface KeyGroupRange {
  readonly first: number;
  readonly last: number;
}

/** Key group of a key with Java hash code `hash` (KeyGroupRangeAssignment.computeKeyGroupForKeyHash). */
export function keyGroupOf(hash: number, maxParallelism: number): number {
  const mask = maxParallelism - 1;
  // Division is the slowest step of all, and the default max parallelisms are powers of two.
  return (maxParallelism & mask) === 0 ? murmurHash(hash) & mask : murmurHash(hash) % maxParallelism;
}

/** Subtask that owns `keyGroup` (computeOperatorIndexForKeyGroup). */
export function subtaskOfKeyGroup(keyGroup: number, parallelism: number, maxParallelism: number): number {
  return Math.floor((keyGroup * parallelism) / maxParallelism);
}

/** Key groups that `subtask` owns (computeKeyGroupRangeForOperatorIndex). Needs parallelism <= maxParallelism. */
export function keyGroupRange(subtask: SubtaskIndex, parallelism: number, maxParallelism: number): KeyGroupRange {
  return {
    first: Math.ceil((subtask * maxParallelism) / parallelism),
    last: Math.floor(((subtask + 1) * maxParallelism - 1) / parallelism),
  };
}

/** Max parallelism of a vertex for which none is set (computeDefaultMaxParallelism): 1.5 times, rounded up to a power of two. */
export function defaultMaxParallelism(parallelism: number): number {
  const wanted = parallelism + Math.floor(parallelism / 2);
  return Math.min(Math.max(2 ** Math.ceil(Math.log2(wanted)), lowerBoundMaxParallelism), upperBoundMaxParallelism);
}

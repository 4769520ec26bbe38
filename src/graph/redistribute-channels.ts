import { assert, unreachable } from "../base/assert.ts";
import { keyGroupRange, upperBoundMaxParallelism } from "../stream/key-group.ts";
import type { SubtaskStateMapper } from "./partitioner-traits.ts";

/** What was under way between two subtasks: first what the consumer had in front of it, then what its producer had not got rid of. */
export interface UnderWay<Content> {
  readonly producer: number;
  readonly consumer: number;
  readonly content: Content;
}

export interface ChannelRescale<Content> {
  /** `downstreamMapper` of the edge's partitioner. */
  readonly mapper: SubtaskStateMapper;
  /** Consumer subtasks then, and now. */
  readonly from: number;
  readonly to: number;
  readonly states: readonly UnderWay<Content>[];
}

/**
 * What each new consumer subtask takes over of the channels of one edge, by old consumer, then by old producer (SubtaskStateMapper,
 * semantics 6.14). What producers held is handed to the consumers too (Flink's `recover-output-on-downstream`), so that it needs no
 * place of its own. Where several subtasks get the same state (`keepsOwnRecords`), each keeps the records that are its own. [CP45]
 */
export function redistributeChannels<Content>(
  { mapper, from, to, states }: ChannelRescale<Content>,
): readonly (readonly UnderWay<Content>[])[] {
  const sorted = states.toSorted((left, right) => left.consumer - right.consumer || left.producer - right.producer);
  return Array.from({ length: to }, (_, subtask) => {
    const old = from === to ? [subtask] : oldConsumers(mapper, { from, to, subtask });
    return sorted.filter(({ consumer }) => old.includes(consumer));
  });
}

/** True when records have to be looked at one by one: an old channel may hold records of several new subtasks. */
export function keepsOwnRecords({ mapper, from, to }: Pick<ChannelRescale<unknown>, "mapper" | "from" | "to">): boolean {
  return from !== to && (mapper === "RANGE" || mapper === "FULL");
}

interface NewSubtask {
  readonly from: number;
  readonly to: number;
  readonly subtask: number;
}

function oldConsumers(mapper: SubtaskStateMapper, { from, to, subtask }: NewSubtask): readonly number[] {
  const all = Array.from({ length: from }, (_, old) => old);
  switch (mapper) {
    case "ARBITRARY":
    case "ROUND_ROBIN":
      return all.filter((old) => old % to === subtask);
    case "FIRST":
      return subtask === 0 ? all : [];
    case "FULL":
      return all;
    case "RANGE": {
      const own = keyGroupRange(subtask, to, upperBoundMaxParallelism);
      return all.filter((old) => {
        const { first, last } = keyGroupRange(old, from, upperBoundMaxParallelism);
        return first <= own.last && last >= own.first;
      });
    }
    case "UNSUPPORTED":
      assert(false, "[CP45] an edge that carries no unaligned barrier has no channel state to be rescaled");
      return [];
    default:
      return unreachable(mapper);
  }
}

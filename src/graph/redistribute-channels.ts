import { everySubtask, itemsOf } from "../stream/indices.ts";
import { assert, unreachable } from "../base/assert.ts";
import { keyGroupRange, upperBoundMaxParallelism } from "../stream/key-group.ts";
import type { ListBy, SubtaskIndex } from "../stream/indices.ts";
import type { SubtaskStateMapper } from "./partitioner-traits.ts";

/** What was under way between two subtasks: first what the consumer had in front of it, then what its producer had not got rid of. */
export interface UnderWay<Content> {
  readonly producer: SubtaskIndex;
  readonly consumer: SubtaskIndex;
  readonly content: Content;
}

/** Subtasks of a vertex then, and now. */
export interface Rescale {
  readonly from: number;
  readonly to: number;
}

export interface ChannelRescale<Content> {
  /** `downstreamMapper` of the edge's partitioner. */
  readonly mapper: SubtaskStateMapper;
  readonly producers: Rescale;
  readonly consumers: Rescale;
  readonly states: readonly UnderWay<Content>[];
}

/**
 * What each new consumer subtask takes over of the channels of one edge, by old consumer, then by old producer (SubtaskStateMapper).
 * What producers held is handed to the consumers too (Flink's `recover-output-on-downstream`), so that it needs no
 * place of its own. Where several subtasks get the same state (`keepsOwnRecords`), each keeps the records that are its own. [CP45]
 */
export function redistributeChannels<Content>(
  { mapper, producers, consumers, states }: ChannelRescale<Content>,
): ListBy<SubtaskIndex, readonly UnderWay<Content>[]> {
  const isFixed = isSame(producers) && isSame(consumers);
  assert(isFixed || states.length === 0 || mapper !== "UNSUPPORTED", "[CP47] what is under way on this edge has no other subtask to go to");
  const sorted = states.toSorted((left, right) => left.consumer - right.consumer || left.producer - right.producer);
  return everySubtask(consumers.to).map((subtask) => {
    const old = isSame(consumers) || states.length === 0 ? [subtask] : oldSubtasks(mapper, { ...consumers, subtask });
    return sorted.filter(({ consumer }) => old.includes(consumer));
  });
}

/** True when records have to be looked at one by one: an old channel may hold records of several new subtasks. */
export function keepsOwnRecords({ mapper, consumers }: Pick<ChannelRescale<unknown>, "mapper" | "consumers">): boolean {
  return !isSame(consumers) && isAmbiguous(mapper);
}

/** True when the mapper may hand what one old subtask held to several new ones. */
export const isAmbiguous = (mapper: SubtaskStateMapper): boolean => mapper === "RANGE" || mapper === "FULL";

const isSame = ({ from, to }: Rescale): boolean => from === to;

interface NewSubtask extends Rescale {
  readonly subtask: SubtaskIndex;
}

/** The old subtasks whose state a new subtask takes over. Throws an AssertionError where the mapper knows none. [CP45] */
export function oldSubtasks(mapper: SubtaskStateMapper, { from, to, subtask }: NewSubtask): readonly SubtaskIndex[] {
  const all = itemsOf(everySubtask(from));
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
      assert(false, "[CP47] an edge that carries no unaligned barrier has no channel state to be rescaled");
      return [];
    default:
      return unreachable(mapper);
  }
}

declare const kind: unique symbol;

/** A number that stands for one kind of thing only. The kind is known to the compiler alone: at run time it is the number. */
type NumberOf<Kind extends string> = number & { readonly [kind]: Kind };

/** Number of a checkpoint or savepoint: 1, 2, 3, ... over the whole job. */
export type CheckpointId = NumberOf<"checkpoint">;

/** The edge at which a number that was counted, read or written down becomes the id of a checkpoint. */
export const toCheckpointId = (id: number): CheckpointId => id as CheckpointId;

/** Smaller than the id of any checkpoint: where one is asked for that there was not yet. */
export const noCheckpoint = toCheckpointId(-1);

export const checkpointAfter = (id: CheckpointId): CheckpointId => toCheckpointId(id + 1);

/** The newest of `ids`, `noCheckpoint` without any. */
export const newestCheckpoint = (...ids: readonly CheckpointId[]): CheckpointId => toCheckpointId(Math.max(noCheckpoint, ...ids));

/** Place of a channel in `Topology.channels`. */
export type ChannelIndex = NumberOf<"channel">;

/** The edge at which a number that was counted, read or written down becomes the index of a channel. */
export const toChannelIndex = (index: number): ChannelIndex => index as ChannelIndex;

/** No channel of the job: where one is asked for that there is not. */
export const noChannel = toChannelIndex(-1);

/** Place of an operator in its chain, head first: `TopologyVertex.operators`, `TaskDeployment.operators`. */
export type OperatorIndex = NumberOf<"operator">;

/** The edge at which a number that was counted, read or written down becomes the place of an operator in its chain. */
export const toOperatorIndex = (index: number): OperatorIndex => index as OperatorIndex;

/** The operator that a chain begins with. */
export const headOfChain = toOperatorIndex(0);

/** Place of a channel among all input channels of its task, over all its gates: what barriers are counted by. */
export type PlaceInTask = NumberOf<"place in task">;

/** The edge at which a number that was counted becomes the place of a channel among all input channels of its task. */
export const toPlaceInTask = (place: number): PlaceInTask => place as PlaceInTask;

/** Place of a channel among those of one input of its task: what a watermark valve counts by. */
export type PlaceInInput = NumberOf<"place in input">;

/** The edge at which a number that was counted becomes the place of a channel among those of one input. */
export const toPlaceInInput = (place: number): PlaceInInput => place as PlaceInInput;

/** Place of an input gate among those of its task: `TaskDeployment.inputs`. */
export type GateIndex = NumberOf<"gate">;

/** The edge at which a number that was counted, read or written down becomes the index of a gate. */
export const toGateIndex = (index: number): GateIndex => index as GateIndex;

/** Place of a channel among those of its input gate. */
export type PlaceInGate = NumberOf<"place in gate">;

/** The edge at which a number that was counted, read or written down becomes the place of a channel in its gate. */
export const toPlaceInGate = (place: number): PlaceInGate => place as PlaceInGate;

/** Place of a result partition among those of its task: `TaskDeployment.outputs`. */
export type PartitionIndex = NumberOf<"partition">;

/** The edge at which a number that was counted, read or written down becomes the index of a result partition. */
export const toPartitionIndex = (index: number): PartitionIndex => index as PartitionIndex;

/** Place of a channel among those of its result partition. */
export type PlaceInPartition = NumberOf<"place in partition">;

/** The edge at which a number that was counted, read or written down becomes the place of a channel in its partition. */
export const toPlaceInPartition = (place: number): PlaceInPartition => place as PlaceInPartition;

/** Place of a subtask in `Topology.subtasks`: one number for each task of the job. Its place within its vertex is a `SubtaskIndex`. */
export type TaskIndex = NumberOf<"task">;

/** The edge at which a number that was counted, read or written down becomes the index of a task. */
export const toTaskIndex = (index: number): TaskIndex => index as TaskIndex;

/** No task of the job: where one is asked for that there is not. Who names it in the log is the control plane. */
export const noTask = toTaskIndex(-1);

/** Place of a subtask within its vertex, 0 to parallelism - 1: Flink's subtask index. The vertex is that of now or of a checkpoint. */
export type SubtaskIndex = NumberOf<"subtask">;

/** The edge at which a number that was counted, read or written down becomes the place of a subtask within its vertex. */
export const toSubtaskIndex = (index: number): SubtaskIndex => index as SubtaskIndex;

/** What a list does that has nothing to do with its places. */
type Unplaced<Item> = Pick<readonly Item[], "length" | "includes" | "join" | "reduce" | "toSorted" | "values" | typeof Symbol.iterator>;

interface Placed<Index extends number, Item> extends Unplaced<Item> {
  entries(): ArrayIterator<[Index, Item]>;
  keys(): ArrayIterator<Index>;
  forEach(each: (item: Item, index: Index) => void): void;
  every(test: (item: Item, index: Index) => boolean): boolean;
  some(test: (item: Item, index: Index) => boolean): boolean;
  find(test: (item: Item, index: Index) => boolean): Item | undefined;
  filter<Kept extends Item>(test: (item: Item, index: Index) => item is Kept): Kept[];
  filter(test: (item: Item, index: Index) => boolean): Item[];
  flatMap<Result>(make: (item: Item, index: Index) => Result | readonly Result[]): Result[];
  map<Result>(make: (item: Item, index: Index) => Result): OwnListBy<Index, Result>;
  /** -1 where there is none, like the methods of an array. */
  findIndex(test: (item: Item, index: Index) => boolean): Index;
  indexOf(item: Item): Index;
  slice(): OwnListBy<Index, Item>;
  slice(start: number, end?: number): Item[];
}

/** A list whose places are indices of one kind: it is asked by these and by no other number, and who walks over it gets them. */
export type ListBy<Index extends number, Item> = Placed<Index, Item> & { readonly [Place in Index]: Item };

/** Such a list in the hands of its owner: what stands at a place may change. */
export type OwnListBy<Index extends number, Item> = Placed<Index, Item> & { [Place in Index]: Item };

/** The edge at which a list in order becomes one by index: `listBy(toChannelIndex, channels)`. */
export const listBy = <Index extends number, Item>(_index: (place: number) => Index, items: readonly Item[]): ListBy<Index, Item> =>
  items as ListBy<Index, Item> & readonly Item[];

/** The edge at which a list by index becomes one of mere items, where its places say no more: the list itself, not a copy. */
export const itemsOf = <Item>(list: Unplaced<Item>): readonly Item[] => list as Unplaced<Item> & readonly Item[];

/** The subtasks of a vertex, in order: what is made of them, one by one, is a list by them. */
export const everySubtask = (parallelism: number): ListBy<SubtaskIndex, SubtaskIndex> =>
  listBy(toSubtaskIndex, Array.from({ length: parallelism }, (_, place) => toSubtaskIndex(place)));

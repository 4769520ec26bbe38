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

/** Place of an operator in its chain, head first: `TopologyVertex.operators`, `TaskDeployment.operators`. */
export type OperatorIndex = NumberOf<"operator">;

/** The edge at which a number that was counted, read or written down becomes the place of an operator in its chain. */
export const toOperatorIndex = (index: number): OperatorIndex => index as OperatorIndex;

/** Place of a channel among all input channels of its task, over all its gates: what barriers are counted by. */
export type PlaceInTask = NumberOf<"place in task">;

/** The edge at which a number that was counted becomes the place of a channel among all input channels of its task. */
export const toPlaceInTask = (place: number): PlaceInTask => place as PlaceInTask;

/** Place of a channel among those of one input of its task: what a watermark valve counts by. */
export type PlaceInInput = NumberOf<"place in input">;

/** The edge at which a number that was counted becomes the place of a channel among those of one input. */
export const toPlaceInInput = (place: number): PlaceInInput => place as PlaceInInput;

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

/** A list whose places are indices of one kind: who walks over it gets these, not mere numbers. */
export interface ListBy<Index extends number, Item> extends ReadonlyArray<Item> {
  entries(): ArrayIterator<[Index, Item]>;
  keys(): ArrayIterator<Index>;
  forEach(each: (item: Item, index: Index, list: readonly Item[]) => void): void;
  flatMap<Result, This = undefined>(make: (this: This, item: Item, index: Index, list: Item[]) => Result | readonly Result[]): Result[];
  map<Result>(make: (item: Item, index: Index, list: readonly Item[]) => Result): OwnListBy<Index, Result>;
  /** -1 where there is none, like the methods of an array. */
  findIndex(test: (item: Item, index: Index, list: readonly Item[]) => boolean): Index;
  indexOf(item: Item): Index;
  slice(): OwnListBy<Index, Item>;
  slice(start: number, end?: number): Item[];
}

/** Such a list in the hands of its owner: what stands at a place may change. */
export type OwnListBy<Index extends number, Item> = ListBy<Index, Item> & Item[];

/** The edge at which a list in order becomes one by index: `listBy(toChannelIndex, channels)`. */
export const listBy = <Index extends number, Item>(_index: (place: number) => Index, items: readonly Item[]): ListBy<Index, Item> =>
  items as ListBy<Index, Item>;

/** The subtasks of a vertex, in order: what is made of them, one by one, is a list by them. */
export const everySubtask = (parallelism: number): ListBy<SubtaskIndex, SubtaskIndex> =>
  listBy(toSubtaskIndex, Array.from({ length: parallelism }, (_, place) => toSubtaskIndex(place)));

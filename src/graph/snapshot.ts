import type { GateIndex, PartitionIndex, PlaceInGate, PlaceInPartition } from "../stream/indices.ts";

/** Place of some bytes inside a subtask's snapshot file. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** How the elements of an operator state are redistributed. */
export type OperatorStateMode = "split" | "union" | "broadcast";

/** Table of contents of one operator's part of a subtask's snapshot. Plain JSON: it is part of `_metadata`. */
export interface OperatorSnapshotIndex {
  readonly operatorId: string;
  /** Keyed state and timers, by key group. Empty groups are left out. */
  readonly keyGroups: readonly { readonly group: number; readonly range: ByteRange }[];
  readonly operatorStates: readonly {
    readonly name: string;
    readonly mode: OperatorStateMode;
    readonly elements: readonly ByteRange[];
  }[];
}

/** What was under way in a subtask's channels when its snapshot was taken; channels in which nothing was are left out. [CP44] */
export interface ChannelStateIndex {
  /** What waited to be taken, by gate and channel of the gate. */
  readonly inputs: readonly { readonly gate: GateIndex; readonly channel: PlaceInGate; readonly range: ByteRange }[];
  /** What waited for room, by result partition and channel of it. */
  readonly outputs: readonly { readonly partition: PartitionIndex; readonly channel: PlaceInPartition; readonly range: ByteRange }[];
}

/** State handed to one operator of one subtask at its start. `file` names an entry of the bytes that come with the deployment. */
export interface RestoredOperatorState {
  readonly operatorId: string;
  readonly keyGroups: readonly { readonly file: string; readonly group: number; readonly range: ByteRange }[];
  readonly operatorStates: readonly {
    readonly name: string;
    readonly mode: OperatorStateMode;
    readonly elements: readonly { readonly file: string; readonly range: ByteRange }[];
  }[];
}

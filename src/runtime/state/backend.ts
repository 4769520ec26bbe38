import type { ByteRange, OperatorSnapshotIndex } from "../../graph/snapshot.ts";
import type { TaskTuning } from "../../graph/task-deployment.ts";
import type { KeyGroupRange } from "../../stream/key-group.ts";
import type { KeySelector } from "../../stream/key-selector.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import type { OperatorRestore } from "../api.ts";
import type { Clock } from "../environment.ts";
import type { TimerCallback, TimerService } from "../time/timer-service.ts";
import type { OperatorTrace } from "./state-log.ts";
import type { StateMemory } from "./state-memory.ts";
import type { KeyedState } from "./keyed-state.ts";
import type { OperatorStates } from "./operator-state.ts";

/**
 * What a task does with the keyed state and the timers of one keyed operator in one subtask (Flink's KeyedStateBackend and
 * InternalTimeServiceManager together). Built by `createKeyedBackend(options)`; restored state is in it from the start.
 */
export interface KeyedBackend {
  readonly state: KeyedState;
  /** The key of the record that is handled next: one value, or an array of values when the key has several fields. */
  setCurrentKey(key: unknown): void;
  timers<Namespace>(name: string, callback: TimerCallback<Namespace>): TimerService<Namespace>;
  /** What the timer services show as current watermark from now on. Fires nothing. */
  setWatermark(watermark: Timestamp): void;
  /** Fires the first event timer that is due at the watermark; false when none is. The task may pause between two. */
  fireEventTimer(): boolean;
  /** Fires the first processing timer with timestamp <= `now`; false when there is none. */
  fireProcessingTimer(now: Timestamp): boolean;
  /** Timestamp of the earliest processing timer, Infinity when there is none. */
  nextProcessingTimer(): Timestamp;
  /** Drops the processing timers and all later registrations of one. */
  quiesceProcessingTimers(): void;
  /** Writes state and timers, key group by key group in ascending order. */
  snapshot(output: SnapshotOutput): OperatorSnapshotIndex["keyGroups"];
  /** The same without a pause: what is written is the state of now, while records go on being handled between the slices. */
  startSnapshot(): KeyedSnapshot;
  /** What is stored, as the conformance cases count it. */
  statistics(): KeyedStatistics;
}

/** A snapshot while it is written. Key groups come in ascending order. */
export interface KeyedSnapshot {
  /** Does one slice of the work (well below a millisecond); true when everything is written. */
  writeNext(output: SnapshotOutput): boolean;
  /** Complete once `writeNext` has returned true. */
  readonly keyGroups: OperatorSnapshotIndex["keyGroups"];
  /** Forgets it. Called also when it is complete. */
  close(): void;
}

export interface KeyedStatistics {
  /** (state name, key, namespace) triples with contents. */
  readonly entries: number;
  readonly eventTimers: number;
  readonly processingTimers: number;
}

export interface KeyedBackendOptions {
  /** Takes the key of input 0 and knows its fields, hash, identity and text; the keys of all inputs are alike. */
  readonly key: KeySelector;
  readonly maxParallelism: number;
  /** Key groups this subtask owns. */
  readonly keyGroups: KeyGroupRange;
  readonly clock: Clock;
  readonly restore: OperatorRestore | undefined;
  /** What the state of the task is held to; default: without limit. */
  readonly memory?: StateMemory | undefined;
  readonly tuning: Pick<TaskTuning, "sliceKeys" | "sliceBytes" | "windowColumns">;
  /** Absent where what happens to state and timers is not in the log. */
  readonly trace: OperatorTrace | undefined;
}

/** Operator state of one operator in one subtask. Built by `createOperatorStateBackend(restore)`. */
export interface OperatorStateBackend {
  readonly states: OperatorStates;
  snapshot(output: SnapshotOutput): OperatorSnapshotIndex["operatorStates"];
}

/** The one byte blob of a subtask's snapshot while it is written. */
export interface SnapshotOutput {
  append(bytes: Uint8Array): ByteRange;
}

import type { StorageFailure } from "../base/lookup.ts";
import type { ControlElement } from "../stream/control-element.ts";
import type { ChannelIndex, CheckpointId, OperatorIndex, TaskIndex } from "../stream/indices.ts";
import { noTask } from "../stream/indices.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { ExecutionState, JobStatus } from "../graph/execution-state.ts";
import type { Origins } from "../graph/origins.ts";
import type { Topology } from "../graph/topology.ts";

/**
 * One entry of the run log. The log is the only source of what is drawn, taught and checked (promise 1). Complete in the
 * deterministic driver; in the free-running one data records are sampled, control elements never.
 */
export interface LogEvent {
  /** 0, 1, 2, ... without gaps over the whole job. */
  readonly seq: number;
  /** Job clock in milliseconds since the start of the run: virtual in the deterministic driver, wall otherwise. */
  readonly at: number;
  /** Index into `Topology.subtasks`; `coordinator` for the control plane. */
  readonly subtask: TaskIndex;
  readonly body: LogEventBody;
}

/** What is known of why an attempt failed, beside the cause in words: the place a person is led to, and the record to try again. [UI82] */
export interface FailureDetail {
  /** What went wrong, without where. */
  readonly message: string;
  /** Whose work it was; absent where it was the whole subtask's: its worker ended, its executor was lost. */
  readonly operator?: OperatorIndex;
  /** A channel of the edge whose partitioner it was. */
  readonly channel?: ChannelIndex;
  /** Configuration field that holds the user's function, and the place in its text, from 1. */
  readonly field?: string;
  readonly line?: number;
  readonly column?: number;
  /** The record that was processed, as text, and as a JSON array of its values where that is not too long. */
  readonly record?: string;
  readonly row?: string;
  /** Place in a file that was read. */
  readonly file?: FilePlace;
}

/** A record of a file that could not be read: its line, from 1, the field whose value does not fit its type, and its text, shortened. */
export interface FilePlace {
  readonly name: string;
  readonly line: number;
  readonly column?: string;
  readonly text?: string;
}

/** `LogEvent.subtask` of events of the control plane. */
export const coordinator = noTask;

/** Record as the log shows it. */
export interface RecordView {
  readonly kind: "record";
  /** Text of the key when the channel is hash partitioned. */
  readonly key?: string;
  /** The row, shortened. */
  readonly text: string;
  /** Absent for a record without timestamp. */
  readonly timestamp?: Timestamp;
}

export type ElementView = RecordView | ControlElement;

/**
 * Records in and out of each operator of the subtask's chain, head first, since its attempt told them last: what its head takes from
 * channels, or reads where records are in the log, is told by these events and not here. [OB40]
 */
export type ChainRecords = readonly number[];

/**
 * `work`, where records are in the log: number of what a subtask begins with that event, in its attempt: the work on a record, or on a
 * timer, and within one of these what a window's function makes of its contents. `cause`: the work that an event is of; absent where it
 * stems from none, such as a watermark or the end of the input. [OB33]
 */
export type LogEventBody =
  // channels
  // `n`: number of the element in its channel, records and control elements alike, from 1 for each pair of ends. With the channel it is the
  // identity of whatever is under way there. [OB30]
  /** Went into the channel. A number that is under way already: a watermark took the place of the one that had it. [OB32] */
  | { readonly kind: "sent"; readonly channel: ChannelIndex; readonly n: number; readonly element: ElementView; readonly cause?: number }
  /** Became readable for the consumer. */
  | { readonly kind: "delivered"; readonly channel: ChannelIndex; readonly n: number }
  /** Left the channel; a record is in the subtask's hand from now on. */
  | { readonly kind: "received"; readonly channel: ChannelIndex; readonly n: number }
  /** All that was under way, `count` elements, was thrown away because an end of the channel died. */
  | { readonly kind: "lost"; readonly channel: ChannelIndex; readonly count: number }
  | { readonly kind: "channelHeld"; readonly channel: ChannelIndex; readonly checkpointId: CheckpointId }
  | { readonly kind: "channelReleased"; readonly channel: ChannelIndex }
  /** Free-running: `records` records passed unlogged since the last event of the channel. */
  | { readonly kind: "passed"; readonly channel: ChannelIndex; readonly sent: number; readonly received: number }
  // subtask
  | {
      readonly kind: "executionState";
      readonly attempt: number;
      readonly state: ExecutionState;
      readonly cause?: string;
      readonly failure?: FailureDetail;
    }
  /** A source read a record; it is in hand now. */
  | { readonly kind: "read"; readonly split: string; readonly position: string; readonly text: string }
  /** Processing of the record in hand began; it will end `serviceTimeMs` later. */
  | { readonly kind: "processing"; readonly text: string; readonly key?: string; readonly serviceTimeMs: number; readonly work?: number }
  /** The record in hand was processed; the hand is empty. */
  | { readonly kind: "processed"; readonly records?: ChainRecords }
  /** Records that went through the chain apart from those told by `processed`: of timers and watermarks; in a free run, all. */
  | { readonly kind: "counted"; readonly records: ChainRecords }
  | { readonly kind: "backPressured"; readonly on: boolean; readonly channel?: ChannelIndex }
  | { readonly kind: "sourcePosition"; readonly split: string; readonly position: string }
  // time
  | { readonly kind: "inputWatermark"; readonly channel: ChannelIndex; readonly timestamp: Timestamp; readonly idle: boolean }
  | { readonly kind: "watermark"; readonly operator: OperatorIndex; readonly timestamp: Timestamp }
  | { readonly kind: "idle"; readonly operator: OperatorIndex; readonly idle: boolean }
  | {
      readonly kind: "timerRegistered";
      readonly operator: OperatorIndex;
      readonly domain: TimeDomain;
      readonly timestamp: Timestamp;
      readonly key: string;
      readonly cause?: number;
    }
  | {
      readonly kind: "timerDeleted";
      readonly operator: OperatorIndex;
      readonly domain: TimeDomain;
      readonly timestamp: Timestamp;
      readonly key: string;
    }
  | {
      readonly kind: "timerFired";
      readonly operator: OperatorIndex;
      readonly domain: TimeDomain;
      readonly timestamp: Timestamp;
      readonly key: string;
      readonly work?: number;
    }
  | {
      readonly kind: "windowFired";
      readonly operator: OperatorIndex;
      readonly key: string;
      readonly start: Timestamp;
      readonly end: Timestamp;
      /** How many the window function was given; absent where the window keeps only a result of them. */
      readonly elements?: number;
      /** Namespace of the contents, where that is not the window: a session keeps those of the first of its merged windows. */
      readonly contents?: string;
      readonly work?: number;
      readonly cause?: number;
    }
  | {
      readonly kind: "late";
      readonly operator: OperatorIndex;
      readonly text: string;
      readonly outcome: "dropped" | "sideOutput";
      readonly cause?: number;
    }
  // state
  /**
   * A work was shown what a state held before it; once per entry and work, before anything stems from it. Where the work goes on to write
   * the entry, that says so (`before`). Contents of windows are told by `windowFired`. [OB34]
   */
  | {
      readonly kind: "stateRead";
      readonly operator: OperatorIndex;
      readonly state: string;
      readonly key: string;
      readonly namespace?: string;
      readonly cause?: number;
    }
  /** Contents of windows go over to another one. Logged before they are moved. */
  | {
      readonly kind: "stateMerged";
      readonly operator: OperatorIndex;
      readonly state: string;
      readonly key: string;
      readonly namespace: string;
      readonly from: readonly string[];
    }
  | {
      readonly kind: "stateWritten";
      readonly operator: OperatorIndex;
      readonly state: string;
      readonly key: string;
      readonly namespace?: string;
      readonly value: string;
      readonly keys: number;
      /**
       * What the entry held before the work: `read`: the work was shown it; `kept`: it is a part of what the entry holds now. Absent: it
       * was written over, or nothing was there; contents of windows are added to. [OB34]
       */
      readonly before?: "read" | "kept";
      readonly cause?: number;
    }
  | {
      readonly kind: "stateCleared";
      readonly operator: OperatorIndex;
      readonly state: string;
      readonly key: string;
      readonly namespace?: string;
      readonly keys: number;
    }
  // checkpoint, subtask side
  | { readonly kind: "alignmentStarted"; readonly checkpointId: CheckpointId; readonly channel: ChannelIndex }
  /** The state of this moment is fixed. `bytes`: absent while a part of it is still to be written. */
  | { readonly kind: "snapshotTaken"; readonly checkpointId: CheckpointId; readonly syncMs: number; readonly bytes?: number }
  | { readonly kind: "snapshotStored"; readonly checkpointId: CheckpointId; readonly bytes: number }
  | { readonly kind: "checkpointDeclined"; readonly checkpointId: CheckpointId; readonly reason: string }
  | { readonly kind: "restored"; readonly checkpointId: CheckpointId; readonly bytes: number }
  // sinks
  | {
      readonly kind: "sinkWritten";
      readonly operator: OperatorIndex;
      readonly text: string;
      /** What its fields hold, in the order of the sink's columns: as text, null for NULL. */
      readonly values?: readonly (string | null)[];
      readonly rowKind: number;
      readonly key?: string;
      readonly cause?: number;
    }
  | {
      readonly kind: "preCommitted";
      readonly operator: OperatorIndex;
      readonly transaction: string;
      readonly checkpointId: CheckpointId;
      readonly records: number;
    }
  | { readonly kind: "committed"; readonly operator: OperatorIndex; readonly transaction: string; readonly records: number }
  | { readonly kind: "aborted"; readonly operator: OperatorIndex; readonly transaction: string; readonly records: number }
  /** A line of a print sink, with the stream it goes to, or one that a function logged. */
  | {
      readonly kind: "userLog";
      readonly operator: OperatorIndex;
      readonly text: string;
      readonly stream?: "stdout" | "stderr";
      readonly cause?: number;
    }
  // control plane
  | { readonly kind: "jobStatus"; readonly status: JobStatus; readonly cause?: string }
  | {
      readonly kind: "checkpointTriggered";
      readonly checkpointId: CheckpointId;
      readonly savepoint: boolean;
      readonly expected: readonly TaskIndex[];
    }
  | {
      readonly kind: "checkpointAcknowledged";
      readonly checkpointId: CheckpointId;
      readonly from: TaskIndex;
      readonly bytes: number;
      readonly startDelayMs: number;
      readonly alignmentMs: number;
      readonly syncMs: number;
      readonly asyncMs: number;
    }
  | {
      readonly kind: "checkpointCompleted";
      readonly checkpointId: CheckpointId;
      readonly bytes: number;
      readonly durationMs: number;
    }
  | {
      readonly kind: "checkpointFailed";
      readonly checkpointId: CheckpointId;
      readonly reason: string;
      readonly from?: TaskIndex;
    }
  | { readonly kind: "checkpointSubsumed"; readonly checkpointId: CheckpointId }
  /** A person gave a complete checkpoint up: its files are removed. */
  | { readonly kind: "checkpointDiscarded"; readonly checkpointId: CheckpointId }
  | { readonly kind: "restoring"; readonly checkpointId: CheckpointId | undefined; readonly subtasks: readonly TaskIndex[] }
  | { readonly kind: "executorLost"; readonly executor: number; readonly subtasks: readonly TaskIndex[] }
  /** Storage did not do what was asked of it, by the control plane or by the event's subtask. */
  | ({ readonly kind: "storageFailed"; readonly outcome: StorageOutcome } & StorageFailure)
  | { readonly kind: "fault"; readonly fault: string };

/**
 * What comes of a failed call of storage. `checkpointFails`: it counts against the tolerable failed checkpoints. `taskFails`: the task
 * restarts. `restoreFails`: nothing is restored, the restart strategy says whether it is tried again. `triedAgain`: what was to be removed
 * is removed later. `leftBehind`: it stays, the job has ended.
 */
export type StorageOutcome = (typeof storageOutcomes)[number];
export const storageOutcomes = ["checkpointFails", "taskFails", "restoreFails", "triedAgain", "leftBehind"] as const;

/** Characters of the free text of an event, the one part of it whose length a job decides. */
export function textLength(event: LogEventBody): number {
  if (!("text" in event)) return 0;
  let characters = event.text.length;
  if (event.kind === "sinkWritten" && event.values) for (const value of event.values) characters += value?.length ?? 0;
  return characters;
}

/** Name of the state in which a window operator keeps what its windows hold. */
export const windowContents = "window-contents";

/** How a window is written where it is the namespace of a state. */
export const namespaceText = (window: { readonly start: number; readonly end: number }): string => `[${window.start}, ${window.end})`;

export type TimeDomain = "event" | "processing";

export type {
  Topology,
  TopologyChannel,
  TopologyOperator,
  TopologySubtask,
  TopologyVertex,
} from "../graph/topology.ts";

/** What identifies a run: with it and the same job, input and faults a deterministic run has the same log hash. */
export interface LogHeader {
  readonly jobId: string;
  readonly jobName: string;
  readonly mode: "deterministic" | "freeRunning";
  readonly seed: number;
  /** Wall-clock milliseconds of log time 0, for display only. */
  readonly startedAt: number;
  readonly topology: Topology;
  /** What operators and channels of the topology stem from. */
  readonly origins: Origins;
}

/** The shape of a run, and what its parts stem from. */
export type RunShape = Pick<LogHeader, "topology" | "origins">;

/** Events in order, as they are shipped to the page. `hash` is that of the log up to and including them. */
export interface LogBatch {
  readonly header?: LogHeader;
  readonly events: readonly LogEvent[];
  readonly hash: string;
  /** Counters of all subtasks and channels at this time, where page and tasks share no memory. */
  readonly counters?: Float64Array;
}

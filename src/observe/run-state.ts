import type { StorageFailure } from "../base/lookup.ts";
import type { ChannelIndex, CheckpointId, OperatorIndex, OwnListBy, TaskIndex } from "../stream/indices.ts";
import type { ExecutionState, JobStatus } from "../graph/execution-state.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { ElementView, FailureDetail, LogHeader, RecordView, StorageOutcome, TimeDomain } from "./event.ts";

/**
 * A run as it stood behind one event of its log: the fold of events 0 to `cursor` - 1. Mutable, because a million events are folded;
 * parts carry the `owner` they may be changed by, so that a keyframe shares everything that did not change since [OB3].
 */
export interface RunState {
  readonly header: LogHeader;
  owner: Owner;
  /** Events folded so far; sequence number of the next one. */
  cursor: number;
  /** Job clock of the last folded event. */
  at: number;
  status: JobStatus;
  statusCause: string | undefined;
  readonly subtasks: OwnListBy<TaskIndex, SubtaskState>;
  readonly channels: OwnListBy<ChannelIndex, ChannelState>;
  /** Ascending ids, the newest `checkpointLimit`. */
  readonly checkpoints: CheckpointState[];
  /** Oldest first, the newest `failureLimit`. */
  failures: readonly Failure[];
  /** Oldest first, the newest `storageFailureLimit`. */
  storageFailures: readonly FailedStorage[];
  restore: Restore | undefined;
  /** Highest watermark any operator has reached. */
  eventTime: Timestamp;
  reads: ReadHistory;
}

/** Whoever holds this very object may change the parts that carry it. */
export type Owner = object;

export const checkpointLimit = 64;
export const failureLimit = 64;
export const storageFailureLimit = 16;
export const stateRowLimit = 32;
export const timerSlotLimit = 256;
export const sinkRowLimit = 8;

/** How far every split was ever read, over all attempts: what is read again was read before a restore [OB12]. */
export interface ReadHistory {
  readonly owner: Owner;
  /** Highest position by `splitKey`. */
  readonly highest: Map<string, number>;
}

export interface ChannelState {
  readonly owner: Owner;
  /** Elements sent and not yet received, delivered ones in front; the head is at `first`, entries before it are stale. */
  queue: TravellingElement[];
  first: number;
  /** How many of them, counted from the head, the consumer can read: the pool. The rest is on its way: the reach. */
  deliverable: number;
  sent: number;
  received: number;
  /** Records among those received. */
  records: number;
  lost: number;
  /** Free running: records that went in and out of the channel without being logged. */
  unlogged: number;
  /** Checkpoint whose barrier shut this input, while it is shut. */
  heldBy: CheckpointId | undefined;
  heldSince: number;
  /** The producer waits for room here. */
  full: boolean;
  /** What the consumer knows of this input's event time. */
  watermark: Timestamp;
  idle: boolean;
  /** Time the last delivered element was under way. */
  latencyMs: number | undefined;
  lastReceived: ReceivedElement | undefined;
  /** `sent`: elements sent until then, to tell whether the channel has carried anything since. */
  lastLoss:
    | {
        readonly elements: readonly TravellingElement[];
        readonly count: number;
        readonly at: number;
        readonly sent: number;
      }
    | undefined;
}

/** The element that left a channel last. */
export interface ReceivedElement extends Pick<TravellingElement, "element" | "n" | "seq" | "replayed"> {
  readonly at: number;
}

/** One that is under way. `deliveredAt` is set once, by the event that delivers it, and means something only while it is deliverable. */
export interface TravellingElement {
  readonly element: ElementView;
  /** Its number in the channel. [OB30] */
  readonly n: number;
  /** Sequence number of its `sent` event: its identity in the picture. */
  readonly seq: number;
  readonly sentAt: number;
  deliveredAt: number;
  /** A record that stems from one that was read again [OB12]. */
  readonly replayed: boolean;
  /** A record its window refused as late, on its way out by the side output [OB13]. */
  readonly late: boolean;
}

export interface SubtaskState {
  readonly owner: Owner;
  state: ExecutionState;
  attempt: number;
  cause: string | undefined;
  stateSince: number;
  hand: Hand | undefined;
  /** What a source read last. */
  lastRead: string | undefined;
  readonly operators: OperatorState[];
  /** Most recently touched first, at most `stateRowLimit`. */
  readonly rows: StateRow[];
  readonly keyCounts: KeyCount[];
  /** Earliest first, one entry per domain and time. */
  readonly timers: TimerSlot[];
  timerCount: number;
  readonly splits: SplitPosition[];
  sink: SinkState | undefined;
  recordsIn: number;
  recordsOut: number;
  /** Records in and out of each operator of the chain, head first, over all attempts. [OB40] */
  readonly operatorRecords: number[];
  /** What the attempts before this one had counted. */
  earlier: RecordCounts & { readonly operatorRecords: readonly number[] };
  lateDropped: number;
  lateToSideOutput: number;
  backPressured: { readonly since: number; readonly channel: ChannelIndex | undefined } | undefined;
  busyMs: number;
  backPressuredMs: number;
  /** Totals at two earlier moments, about a second apart: what the meter's share is taken from. */
  meter: readonly [MeterMark, MeterMark];
  restored: { readonly checkpointId: CheckpointId; readonly bytes: number; readonly at: number } | undefined;
  windowFired:
    | {
        readonly key: string;
        readonly start: Timestamp;
        readonly end: Timestamp;
        readonly elements: number | undefined;
        readonly at: number;
      }
    | undefined;
}

export interface RecordCounts {
  readonly recordsIn: number;
  readonly recordsOut: number;
}

/** The record a subtask works on. `channel` is absent in a source. */
export interface Hand {
  readonly channel: ChannelIndex | undefined;
  readonly record: RecordView | undefined;
  /** Identity of the element in the picture: sequence number of its `sent` or `read` event. */
  readonly seq: number;
  readonly since: number;
  readonly text: string;
  readonly key: string | undefined;
  /** Job clock at which processing began; undefined while it has not. */
  readonly startedAt: number | undefined;
  readonly serviceTimeMs: number;
  /** It stems from a source position that had been read before [OB12]. */
  readonly replayed: boolean;
  /** What became of it when it was found to be late. */
  readonly late: "dropped" | "sideOutput" | undefined;
}

export interface OperatorState {
  readonly watermark: Timestamp;
  readonly idle: boolean;
}

export interface StateRow {
  readonly operator: OperatorIndex;
  readonly state: string;
  readonly key: string;
  readonly namespace: string | undefined;
  readonly value: string;
  readonly at: number;
  readonly seq: number;
}

export interface KeyCount {
  readonly operator: OperatorIndex;
  readonly state: string;
  readonly keys: number;
}

export interface TimerSlot {
  readonly operator: OperatorIndex;
  readonly domain: TimeDomain;
  readonly timestamp: Timestamp;
  readonly count: number;
}

export interface SplitPosition {
  readonly split: string;
  readonly position: string;
}

export interface SinkState {
  readonly written: number;
  /** Records of the open transaction. */
  readonly open: number;
  readonly committed: number;
  /** Transactions committed last, oldest first: committing one of them again adds nothing. */
  readonly committedLast: readonly string[];
  readonly aborted: number;
  readonly staged: readonly Transaction[];
  /** Newest last, at most `sinkRowLimit`. */
  readonly rows: readonly SinkRow[];
  /** The sink has pre-committed at least once: its output is transactional. */
  readonly transactional: boolean;
}

export interface Transaction {
  readonly id: string;
  readonly checkpointId: CheckpointId;
  readonly records: number;
}

export interface SinkRow {
  readonly text: string;
  readonly rowKind: number;
  readonly key: string | undefined;
  readonly seq: number;
}

export interface MeterMark {
  readonly at: number;
  readonly busyMs: number;
  readonly backPressuredMs: number;
}

export type CheckpointStatus = "pending" | "completed" | "failed" | "subsumed" | "discarded";
export type CheckpointPhase = "waiting" | "aligning" | "uploading" | "acknowledged" | "declined";

export interface CheckpointState {
  readonly owner: Owner;
  readonly id: CheckpointId;
  readonly savepoint: boolean;
  readonly triggeredAt: number;
  readonly triggeredSeq: number;
  readonly expected: readonly TaskIndex[];
  /** By subtask; holes for subtasks that have no part in it. */
  readonly parts: OwnListBy<TaskIndex, CheckpointPart | undefined>;
  acknowledged: number;
  status: CheckpointStatus;
  bytes: number;
  endedAt: number | undefined;
  durationMs: number | undefined;
  reason: string | undefined;
  guilty: number | undefined;
}

/** Times are of the job clock. Durations come with the acknowledgement. */
export interface CheckpointPart {
  readonly phase: CheckpointPhase;
  readonly alignmentStartedAt?: number;
  readonly firstChannel?: ChannelIndex;
  readonly snapshotAt?: number;
  readonly syncMs?: number;
  readonly bytes?: number;
  readonly storedAt?: number;
  readonly acknowledgedAt?: number;
  readonly startDelayMs?: number;
  readonly alignmentMs?: number;
  readonly asyncMs?: number;
  /** Source positions that are in the snapshot. */
  readonly splits?: readonly SplitPosition[];
  /** Keys of each keyed state that is in the snapshot, and the entries touched last before it. */
  readonly keyCounts?: readonly KeyCount[];
  readonly rows?: readonly StateRow[];
  /** Output that is staged with the snapshot: it is published when the checkpoint is complete. */
  readonly staged?: readonly Transaction[];
}

/** An exception of a run. `subtask`: `coordinator` when it was the job's as a whole. */
export interface Failure {
  readonly seq: number;
  readonly at: number;
  readonly subtask: TaskIndex;
  readonly attempt: number;
  readonly cause: string | undefined;
  readonly detail: FailureDetail | undefined;
  /** What came of it, once that is known: the job failed, or went on from a checkpoint, or from its beginning. */
  readonly outcome: FailureOutcome | undefined;
}

export type FailureOutcome =
  | { readonly kind: "jobFailed" }
  | { readonly kind: "restarted"; readonly checkpointId: CheckpointId | undefined; readonly at: number };

/** A call of storage that failed, and what comes of it. */
export interface FailedStorage extends StorageFailure {
  readonly seq: number;
  readonly at: number;
  readonly outcome: StorageOutcome;
}

export interface Restore {
  readonly checkpointId: CheckpointId | undefined;
  readonly subtasks: readonly TaskIndex[];
  readonly seq: number;
  readonly at: number;
}

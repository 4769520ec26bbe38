import type { StorageFailure } from "../base/lookup.ts";
import type { CheckpointId } from "../stream/indices.ts";
import type { FailureDetail, LogEventBody } from "../observe/event.ts";
import type { Random } from "../base/random.ts";
import type { CallGuard, FunctionSource } from "../expression/function-source.ts";
import type { CheckpointBarrier } from "../stream/control-element.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { ExecutionState } from "../graph/execution-state.ts";
import type { ChannelDescriptor, InputChannel, OutputChannel } from "./io/channel.ts";
import type { SubtaskCounters } from "../observe/counters.ts";
import type { StoredSnapshot } from "../graph/stored-state.ts";

/**
 * The host seam: everything a task may know of the world. One implementation per cell of the table "two drivers, three
 * placements" (docs/ARCHITECTURE.md); nothing below `hosts/` awaits, sleeps or asks for the time in any other way.
 */
export interface Environment {
  readonly clock: Clock;
  /** Seeded per subtask and attempt. */
  readonly random: Random;
  readonly trace: Trace;
  readonly counters: SubtaskCounters;
  /** Records in and out of each operator of the chain; absent where nobody but the log tells them. */
  readonly operatorCounters?: Float64Array | undefined;
  readonly coordinator: CoordinatorGateway;
  readonly snapshots: SnapshotWriter;
  readonly transactions: TransactionStore;
  readonly ports: PortGateway;
  readonly functions: FunctionCompiler;
  openInput(channel: ChannelDescriptor): InputChannel;
  /** `onWait`: the thread begins (`true`) or ends to wait for room in the middle of a record. */
  openOutput(channel: ChannelDescriptor, onWait: (waits: boolean) => void): OutputChannel;
  /**
   * Virtual milliseconds that the chain needs for one record; 0 = as fast as it goes. With a positive value the task takes a
   * record, is busy until `Task.busyUntil`, and emits at the end of it.
   */
  readonly serviceTimeMs: number;
}

export interface Clock {
  /** Processing time in milliseconds: wall clock, or the driver's virtual clock. Constant during one `step` when virtual. */
  now(): Timestamp;
}

/** Sink of log events. `records` is fixed for the life of a task, so that a chain is compiled with or without record events. */
export interface Trace {
  /** True when every record's events are wanted (deterministic driver); false: control events, and a sample of the records. */
  readonly records: boolean;
  emit(event: LogEventBody): void;
}

/** Reports from a task to its job master. Fire and forget. */
export interface CoordinatorGateway {
  report(report: TaskReport): void;
}

export type TaskReport =
  | { readonly kind: "executionState"; readonly state: ExecutionState; readonly failure?: TaskFailure }
  | {
      readonly kind: "acknowledge";
      readonly checkpointId: CheckpointId;
      /** Undefined when the task has no state at all. */
      readonly snapshot: SubtaskSnapshotHandle | undefined;
      readonly metrics: CheckpointMetrics;
    }
  | {
      readonly kind: "decline";
      readonly checkpointId: CheckpointId;
      readonly reason: string;
      readonly message: string;
      /** The snapshot could not be stored. */
      readonly storage?: StorageFailure;
    }
  | { readonly kind: "operatorEvent"; readonly operatorId: string; readonly event: OperatorEvent }
  | { readonly kind: "endOfData" };

/** What went wrong in a task, for its user: plain data. `storage` is there when that failed. */
export interface TaskFailure extends FailureDetail {
  readonly operatorName?: string;
  readonly storage?: StorageFailure;
}

/** Milliseconds and bytes of one subtask's part of a checkpoint. */
export interface CheckpointMetrics {
  readonly startDelayMs: number;
  readonly alignmentMs: number;
  readonly syncMs: number;
  readonly asyncMs: number;
  readonly bytes: number;
}

/** Where a subtask's snapshot lies and what is where in it. */
export interface SubtaskSnapshotHandle extends StoredSnapshot {
  readonly bytes: number;
}

/** Events between a source's split enumerator (job master) and its readers (tasks). Splits are plain JSON values. */
export type OperatorEvent =
  | { readonly kind: "readerRegistered" }
  | { readonly kind: "requestSplit" }
  | { readonly kind: "addSplits"; readonly splits: readonly unknown[] }
  | { readonly kind: "noMoreSplits" }
  | { readonly kind: "sourceEvent"; readonly event: unknown };

/** Mail to a task, handled between two elements at the start of the next `step`. */
export type Mail =
  | { readonly kind: "triggerCheckpoint"; readonly barrier: CheckpointBarrier }
  | { readonly kind: "checkpointComplete"; readonly checkpointId: CheckpointId }
  | { readonly kind: "checkpointAborted"; readonly checkpointId: CheckpointId; readonly latestCompletedId: CheckpointId }
  | { readonly kind: "operatorEvent"; readonly operatorId: string; readonly event: OperatorEvent }
  | { readonly kind: "snapshotWritten"; readonly checkpointId: CheckpointId; readonly path: string }
  | { readonly kind: "snapshotFailed"; readonly checkpointId: CheckpointId; readonly failure: StorageFailure }
  | { readonly kind: "portReply"; readonly requestId: number; readonly reply: PortReply }
  /** A record typed by a person into a manual source, or another message for one operator. */
  | { readonly kind: "userInput"; readonly operatorId: string; readonly input: unknown }
  | { readonly kind: "cancel" };

/**
 * Writes the parts of a snapshot, one behind the other, to a file of durable storage; completion arrives as mail `snapshotWritten`
 * or `snapshotFailed`.
 */
export interface SnapshotWriter {
  write(checkpointId: CheckpointId, parts: readonly Uint8Array[]): void;
}

/**
 * Staging area of two-phase sinks, keyed by transaction id. `stage` is idempotent per id and durable before the checkpoint
 * that contains it completes; `commit` publishes exactly once however often it is called; `abort` forgets a staged one.
 * Calls are ordered; failures of the store fail the task.
 */
export interface TransactionStore {
  stage(transaction: string, target: string, bytes: Uint8Array): void;
  commit(transaction: string): void;
  abort(transaction: string): void;
}

/** Asks the outside world (files, network, databases). Requests are plain data; the reply arrives as mail `portReply`. */
export interface PortGateway {
  /** Returns the id that the reply will carry. */
  request(port: string, request: unknown): number;
}

export type PortReply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** The only way from text to functions (SB1, SECURITY.md). */
export interface FunctionCompiler {
  /**
   * Compiles `source`, a JavaScript expression or function body over `parameters`. `guard` says what is done around each call.
   * Throws `FunctionError` with line and column when it does not parse or uses what is not there.
   */
  compile(source: FunctionSource, guard?: CallGuard): (...args: readonly unknown[]) => unknown;
}

/** What came of a step. `canceled`: broken off, so what the channels of the task hold is lost; `finished`: they keep it. */
export type Progress = "worked" | "idle" | "blocked" | "finished" | "canceled";

/**
 * One subtask: a state machine with one verb. Built by `createTask`. Never awaits; the host acts on the return value alone.
 * A `step` that throws has failed the task: the host reports FAILED with `taskFailure(error)` and drops it.
 */
export interface Task {
  /** Handles mail, due timers, then at most `budget` elements. */
  step(budget: number): Progress;
  post(mail: Mail): void;
  /** Processing time at which the task wants to be stepped again without any input; Infinity when there is none. */
  nextTimerAt(): Timestamp;
  /** End of the service time of the record in hand (see `Environment.serviceTimeMs`); -Infinity when none is in hand. */
  readonly busyUntil: Timestamp;
  /** Releases functions and channels. Safe in any state. */
  close(): void;
}

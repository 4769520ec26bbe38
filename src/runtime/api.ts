import type { CheckpointId, OperatorIndex, SubtaskIndex } from "../stream/indices.ts";
import type { RestoredOperatorState } from "../graph/snapshot.ts";
import type { LogEventBody } from "../observe/event.ts";
import type { Random } from "../base/random.ts";
import type { FunctionSource } from "../expression/function-source.ts";
import type { Schema } from "../stream/logical-type.ts";
import type { Collector, Row } from "../stream/row.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { Clock, PortGateway, PortReply, TransactionStore } from "./environment.ts";
import type { FormatFinder } from "./format.ts";
import type { GuestParameter } from "../stream/guest-parameter.ts";
import type { KeyedState } from "./state/keyed-state.ts";
import type { OperatorStates } from "./state/operator-state.ts";
import type { TimerCallback, TimerService } from "./time/timer-service.ts";

export type { PortReply } from "./environment.ts";

/**
 * What authors of operators, sources and sinks import for the running half of a folder (`operator.ts`, `reader.ts`, `writer.ts`). Its
 * other half, the descriptor of `graph/descriptor.ts`, draws and checks; the two share a name, and the type of the configuration, which
 * the compiler checked with the descriptor's schema and a deployment carries as plain data. [OP11]
 */
export interface OperatorFactory<Config = unknown> {
  /** `OperatorDescriptor.type`. */
  readonly type: string;
  /** Each record in gives one out on the main output at once, or none (`Operator.takeDropped`), and nothing else does. [OB40] */
  readonly givesAtMostOne?: true;
  /** Builds one subtask's instance. Called tail to head, so `context.output` is already the rest of the chain. */
  createOperator(config: Config, context: OperatorContext): Operator;
}

/**
 * One operator of one subtask: closures over its context. All calls come from the task's one thread, between them nothing
 * else runs. Operators are synchronous and may always emit.
 */
export interface Operator {
  /** One collector per input, in port order. Called with the current key set when the input is keyed. */
  readonly inputs: readonly Collector[];
  /** Before the first element, after state was restored. */
  open?(): void;
  /** Of an operator that gives at most one record for each: for how many it gave none, since it was asked last. Absent: for none. */
  takeDropped?(): number;
  /** After the event timers that are due have fired. Default: forwarded. An override forwards through `context.emitWatermark`. */
  onWatermark?(timestamp: Timestamp): void;
  /** Default: forwarded. */
  onWatermarkStatus?(idle: boolean): void;
  /** The processing-time tick that `context.scheduleTick` asked for. */
  onTick?(now: Timestamp): void;
  /** Head to tail, before the barrier is forwarded: the last chance to emit in front of it. */
  prepareSnapshotPreBarrier?(checkpointId: CheckpointId): void;
  /** Tail to head. Keyed state and timers are snapshotted by the task; this is for writing operator state. */
  snapshotState?(checkpointId: CheckpointId): void;
  onCheckpointComplete?(checkpointId: CheckpointId): void;
  onCheckpointAborted?(checkpointId: CheckpointId): void;
  /** Input `input` will bring no more records. */
  endInput?(input: number): void;
  /** All inputs ended by drain: flush everything. */
  finish?(): void;
  /** Releases resources; emits nothing. */
  close?(): void;
  onPortReply?(requestId: number, reply: PortReply): void;
  onUserInput?(input: unknown): void;
}

export interface OperatorContext {
  readonly operatorId: string;
  readonly name: string;
  readonly subtask: SubtaskIndex;
  readonly parallelism: number;
  readonly maxParallelism: number;
  readonly attempt: number;
  /** Schemas of the inputs, in port order. */
  readonly inputSchemas: readonly Schema[];
  /** Schema of the main output; of a side output: `sideOutputSchema`. */
  readonly outputSchema: Schema;
  sideOutputSchema(tag: string): Schema;
  /** The rest of the chain, or the record writer. */
  readonly output: Collector;
  /** Collector of a side output; one that drops when nothing is connected to it. */
  sideOutput(tag: string): Collector;
  emitWatermark(timestamp: Timestamp): void;
  emitWatermarkStatus(idle: boolean): void;
  /** Watermark the operator has seen; `minTimestamp` before any. */
  readonly currentWatermark: Timestamp;
  readonly clock: Clock;
  readonly random: Random;
  /** Keyed state of the current key. Only operators on keyed inputs have it; others fail with a clear message. */
  readonly keyedState: KeyedState;
  readonly operatorState: OperatorStates;
  /** Timer service named `name`, its callback and the codec of its namespaces. Keyed operators only. */
  timers<Namespace>(name: string, callback: TimerCallback<Namespace>): TimerService<Namespace>;
  readonly functions: OperatorFunctions;
  readonly ports: PortGateway;
  readonly transactions: TransactionStore;
  /** `pipeline.auto-watermark-interval` in milliseconds; 0 = no periodic watermarks. */
  readonly autoWatermarkIntervalMs: number;
  readonly checkpointingEnabled: boolean;
  readonly restored: boolean;
  /** Asks for one `onTick` at processing time `at`; a later call replaces an earlier one. */
  scheduleTick(at: Timestamp): void;
  /** True when every record's events are wanted. Check it before building an event per record. */
  readonly tracesRecords: boolean;
  /** Logs an event of this operator: `build` gets its index in the chain. */
  trace(build: (operator: OperatorIndex) => LogEventBody): void;
  /** Counts a late record that was dropped (`numLateRecordsDropped`). */
  countLateDropped(): void;
  /** Clock that stands still while the task is back pressured: idleness is measured with it. */
  readonly activeClock: Clock;
}

/** Compiles the user functions of one operator; their errors name it and the record. */
export interface OperatorFunctions {
  /**
   * Each parameter says how what it is called with crosses to the function. `convert` reads each result once, checks it and makes of it
   * a value of the host; what it throws is an error of the function.
   */
  compile<Result = unknown>(source: OperatorFunction, convert: (result: unknown) => Result): (...args: readonly unknown[]) => Result;
}

/** Text of a user function with its parameters. */
export interface OperatorFunction extends Pick<FunctionSource, "field" | "source"> {
  readonly parameters: readonly GuestParameter[];
}

/** FLIP-27 source: an enumerator on the coordinator hands splits to a reader per subtask. Splits are plain JSON values. */
export interface SourceFactory<Config = unknown> {
  /** `OperatorDescriptor.type`. */
  readonly type: string;
  createEnumerator(config: Config, context: EnumeratorContext): SplitEnumerator;
  createReader(config: Config, context: ReaderContext): SourceReader;
}

export interface SplitEnumerator {
  start(): void;
  handleSplitRequest(subtask: SubtaskIndex): void;
  addReader(subtask: SubtaskIndex): void;
  /** Splits assigned to `subtask` since the checkpoint it restarts from. */
  addSplitsBack(splits: readonly unknown[], subtask: SubtaskIndex): void;
  handleSourceEvent?(subtask: SubtaskIndex, event: unknown): void;
  /** Plain JSON. Splits already assigned are not part of it. */
  snapshotState(checkpointId: CheckpointId): unknown;
}

export interface EnumeratorContext {
  readonly parallelism: number;
  /** What `snapshotState` returned, when restoring. */
  readonly restored: unknown;
  assignSplits(subtask: SubtaskIndex, splits: readonly unknown[]): void;
  signalNoMoreSplits(subtask: SubtaskIndex): void;
}

export type InputStatus = "moreAvailable" | "nothingAvailable" | "endOfInput";

export interface SourceReader {
  start?(): void;
  /** Emits at most `limit` records and says what is next. Never waits. */
  pollNext(output: SourceOutput, limit: number): InputStatus;
  addSplits(splits: readonly unknown[]): void;
  notifyNoMoreSplits(): void;
  /** Splits with their positions, as plain JSON: where reading goes on after a restore. */
  snapshotState(checkpointId: CheckpointId): readonly unknown[];
  onCheckpointComplete?(checkpointId: CheckpointId): void;
  onPortReply?(requestId: number, reply: PortReply): void;
  onUserInput?(input: unknown): void;
  /** Processing time at which the reader has something again though no mail comes (rate limits). Infinity: none. */
  nextAvailableAt?(): Timestamp;
  close?(): void;
}

export interface SourceOutput {
  /**
   * Emits record number `position` of split `split`, counted from 1 over all attempts, as the split's own state does. `timestamp` is the
   * source's own, `noTimestamp` without one.
   */
  emit(row: Row, timestamp: Timestamp, split: string, position: number): void;
}

export interface ReaderContext {
  readonly subtask: SubtaskIndex;
  readonly parallelism: number;
  readonly outputSchema: Schema;
  readonly clock: Clock;
  readonly random: Random;
  readonly ports: PortGateway;
  readonly functions: OperatorFunctions;
  readonly formats: FormatFinder;
  /** Asks the enumerator for a split. */
  requestSplit(): void;
  sendSourceEvent(event: unknown): void;
}

/** Sink V2. `createCommitter` makes it a two-phase sink. */
export interface SinkFactory<Config = unknown> {
  /** `OperatorDescriptor.type`. */
  readonly type: string;
  createWriter(config: Config, context: SinkWriterContext): SinkWriter;
  createCommitter?(config: Config, context: CommitterContext): Committer;
}

export interface SinkWriter {
  readonly write: Collector;
  /** Publishes what is buffered; `endOfInput` when nothing will follow. */
  flush?(endOfInput: boolean): void;
  /** Closes the open transaction and returns its committables (plain JSON). Committing sinks only. */
  prepareCommit?(checkpointId: CheckpointId): readonly unknown[];
  /** Elements for the writer's own state (plain JSON, split-distributed), handed back as `context.restoredState`. */
  snapshotState?(checkpointId: CheckpointId): readonly unknown[];
  onWatermark?(timestamp: Timestamp): void;
  close?(): void;
}

export interface SinkWriterContext {
  readonly name: string;
  readonly operatorId: string;
  readonly subtask: SubtaskIndex;
  readonly parallelism: number;
  readonly attempt: number;
  readonly inputSchema: Schema;
  readonly clock: Clock;
  readonly transactions: TransactionStore;
  readonly formats: FormatFinder;
  readonly checkpointingEnabled: boolean;
  readonly restoredState: readonly unknown[];
  /** Checkpoint this attempt was restored from; undefined for a fresh start. */
  readonly restoredCheckpointId: CheckpointId | undefined;
  readonly tracesRecords: boolean;
  trace(build: (operator: OperatorIndex) => LogEventBody): void;
  /** Writes a line to the job's standard output (print sink). */
  print(line: string, stream: "stdout" | "stderr"): void;
}

export interface Committer {
  /** Publishes each committable exactly once, however often it is called with it. Throws to fail the task. */
  commit(committables: readonly unknown[]): void;
}

export interface CommitterContext {
  readonly name: string;
  readonly operatorId: string;
  readonly transactions: TransactionStore;
  trace(build: (operator: OperatorIndex) => LogEventBody): void;
}

/** What runs, by its name in job JSON. Built by `app/`, passed in; nothing below `app/` knows the registries. */
export interface RuntimeCatalog extends FormatFinder {
  findOperator(type: string): OperatorFactory | undefined;
  findSource(type: string): SourceFactory | undefined;
  findSink(type: string): SinkFactory | undefined;
}

/** Restored state of one operator with the bytes it refers to. */
export interface OperatorRestore {
  readonly state: RestoredOperatorState;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

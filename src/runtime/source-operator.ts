import type { SourcePace } from "../graph/stream-graph.ts";
import type { LogEventBody } from "../observe/event.ts";
import { rowLogText } from "../stream/row-text.ts";
import type { Collector } from "../stream/row.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { OperatorIndex } from "../stream/indices.ts";
import { maxTimestamp } from "../stream/timestamp.ts";
import type { InputStatus, Operator, OperatorContext, SourceFactory, SourceOutput, SourceReader } from "./api.ts";
import type { OperatorEvent } from "./environment.ts";
import { FileError, type FormatFinder } from "./format.ts";
import { PacedReader } from "./paced-reader.ts";
import { errorOf, type FailingOperator } from "./task-failure.ts";

const stateName = "splits";

export interface SourceOperatorOptions {
  readonly factory: SourceFactory;
  readonly config: unknown;
  readonly context: OperatorContext;
  readonly formats: FormatFinder;
  /** Absent: the source's own. */
  readonly pace: SourcePace | undefined;
  /** Its place in its chain. */
  readonly index: OperatorIndex;
  sendEvent(event: OperatorEvent): void;
  trace(event: LogEventBody): void;
}

/** A FLIP-27 source in a task (SourceOperator): the head of its chain, without inputs. */
export interface SourceOperator extends Operator {
  /** The rest of the chain. */
  readonly output: Collector;
  /** Where the reader emits into; before the first `poll`. */
  attach(collect: Collector): void;
  /** Has the reader emit at most `limit` records; returns what it said. */
  poll(limit: number): InputStatus;
  handleEvent(event: OperatorEvent): void;
  /** Event time is over: nothing can be late any more. */
  emitMaxWatermark(): void;
  nextAvailableAt(): Timestamp;
}

export function createSourceOperator(options: SourceOperatorOptions): SourceOperator {
  const { context, factory, config, pace } = options;
  const own = factory.createReader(config, {
    subtask: context.subtask,
    parallelism: context.parallelism,
    outputSchema: context.outputSchema,
    clock: context.clock,
    random: context.random,
    ports: context.ports,
    functions: context.functions,
    formats: options.formats,
    requestSplit: () => options.sendEvent({ kind: "requestSplit" }),
    sendSourceEvent: (event) => options.sendEvent({ kind: "sourceEvent", event }),
  });
  const reader = pace === undefined ? own : new PacedReader(own, pace, context);
  const state = context.operatorState.list<unknown>(stateName, "split");
  let output = readOutput(options, context.output);
  return {
    inputs: [],
    output: context.output,
    open() {
      const restored = state.get();
      if (restored.length > 0) reader.addSplits(restored);
      options.sendEvent({ kind: "readerRegistered" });
      reader.start?.();
    },
    attach(collect) {
      output = readOutput(options, collect);
    },
    poll(limit) {
      try {
        return reader.pollNext(output, limit);
      } catch (error) {
        throw readerError(options, error);
      }
    },
    handleEvent: (event) => handleEvent(reader, event),
    emitMaxWatermark: () => context.emitWatermark(maxTimestamp),
    nextAvailableAt: () => reader.nextAvailableAt?.() ?? Infinity,
    snapshotState: (checkpointId) => state.update(reader.snapshotState(checkpointId)),
    onCheckpointComplete: (checkpointId) => reader.onCheckpointComplete?.(checkpointId),
    onPortReply(requestId, reply) {
      try {
        reader.onPortReply?.(requestId, reply);
      } catch (error) {
        throw errorOf(failingSource(options), error);
      }
    },
    onUserInput: (input) => reader.onUserInput?.(input),
    close: () => reader.close?.(),
  };
}

const failingSource = ({ index, context: { name } }: SourceOperatorOptions): FailingOperator => ({ index, name });

/** What came of a poll: the reader's own error, or one of the operators behind it, which say so where records are in the log. [UI82] */
const readerError = (options: SourceOperatorOptions, error: unknown): unknown =>
  FileError.is(error) || options.context.tracesRecords ? errorOf(failingSource(options), error) : error;

/** The reader's way into `collect`, with its reads in the log where records are. */
function readOutput({ context, trace }: SourceOperatorOptions, collect: Collector): SourceOutput {
  if (!context.tracesRecords) return { emit: collect };
  const text = rowLogText(context.outputSchema);
  return {
    emit(row, timestamp, split, position) {
      trace({ kind: "read", split, position: String(position), text: text(row) });
      collect(row, timestamp);
    },
  };
}

function handleEvent(reader: SourceReader, event: OperatorEvent): void {
  switch (event.kind) {
    case "addSplits":
      return reader.addSplits(event.splits);
    case "noMoreSplits":
      return reader.notifyNoMoreSplits();
    case "sourceEvent":
    case "readerRegistered":
    case "requestSplit":
      throw new TypeError(`[TK12] an enumerator does not send ${event.kind}`);
  }
}

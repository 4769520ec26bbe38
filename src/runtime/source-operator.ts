import { rowLogText } from "../stream/row-text.ts";
import type { Collector } from "../stream/row.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import { maxTimestamp } from "../stream/timestamp.ts";
import type { InputStatus, Operator, OperatorContext, SourceDefinition, SourceOutput, SourceReader } from "./api.ts";
import type { OperatorEvent } from "./environment.ts";
import type { FormatFinder } from "./format.ts";
import type { LogEventBody } from "../observe/event.ts";

const stateName = "splits";

/** Records a reader may emit per call where nobody looks at single records. */
const freeRunningBatch = 64;

export interface SourceOperatorOptions {
  readonly definition: SourceDefinition;
  readonly config: unknown;
  readonly context: OperatorContext;
  readonly formats: FormatFinder;
  /** One record at a time: its events are wanted, or it takes service time. */
  readonly stepwise: boolean;
  sendEvent(event: OperatorEvent): void;
  trace(event: LogEventBody): void;
}

/** A FLIP-27 source in a task (SourceOperator, semantics 9.1): the head of its chain, without inputs. */
export interface SourceOperator extends Operator {
  /** The rest of the chain. */
  readonly output: Collector;
  /** Has the reader emit into `collect`; returns what it said. */
  poll(collect: Collector): InputStatus;
  handleEvent(event: OperatorEvent): void;
  /** Event time is over: nothing can be late any more. */
  emitMaxWatermark(): void;
  nextAvailableAt(): Timestamp;
}

export function sourceOperator(options: SourceOperatorOptions): SourceOperator {
  const { context, definition, config } = options;
  const reader = definition.createReader(config, {
    subtask: context.subtask,
    parallelism: context.parallelism,
    outputSchema: context.outputSchema,
    clock: context.clock,
    random: context.random,
    ports: context.ports,
    functions: context.functions,
    formats: options.formats,
    batch: options.stepwise ? 1 : freeRunningBatch,
    tracesRecords: context.tracesRecords,
    requestSplit: () => options.sendEvent({ kind: "requestSplit" }),
    sendSourceEvent: (event) => options.sendEvent({ kind: "sourceEvent", event }),
  });
  const state = context.operatorState.list<unknown>(stateName, "split");
  const outputTo = sourceOutputs(options);
  return {
    inputs: [],
    output: context.output,
    open() {
      const restored = state.get();
      if (restored.length > 0) reader.addSplits(restored);
      options.sendEvent({ kind: "readerRegistered" });
      reader.start?.();
    },
    poll: (collect) => reader.pollNext(outputTo(collect)),
    handleEvent: (event) => handleEvent(reader, event),
    emitMaxWatermark: () => context.emitWatermark(maxTimestamp),
    nextAvailableAt: () => reader.nextAvailableAt?.() ?? Infinity,
    snapshotState(checkpointId) {
      state.update(reader.snapshotState(checkpointId));
    },
    onCheckpointComplete: (checkpointId) => reader.onCheckpointComplete?.(checkpointId),
    onPortReply: (requestId, reply) => reader.onPortReply?.(requestId, reply),
    onUserInput: (input) => reader.onUserInput?.(input),
    close: () => reader.close?.(),
  };
}

/** The output handed to the reader, made once per collector. */
function sourceOutputs({ context, trace }: SourceOperatorOptions): (collect: Collector) => SourceOutput {
  let last: { readonly collect: Collector; readonly output: SourceOutput } | undefined;
  const text = rowLogText(context.outputSchema);
  const counts = new Map<string, number>();
  const traced = (collect: Collector): SourceOutput => ({
    emit(row, timestamp, split) {
      const count = (counts.get(split) ?? 0) + 1;
      counts.set(split, count);
      trace({ kind: "read", split, position: String(count), text: text(row) });
      collect(row, timestamp);
    },
  });
  return (collect) => {
    if (last?.collect !== collect) last = { collect, output: context.tracesRecords ? traced(collect) : { emit: collect } };
    return last.output;
  };
}

function handleEvent(reader: SourceReader, event: OperatorEvent): void {
  switch (event.kind) {
    case "addSplits":
      return reader.addSplits(event.splits);
    case "noMoreSplits":
      return reader.notifyNoMoreSplits();
    case "sourceEvent":
      return reader.handleSourceEvent?.(event.event);
    case "readerRegistered":
    case "requestSplit":
      throw new TypeError(`[TK12] an enumerator does not send ${event.kind}`);
  }
}

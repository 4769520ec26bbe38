import type { LogEventBody } from "../observe/event.ts";
import { rowLogText } from "../stream/row-text.ts";
import type { Collector, Row } from "../stream/row.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import { maxTimestamp } from "../stream/timestamp.ts";
import type { InputStatus, Operator, OperatorContext, SourceDefinition, SourceOutput, SourceReader } from "./api.ts";
import type { OperatorEvent } from "./environment.ts";
import type { FormatFinder } from "./format.ts";
import type { OperatorListState } from "./state/operator-state.ts";

const stateName = "splits";
/** Records read of each split, where they are counted: the position that the log shows goes on after a restore. */
const positionsName = "positions";

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
  const log = new ReadLog(options);
  return {
    inputs: [],
    output: context.output,
    open() {
      const restored = state.get();
      if (restored.length > 0) reader.addSplits(restored);
      options.sendEvent({ kind: "readerRegistered" });
      reader.start?.();
    },
    poll: (collect) => reader.pollNext(log.outputTo(collect)),
    handleEvent: (event) => handleEvent(reader, event),
    emitMaxWatermark: () => context.emitWatermark(maxTimestamp),
    nextAvailableAt: () => reader.nextAvailableAt?.() ?? Infinity,
    snapshotState(checkpointId) {
      state.update(reader.snapshotState(checkpointId));
      log.snapshotState();
    },
    onCheckpointComplete: (checkpointId) => reader.onCheckpointComplete?.(checkpointId),
    onPortReply: (requestId, reply) => reader.onPortReply?.(requestId, reply),
    onUserInput: (input) => reader.onUserInput?.(input),
    close: () => reader.close?.(),
  };
}

interface ReadPosition {
  readonly split: string;
  readonly records: number;
}

/** The reader's way out. Where records are traced each is logged and counted; elsewhere it is the chain itself. */
class ReadLog {
  readonly #options: SourceOperatorOptions;
  readonly #text: (row: Row) => string;
  readonly #state: OperatorListState<ReadPosition> | undefined;
  readonly #records = new Map<string, number>();
  #last: { readonly collect: Collector; readonly output: SourceOutput } | undefined;

  constructor(options: SourceOperatorOptions) {
    const { context } = options;
    this.#options = options;
    this.#text = rowLogText(context.outputSchema);
    if (!context.tracesRecords) return;
    this.#state = context.operatorState.list<ReadPosition>(positionsName, "split");
    for (const { split, records } of this.#state.get()) this.#records.set(split, records);
  }

  outputTo(collect: Collector): SourceOutput {
    if (this.#last?.collect !== collect) this.#last = { collect, output: this.#createOutput(collect) };
    return this.#last.output;
  }

  snapshotState(): void {
    this.#state?.update([...this.#records].map(([split, records]) => ({ split, records })));
  }

  #createOutput(collect: Collector): SourceOutput {
    if (!this.#options.context.tracesRecords) return { emit: collect };
    return {
      emit: (row, timestamp, split) => {
        const records = (this.#records.get(split) ?? 0) + 1;
        this.#records.set(split, records);
        this.#options.trace({ kind: "read", split, position: String(records), text: this.#text(row) });
        collect(row, timestamp);
      },
    };
  }
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

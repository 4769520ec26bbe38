import { assert } from "../base/assert.ts";
import type { CheckpointId } from "../stream/indices.ts";
import type { SinkFactory, SinkWriterContext } from "./api.ts";
import type { Operator, OperatorContext } from "./api.ts";
import type { FormatFinder } from "./format.ts";
import { checkpointAfter, toCheckpointId } from "../stream/indices.ts";
import { RowKind } from "../stream/row.ts";
import { noTimestamp } from "../stream/timestamp.ts";

const stateName = "writer-state";

export interface SinkOperatorOptions {
  readonly factory: SinkFactory;
  readonly config: unknown;
  readonly context: OperatorContext;
  readonly formats: FormatFinder;
  readonly restoredCheckpointId: CheckpointId | undefined;
}

/** The writer node of a Sink V2 (SinkWriterOperator). Its output are committables, all before the barrier. */
export function createSinkWriterOperator(options: SinkOperatorOptions): Operator {
  const { factory, config, context } = options;
  const state = context.operatorState.list<unknown>(stateName, "split");
  const writer = factory.createWriter(config, writerContext(options, state.get()));
  const subtask = context.subtask;
  let lastCheckpointId = options.restoredCheckpointId ?? toCheckpointId(0);
  let ended = false;

  const commitTo = (checkpointId: CheckpointId): void => {
    const committables = writer.prepareCommit?.(checkpointId) ?? [];
    if (factory.createCommitter === undefined) return;
    context.output({ $kind: RowKind.insert, checkpointId, subtask, committables }, noTimestamp);
  };
  return {
    inputs: [writer.write],
    onWatermark(timestamp) {
      writer.onWatermark?.(timestamp);
      context.emitWatermark(timestamp);
    },
    prepareSnapshotPreBarrier(checkpointId) {
      lastCheckpointId = checkpointId;
      if (ended) return;
      writer.flush?.(false);
      commitTo(checkpointId);
    },
    snapshotState(checkpointId) {
      if (writer.snapshotState !== undefined) state.update(writer.snapshotState(checkpointId));
    },
    endInput() {
      assert(!ended, "[TK14] the input of a sink ends once");
      ended = true;
      writer.flush?.(true);
      commitTo(checkpointAfter(lastCheckpointId));
    },
    close() {
      writer.close?.();
    },
  };
}

function writerContext(options: SinkOperatorOptions, restoredState: readonly unknown[]): SinkWriterContext {
  const { context } = options;
  return {
    name: context.name,
    operatorId: context.operatorId,
    subtask: context.subtask,
    parallelism: context.parallelism,
    attempt: context.attempt,
    inputSchema: context.inputSchemas[0] ?? { fields: [] },
    clock: context.clock,
    transactions: context.transactions,
    formats: options.formats,
    checkpointingEnabled: context.checkpointingEnabled,
    restoredState,
    restoredCheckpointId: options.restoredCheckpointId,
    tracesRecords: context.tracesRecords,
    trace: context.trace,
    print: (line, stream) => context.trace((operator) => ({ kind: "userLog", operator, text: line, stream })),
  };
}

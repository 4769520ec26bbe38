import type { SubtaskIndex } from "../../stream/indices.ts";
import type { EnumeratorContext, ReaderContext, SourceFactory, SourceReader, SplitEnumerator } from "../../runtime/api.ts";
import { rowFromJson } from "../../stream/json-value.ts";
import { noTimestamp } from "../../stream/timestamp.ts";
import type { ManualConfig } from "./descriptor.ts";

export const manualFactory: SourceFactory<ManualConfig> = {
  type: "manual",
  createEnumerator: (_config, context) => typedRecords(context),
  createReader: createManualReader,
};

/** A typed record on its way: its number makes it one of a kind. */
interface TypedRecord {
  readonly id: string;
  readonly row: unknown;
}

interface EnumeratorState {
  readonly next: number;
  readonly waiting: readonly TypedRecord[];
}

/** Makes a split of every record a reader was given, and hands it back to that reader: from then on it is tracked like any split. */
function typedRecords(context: EnumeratorContext): SplitEnumerator {
  const restored = context.restored as EnumeratorState | undefined;
  let next = restored?.next ?? 1;
  const waiting: TypedRecord[] = [...(restored?.waiting ?? [])];
  const assignWaiting = (subtask: SubtaskIndex): void => {
    if (waiting.length > 0) context.assignSplits(subtask, waiting.splice(0));
  };
  return {
    start() {},
    handleSplitRequest: assignWaiting,
    addReader: assignWaiting,
    addSplitsBack(splits) {
      waiting.push(...splits.map((split) => split as TypedRecord));
    },
    handleSourceEvent(subtask, row) {
      context.assignSplits(subtask, [{ id: String(next++), row } satisfies TypedRecord]);
    },
    snapshotState: (): EnumeratorState => ({ next, waiting: [...waiting] }),
  };
}

function createManualReader(_config: ManualConfig, context: ReaderContext): SourceReader {
  const makeRow = rowFromJson(context.outputSchema);
  const records: TypedRecord[] = [];
  return {
    pollNext(output) {
      const record = records.shift();
      if (record === undefined) return "nothingAvailable";
      output.emit(makeRow(record.row), noTimestamp, record.id, 1);
      return records.length > 0 ? "moreAvailable" : "nothingAvailable";
    },
    addSplits(added) {
      records.push(...added.map((split) => split as TypedRecord));
    },
    notifyNoMoreSplits() {},
    onUserInput(input) {
      makeRow(input);
      context.sendSourceEvent(input);
    },
    snapshotState: () => [...records],
  };
}

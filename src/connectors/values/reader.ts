import { rowFromJson } from "../../stream/json-value.ts";
import type { Row } from "../../stream/row.ts";
import { noTimestamp } from "../../stream/timestamp.ts";
import type { InputStatus, ReaderContext, SourceFactory, SourceOutput, SourceReader } from "../../runtime/api.ts";
import { splitRange, type RangeSplit } from "../bounded-ranges.ts";
import { createListEnumerator } from "../split-assigner.ts";
import type { ValuesConfig } from "./descriptor.ts";

export const valuesFactory: SourceFactory<ValuesConfig> = {
  type: "values",
  createEnumerator: ({ rows }, context) => createListEnumerator(splitRange(rows.length, context.parallelism), context),
  createReader: createValuesReader,
};

/** Range split that also counts how often it was read to its end. */
interface ValuesSplit extends RangeSplit {
  readonly first?: number;
  readonly round?: number;
}

interface OpenSplit {
  readonly id: string;
  readonly first: number;
  readonly to: number;
  next: number;
  round: number;
}

/** Reads ranges of the configured list. A repeating reader goes through its splits for ever, one row of each in turn. */
function createValuesReader(config: ValuesConfig, context: ReaderContext): SourceReader {
  const makeRow = rowFromJson(context.outputSchema);
  const splits: OpenSplit[] = [];
  let noMoreSplits = false;
  let readableAt = -Infinity;

  const rowAt = (split: OpenSplit): Row => {
    const row = makeRow(config.rows[split.next] ?? []);
    const { advance } = config;
    if (advance !== undefined && split.round > 0) shiftTime(row, advance.field, advance.ms * split.round);
    return row;
  };

  /** Emits one row of the first split; false when there was none to read. A repeating reader then turns to its next split. */
  const emitOne = (output: SourceOutput): boolean => {
    const split = splits[0];
    if (split === undefined) return false;
    const position = split.round * (split.to - split.first) + split.next - split.first + 1;
    output.emit(rowAt(split), noTimestamp, split.id, position);
    split.next++;
    if (config.repeat) {
      if (split.next === split.to) {
        split.next = split.first;
        split.round++;
      }
      splits.push(split);
      splits.shift();
    } else if (split.next === split.to) {
      splits.shift();
      context.requestSplit();
    }
    return true;
  };

  return {
    start() {
      if (splits.length === 0) context.requestSplit();
    },
    pollNext(output, limit): InputStatus {
      if (splits.length === 0) return noMoreSplits ? "endOfInput" : "nothingAvailable";
      if (config.intervalMs > 0 && context.clock.now() < readableAt) return "nothingAvailable";
      const atOnce = config.intervalMs > 0 ? 1 : limit;
      let emitted = 0;
      while (emitted < atOnce && emitOne(output)) emitted++;
      if (emitted > 0 && config.intervalMs > 0) readableAt = context.clock.now() + config.intervalMs;
      if (splits.length > 0) return config.intervalMs > 0 ? "nothingAvailable" : "moreAvailable";
      return noMoreSplits ? "endOfInput" : "nothingAvailable";
    },
    addSplits(added) {
      for (const split of added) splits.push(openSplit(split as ValuesSplit));
    },
    notifyNoMoreSplits() {
      noMoreSplits = true;
    },
    snapshotState: () => splits.map(({ id, first, next, to, round }) => ({ id, first, from: next, to, round })),
    nextAvailableAt: () => (config.intervalMs > 0 && splits.length > 0 ? readableAt : Infinity),
  };
}

function openSplit(split: ValuesSplit): OpenSplit {
  return { id: split.id, first: split.first ?? split.from, next: split.from, to: split.to, round: split.round ?? 0 };
}

function shiftTime(row: Row, field: string, byMs: number): void {
  const value = row[field];
  if (typeof value === "number") row[field] = value + byMs;
}

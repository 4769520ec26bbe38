import { rowFromParts } from "../../stream/row-from-parts.ts";
import { noTimestamp } from "../../stream/timestamp.ts";
import type { InputStatus, ReaderContext, SourceFactory, SourceOutput, SourceReader } from "../../runtime/api.ts";
import { createListEnumerator } from "../split-assigner.ts";
import type { DatagenConfig } from "./descriptor.ts";
import { createFieldGenerator, type FieldGenerator } from "./field-generator.ts";
import { optionsOf } from "./option-types.ts";

export const datagenFactory: SourceFactory<DatagenConfig> = {
  type: "datagen",
  createEnumerator: (_config, context) => createListEnumerator(subtaskSplits(context.parallelism), context),
  createReader: createDatagenReader,
};

/** A subtask's share: `part` of `of` parts; `taken` values of each sequence were emitted. */
interface DatagenSplit {
  readonly id: string;
  readonly part: number;
  readonly of: number;
  readonly taken: number;
}

/** One split per subtask of the first start: the subtask's share of the rows and of every sequence. */
function subtaskSplits(parallelism: number): readonly DatagenSplit[] {
  return Array.from({ length: parallelism }, (_, part) => ({ id: String(part), part, of: parallelism, taken: 0 }));
}

interface OpenSplit {
  readonly id: string;
  readonly part: number;
  readonly of: number;
  taken: number;
  /** Rows emitted since this start; not part of the state. */
  emitted: number;
  readonly limit: number;
}

const second = 1000;

/** Emits a subtask's share of `rows-per-second` in a burst, then waits for the next second (Flink: DataGeneratorSource.run). */
function createDatagenReader(config: DatagenConfig, context: ReaderContext): SourceReader {
  const generators = context.outputSchema.fields.map((field) => createFieldGenerator(field, optionsOf(config, field.name)));
  const makeRow = rowFromParts(context.outputSchema, generators.map(({ valueAt }) => valueAt));
  const perSecond = Math.ceil(config.rowsPerSecond / context.parallelism);
  const seat = { random: context.random, now: () => context.clock.now() };
  const splits: OpenSplit[] = [];
  let noMoreSplits = false;
  let burstEndsAt = -Infinity;
  let leftInBurst = 0;

  /** Drops finished splits and asks for another when none is left. */
  const dropExhausted = (): void => {
    const before = splits.length;
    while (splits[0] !== undefined && rowsLeft(splits[0], generators) <= 0) splits.shift();
    if (before > 0 && splits.length === 0) context.requestSplit();
  };

  const emitRows = (output: SourceOutput, split: OpenSplit, rows: number): void => {
    for (let left = rows; left > 0; left--) {
      output.emit(makeRow(split.part + split.taken * split.of, seat), noTimestamp, split.id, split.taken + 1);
      split.taken++;
      split.emitted++;
    }
  };

  return {
    start() {
      if (splits.length === 0) context.requestSplit();
      else dropExhausted();
    },
    pollNext(output, limit): InputStatus {
      const now = context.clock.now();
      if (now >= burstEndsAt) {
        burstEndsAt = now + second;
        leftInBurst = perSecond;
      }
      let room = Math.min(limit, leftInBurst);
      dropExhausted();
      for (let split = splits[0]; room > 0 && split !== undefined; split = splits[0]) {
        const rows = Math.min(room, rowsLeft(split, generators));
        emitRows(output, split, rows);
        room -= rows;
        leftInBurst -= rows;
        dropExhausted();
      }
      if (splits.length === 0) return noMoreSplits ? "endOfInput" : "nothingAvailable";
      return leftInBurst > 0 ? "moreAvailable" : "nothingAvailable";
    },
    addSplits(added) {
      for (const split of added) splits.push(openSplit(split as DatagenSplit, config));
    },
    notifyNoMoreSplits() {
      noMoreSplits = true;
    },
    snapshotState: () => splits.map(({ id, part, of, taken }): DatagenSplit => ({ id, part, of, taken })),
    nextAvailableAt: () => (splits.length > 0 && leftInBurst === 0 ? burstEndsAt : Infinity),
  };
}

/** number-of-rows is split: the first n mod p parts get one more than floor(n / p). */
function openSplit(split: DatagenSplit, config: DatagenConfig): OpenSplit {
  const { numberOfRows } = config;
  const limit =
    numberOfRows === undefined
      ? Infinity
      : Math.floor(numberOfRows / split.of) + (split.part < numberOfRows % split.of ? 1 : 0);
  return { ...split, emitted: 0, limit };
}

/** Rows that a split has yet to give; 0 or less when it is exhausted. */
function rowsLeft(split: OpenSplit, generators: readonly FieldGenerator[]): number {
  let left = split.limit - split.emitted;
  for (const { count } of generators) left = Math.min(left, Math.ceil((count - split.part) / split.of) - split.taken);
  return left;
}

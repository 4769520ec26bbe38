import type { SourcePace } from "../graph/stream-graph.ts";
import { noCheckpoint } from "../stream/indices.ts";
import type { CheckpointId } from "../stream/indices.ts";
import { PreciseTimestamp } from "../stream/precise-timestamp.ts";
import type { Row } from "../stream/row.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { InputStatus, PortReply, ReaderContext, SourceOutput, SourceReader } from "./api.ts";

/** A record that was read and is not emitted yet. */
interface HeldRecord {
  readonly emitted: Parameters<SourceOutput["emit"]>;
  /** Exactly; it is emitted in the millisecond that this lies in. */
  readonly at: Timestamp;
}

/** When a record is due that was read at `now`, `last` the one before it (-Infinity: none). */
type DueTime = (row: Row, last: Timestamp, now: Timestamp) => Timestamp;

/**
 * A reader at the pace of the run, as Flink's RateLimitedSourceReader is one: what is read, in which order, and what a restored reader goes
 * on with are `reader`'s, only the time at which a record comes is another. [DT50]
 */
export class PacedReader implements SourceReader {
  readonly #reader: SourceReader;
  readonly #clock: ReaderContext["clock"];
  readonly #dueAt: DueTime;
  #held: HeldRecord | undefined;
  #last = -Infinity;
  /** Where reading goes on after a restore: what is held is not emitted, and is read once more. */
  #splits: readonly unknown[] = [];

  constructor(reader: SourceReader, pace: SourcePace, { clock, parallelism }: Pick<ReaderContext, "clock" | "parallelism">) {
    this.#reader = reader;
    this.#clock = clock;
    this.#dueAt = pace.kind === "rate" ? evenly(pace, parallelism) : byEventTime(pace);
  }

  start(): void {
    this.#reader.start?.();
  }

  pollNext(output: SourceOutput, limit: number): InputStatus {
    if (limit < 1) return this.#reader.pollNext(output, limit);
    if (this.#held === undefined) {
      const status = this.#read();
      if (this.#held === undefined) return status;
    }
    const { emitted, at } = this.#held;
    if (Math.floor(at) > this.#clock.now()) return "nothingAvailable";
    this.#held = undefined;
    this.#last = at;
    output.emit(...emitted);
    return "moreAvailable";
  }

  nextAvailableAt(): Timestamp {
    return this.#held === undefined ? (this.#reader.nextAvailableAt?.() ?? Infinity) : Math.floor(this.#held.at);
  }

  addSplits(splits: readonly unknown[]): void {
    this.#reader.addSplits(splits);
    this.#splits = [...this.#splits, ...splits];
  }

  notifyNoMoreSplits(): void {
    this.#reader.notifyNoMoreSplits();
  }

  snapshotState(checkpointId: CheckpointId): readonly unknown[] {
    return this.#held === undefined ? this.#reader.snapshotState(checkpointId) : this.#splits;
  }

  onCheckpointComplete(checkpointId: CheckpointId): void {
    this.#reader.onCheckpointComplete?.(checkpointId);
  }

  onPortReply(requestId: number, reply: PortReply): void {
    this.#reader.onPortReply?.(requestId, reply);
  }

  onUserInput(input: unknown): void {
    this.#reader.onUserInput?.(input);
  }

  close(): void {
    this.#reader.close?.();
  }

  #read(): InputStatus {
    const now = this.#clock.now();
    this.#splits = this.#reader.snapshotState(noCheckpoint);
    const hold: SourceOutput["emit"] = (...emitted) => {
      this.#held = { emitted, at: this.#dueAt(emitted[0], this.#last, now) };
    };
    return this.#reader.pollNext({ emit: hold }, 1);
  }
}

/** Subtasks with something to read share the rate. One that waited for room does not catch up. */
function evenly({ rowsPerSecond, splits }: SourcePace & { readonly kind: "rate" }, parallelism: number): DueTime {
  const intervalMs = (1000 * Math.max(1, Math.min(parallelism, splits))) / rowsPerSecond;
  return (_row, last, now) => Math.max(last + intervalMs, now);
}

/** The first record comes at once, every other one as much later as its time is; none overtakes, and one without a time does not wait. */
function byEventTime({ field, factor }: SourcePace & { readonly kind: "eventTime" }): DueTime {
  let start: { readonly event: number; readonly now: Timestamp } | undefined;
  return (row, last, now) => {
    const value = row[field];
    const event = PreciseTimestamp.is(value) ? value.millisecond : value;
    if (typeof event !== "number" || !Number.isFinite(event)) return Math.max(last, now);
    start ??= { event, now };
    return Math.max(last, start.now + (event - start.event) / factor);
  };
}

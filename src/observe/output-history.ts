import type { CheckpointId, TaskIndex } from "../stream/indices.ts";
import type { LogEvent } from "./event.ts";
import type { SinkFinder } from "./run-sinks.ts";
import { Series } from "./series.ts";

export type OutputStatus = "uncommitted" | "preCommitted" | "committed" | "aborted";

/** `cutOff`: its attempt ended before the row was staged. */
const outcome = { committed: 1, aborted: 2, cutOff: 3 } as const;

/** Columns: number of the `sinkWritten` event, of those that staged and settled the row, how it was settled, who wrote it where. */
const column = { seq: 0, stagedSeq: 1, settledSeq: 2, outcome: 3, writer: 4, sink: 5 } as const;

/** Columns of the rows of one sink: number of the `sinkWritten` event, and of the row among those of all sinks. */
const sinkColumn = { seq: 0, row: 1 } as const;

/** More operators than a chain has: with the subtask they are the number of a writer. */
const operatorsMax = 65_536;

/** What came of the rows of one sink up to the newest event. */
export interface SinkTally {
  /** Rows in the log, of which `open` are neither committed nor thrown away. */
  readonly written: number;
  readonly open: number;
  /** Rows of committed transactions, also of those that a log without records does not show. */
  readonly committed: number;
}

const nothingWritten: SinkTally = { written: 0, open: 0, committed: 0 };

export interface OutputOptions {
  /** Default: no row belongs to a sink. */
  readonly sinkOf?: SinkFinder;
  /** Printed lines stand for the rows of a print sink: in a run whose log has no records. */
  readonly linesAreRows?: boolean;
}

/** Rows of a transaction that is neither committed nor given up. */
interface StagedRows {
  readonly subtask: TaskIndex;
  readonly checkpointId: CheckpointId;
  readonly rows: readonly number[];
}

/** What the sinks wrote, row by row, and what became of it: fed once with every event in order. */
export class OutputHistory {
  readonly rows = new Series(6);
  readonly #sinkOf: SinkFinder;
  readonly #linesAreRows: boolean;
  readonly #tallies = new Map<number, SinkTally>();
  readonly #bySink = new Map<number, Series>();
  /** Writers that stage their rows: what they did not stage is gone with its attempt. Others have written for good. */
  readonly #staging = new Set<number>();
  /** Rows that were not staged, by writer: a subtask may have several in its chain. */
  readonly #open = new Map<number, number[]>();
  readonly #staged = new Map<string, StagedRows>();
  /** Events that threw a row away, by sink. */
  readonly #thrownAway = new Map<number, Series>();
  /** Events by which transactions were committed, the first of each. */
  readonly #commits = new Map<string, number>();

  constructor({ sinkOf = () => -1, linesAreRows = false }: OutputOptions = {}) {
    this.#sinkOf = sinkOf;
    this.#linesAreRows = linesAreRows;
  }

  append({ seq, subtask, body }: LogEvent): void {
    if (body.kind === "sinkWritten" || (this.#linesAreRows && body.kind === "userLog" && body.stream !== undefined)) {
      const writer = subtask * operatorsMax + body.operator;
      const sink = this.#sinkOf(subtask, body.operator);
      const row = this.rows.push(seq, Infinity, Infinity, 0, writer, sink);
      const open = this.#open.get(writer);
      if (open) open.push(row);
      else this.#open.set(writer, [row]);
      this.#rowsOf(sink).push(seq, row);
      this.#count(sink, { written: 1, open: 1 });
    } else if (body.kind === "preCommitted") {
      const writer = subtask * operatorsMax + body.operator;
      const rows = this.#open.get(writer)?.splice(0, body.records) ?? [];
      for (const row of rows) this.rows.set(row, column.stagedSeq, seq);
      this.#staging.add(writer);
      this.#staged.set(`${subtask} ${body.transaction}`, { subtask, checkpointId: body.checkpointId, rows });
    } else if (body.kind === "committed" || body.kind === "aborted") {
      if (body.kind === "committed" && !this.#commits.has(body.transaction)) {
        this.#commits.set(body.transaction, seq);
        this.#count(this.#sinkOf(subtask, body.operator), { committed: body.records });
      }
      this.#settle(`${subtask} ${body.transaction}`, seq, outcome[body.kind]);
    } else if (body.kind === "restoring") {
      // What was staged for a later checkpoint than the one that comes back is not committed any more: its records are read again.
      for (const [key, staged] of this.#staged) {
        const comesBack = staged.checkpointId <= (body.checkpointId ?? 0);
        if (!comesBack && body.subtasks.includes(staged.subtask)) this.#settle(key, seq, outcome.aborted);
      }
    } else if (body.kind === "executionState" && (body.state === "FAILED" || body.state === "CANCELED")) {
      for (const [writer, open] of this.#open) {
        if (Math.floor(writer / operatorsMax) !== subtask) continue;
        for (const row of open) this.#settleRow(row, seq, outcome.cutOff);
        this.#open.delete(writer);
      }
    }
  }

  /** Lets go of rows that were written before event `seq`, from where on the log is kept; the others keep their numbers. [OB5] */
  forget(seq: number): void {
    this.rows.forget(seq);
    for (const rows of [...this.#bySink.values(), ...this.#thrownAway.values()]) rows.forget(seq);
    const first = this.rows.lowerBound(seq);
    for (const open of this.#open.values()) {
      const kept = open.findIndex((row) => row >= first);
      open.splice(0, kept < 0 ? open.length : kept);
    }
    for (const [transaction, committed] of this.#commits) {
      if (committed >= seq) break;
      this.#commits.delete(transaction);
    }
  }

  /** Rows written before event `cursor`. */
  countAt(cursor: number): number {
    return this.rows.lowerBound(cursor);
  }

  /** Places of the rows of one sink that are kept and were written before event `cursor`: from the first one to behind the last one. */
  placesAt(sink: number, cursor: number, from: number): { readonly first: number; readonly end: number } {
    const rows = this.#bySink.get(sink);
    return { first: rows?.lowerBound(from) ?? 0, end: rows?.lowerBound(cursor) ?? 0 };
  }

  tally(sink: number): SinkTally {
    return this.#tallies.get(sink) ?? nothingWritten;
  }

  /** Rows of a sink that stages them which event `cursor` finds thrown away: a failure came before their commit. */
  thrownAwayAt(sink: number, cursor = Infinity): number {
    return this.#thrownAway.get(sink)?.lowerBound(cursor) ?? 0;
  }

  /** Number, among those of all sinks, of the row at a place among those of one. */
  rowAt(sink: number, place: number): number {
    return this.#bySink.get(sink)?.get(place, sinkColumn.row) ?? NaN;
  }

  seqOf(row: number): number {
    return this.rows.get(row, column.seq);
  }

  /** What was known of the row behind `cursor` events. */
  statusAt(row: number, cursor: number): OutputStatus {
    if (this.rows.get(row, column.settledSeq) < cursor) {
      const how = this.rows.get(row, column.outcome);
      if (how === outcome.cutOff && !this.#staging.has(this.rows.get(row, column.writer))) return "uncommitted";
      return how === outcome.committed ? "committed" : "aborted";
    }
    return this.rows.get(row, column.stagedSeq) < cursor ? "preCommitted" : "uncommitted";
  }

  /** Its writer stages what it writes: a row is not there for good before it is committed. */
  stages(row: number): boolean {
    return this.#staging.has(this.rows.get(row, column.writer));
  }

  /** Event that committed the row or threw it away; infinite while neither has happened. */
  settledBy(row: number): number {
    return this.rows.get(row, column.settledSeq);
  }

  /** Event that committed the transaction first; undefined when none did that is kept. */
  commitOf(transaction: string): number | undefined {
    return this.#commits.get(transaction);
  }

  #rowsOf(sink: number): Series {
    let rows = this.#bySink.get(sink);
    if (!rows) this.#bySink.set(sink, (rows = new Series(2)));
    return rows;
  }

  #threwAway(sink: number, seq: number): void {
    let events = this.#thrownAway.get(sink);
    if (!events) this.#thrownAway.set(sink, (events = new Series(1)));
    events.push(seq);
  }

  #settle(transaction: string, seq: number, how: number): void {
    for (const row of this.#staged.get(transaction)?.rows ?? []) this.#settleRow(row, seq, how);
    this.#staged.delete(transaction);
  }

  #settleRow(row: number, seq: number, how: number): void {
    this.rows.set(row, column.settledSeq, seq);
    this.rows.set(row, column.outcome, how);
    const sink = this.rows.get(row, column.sink);
    if (how !== outcome.committed) this.#threwAway(sink, seq);
    this.#count(sink, { open: -1 });
  }

  #count(sink: number, { written = 0, open = 0, committed = 0 }: Partial<SinkTally>): void {
    const tally = this.tally(sink);
    const sum = { written: tally.written + written, open: tally.open + open, committed: tally.committed + committed };
    this.#tallies.set(sink, sum);
  }
}

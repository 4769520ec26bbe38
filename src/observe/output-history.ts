import type { LogEvent } from "./event.ts";
import { Series } from "./series.ts";

export type OutputStatus = "uncommitted" | "preCommitted" | "committed" | "aborted";

/** `cutOff`: its attempt ended before the row was staged. */
const outcome = { committed: 1, aborted: 2, cutOff: 3 } as const;

/** Columns: number of the `sinkWritten` event, of those that staged and settled the row, how it was settled, who wrote it. */
const column = { seq: 0, stagedSeq: 1, settledSeq: 2, outcome: 3, subtask: 4 } as const;

/** What the sinks wrote, row by row, and what became of it: fed once with every event in order. */
export class OutputHistory {
  readonly rows = new Series(5);
  /** Subtasks that stage their rows: what they did not stage is gone with its attempt. Others have written for good. */
  readonly #staging = new Set<number>();
  readonly #open = new Map<number, number[]>();
  readonly #staged = new Map<string, number[]>();

  append({ seq, subtask, body }: LogEvent): void {
    if (body.kind === "sinkWritten") {
      const row = this.rows.push(seq, Infinity, Infinity, 0, subtask);
      const open = this.#open.get(subtask);
      if (open) open.push(row);
      else this.#open.set(subtask, [row]);
    } else if (body.kind === "preCommitted") {
      const staged = this.#open.get(subtask)?.splice(0, body.records) ?? [];
      for (const row of staged) this.rows.set(row, column.stagedSeq, seq);
      this.#staging.add(subtask);
      this.#staged.set(`${subtask} ${body.transaction}`, staged);
    } else if (body.kind === "committed" || body.kind === "aborted") {
      this.#settle(`${subtask} ${body.transaction}`, seq, outcome[body.kind]);
    } else if (body.kind === "executionState" && (body.state === "FAILED" || body.state === "CANCELED")) {
      for (const row of this.#open.get(subtask) ?? []) {
        this.rows.set(row, column.settledSeq, seq);
        this.rows.set(row, column.outcome, outcome.cutOff);
      }
      this.#open.delete(subtask);
    }
  }

  /** Lets go of rows that were written before event `seq`, from where on the log is kept; the others keep their numbers. [OB5] */
  forget(seq: number): void {
    this.rows.forget(seq);
    const first = this.rows.lowerBound(seq);
    for (const open of this.#open.values()) {
      const kept = open.findIndex((row) => row >= first);
      open.splice(0, kept < 0 ? open.length : kept);
    }
  }

  /** Rows written before event `cursor`. */
  countAt(cursor: number): number {
    return this.rows.lowerBound(cursor);
  }

  seqOf(row: number): number {
    return this.rows.get(row, column.seq);
  }

  /** What was known of the row behind `cursor` events. */
  statusAt(row: number, cursor: number): OutputStatus {
    if (this.rows.get(row, column.settledSeq) < cursor) {
      const how = this.rows.get(row, column.outcome);
      if (how === outcome.cutOff && !this.#staging.has(this.rows.get(row, column.subtask))) return "uncommitted";
      return how === outcome.committed ? "committed" : "aborted";
    }
    return this.rows.get(row, column.stagedSeq) < cursor ? "preCommitted" : "uncommitted";
  }

  #settle(transaction: string, seq: number, how: number): void {
    for (const row of this.#staged.get(transaction) ?? []) {
      this.rows.set(row, column.settledSeq, seq);
      this.rows.set(row, column.outcome, how);
    }
    this.#staged.delete(transaction);
  }
}

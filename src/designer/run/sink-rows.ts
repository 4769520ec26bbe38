import type { OutputStatus } from "../../observe/output-history.ts";
import type { RunSink } from "../../observe/run-sinks.ts";
import type { TaskIndex } from "../../stream/indices.ts";
import type { RunPlayer } from "./run-player.ts";

/** A row of a sink as it is shown. */
export interface OutputRow {
  /** Row kind as its byte. */
  readonly kind: number;
  /** In the order of the sink's columns; null for NULL. */
  readonly values: readonly (string | null)[];
  /** Subtask that wrote it; undefined where that is not known. */
  readonly subtask: TaskIndex | undefined;
  readonly status: OutputStatus;
  /** Job clock when it was committed, for a sink that does not commit when it was written; undefined before, and where it is not known. */
  readonly doneAt: number | undefined;
  /** Event that wrote it, where the log has it. */
  readonly seq?: number;
}

/** Rows of one sink that can be shown, by their places in the order in which they were written. */
export interface SinkRows {
  readonly first: number;
  /** Behind the last one. */
  readonly end: number;
  /** Undefined where it is not known any more. */
  row(place: number): OutputRow | undefined;
}

/** What the log tells of the rows of sink number `sink`, up to the moment on screen. */
export function loggedRows({ log, output, view, sinks }: RunPlayer, sink: number): SinkRows {
  const { cursor } = view;
  const commits = sinks[sink]?.committer !== undefined;
  return {
    ...output.placesAt(sink, cursor, log.dropped),
    row(place) {
      const number = output.rowAt(sink, place);
      const event = log.event(output.seqOf(number));
      if (event?.body.kind !== "sinkWritten" && event?.body.kind !== "userLog") return undefined;
      const status = output.statusAt(number, cursor);
      const committedAt = status === "committed" ? log.event(output.settledBy(number))?.at : undefined;
      const { subtask, body, at } = event;
      const kind = body.kind === "sinkWritten" ? body.rowKind : 0;
      const values = body.kind === "sinkWritten" ? (body.values ?? [body.text]) : [body.text];
      return { kind, values, subtask, status, doneAt: commits ? committedAt : at, seq: event.seq };
    },
  };
}

/** The log has this sink's rows field by field; else a row is one text. */
export const hasColumns = ({ header }: RunPlayer, { columns, committer }: RunSink): boolean =>
  columns.length > 0 && (header.mode === "deterministic" || committer !== undefined);

/** What a row is looked for by, and how rows are ordered. */
export interface RowQuery {
  /** Words that all must be in the row, in any case; empty for all rows. */
  readonly words: string;
  readonly status: OutputStatus | "notCommitted" | undefined;
  readonly order: RowOrder | undefined;
}

export interface RowOrder {
  /** Place of the column. */
  readonly column: number;
  /** Its type as Flink SQL writes it. */
  readonly type: string;
  readonly descending: boolean;
}

interface Found {
  readonly place: number;
  readonly value: string | null;
}

/** Places of the rows that a query finds, in its order. Asked again with more rows, it looks at these alone. */
export class FoundRows {
  readonly #query: RowQuery;
  readonly #words: readonly string[];
  #found: Found[] = [];
  #first = 0;
  #end = 0;

  constructor(query: RowQuery) {
    this.#query = query;
    this.#words = query.words.toLowerCase().split(/\s+/).filter((word) => word !== "");
  }

  /** The query finds every row, in the order in which they were written: nobody has to look. */
  get isEvery(): boolean {
    const { status, order } = this.#query;
    return this.#words.length === 0 && status === undefined && order === undefined;
  }

  in(rows: SinkRows): readonly number[] {
    const { order, status } = this.#query;
    // What became of a row changes; what it holds does not.
    if (status !== undefined || rows.first !== this.#first || rows.end < this.#end) this.#found = [];
    const from = this.#found.length === 0 ? rows.first : this.#end;
    const found: Found[] = [];
    for (let place = from; place < rows.end; place++) {
      const row = rows.row(place);
      if (row && this.#finds(row)) found.push({ place, value: order ? (row.values[order.column] ?? null) : null });
    }
    this.#found = order ? merged(this.#found, found, inOrder(order)) : [...this.#found, ...found];
    [this.#first, this.#end] = [rows.first, rows.end];
    return this.#found.map(({ place }) => place);
  }

  #finds({ values, status }: OutputRow): boolean {
    const wanted = this.#query.status;
    const isOpen = status === "uncommitted" || status === "preCommitted";
    if (wanted !== undefined && (wanted === "notCommitted" ? !isOpen : status !== wanted)) return false;
    const texts = values.map((value) => (value ?? "null").toLowerCase());
    return this.#words.every((word) => texts.some((text) => text.includes(word)));
  }
}

type Compare = (a: Found, b: Found) => number;

function merged(sorted: readonly Found[], more: Found[], compare: Compare): Found[] {
  more.sort(compare);
  const result: Found[] = [];
  let place = 0;
  for (const one of sorted) {
    for (let next = more[place]; next && compare(next, one) < 0; next = more[++place]) result.push(next);
    result.push(one);
  }
  return [...result, ...more.slice(place)];
}

const numeric = /^(TINYINT|SMALLINT|INT|BIGINT|FLOAT|DOUBLE|DECIMAL)\b/;

/** NULL comes last, whichever way; rows that are equal stay in the order in which they were written. */
function inOrder({ type, descending }: RowOrder): Compare {
  const compare = numeric.test(type) ? compareNumbers : compareTexts;
  return (a, b) => {
    if (a.value === null || b.value === null) return a.value === b.value ? a.place - b.place : a.value === null ? 1 : -1;
    return (descending ? compare(b.value, a.value) : compare(a.value, b.value)) || a.place - b.place;
  };
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareNumbers(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  // Beyond 15 digits two numbers may differ in what a double does not hold.
  if (/^-?\d{16,}$/.test(a) && /^-?\d{16,}$/.test(b)) return Number(BigInt(a) - BigInt(b));
  return compareTexts(Number.isNaN(Number(a)) ? "b" : "a", Number.isNaN(Number(b)) ? "b" : "a");
}

import type { OutputStatus } from "../../observe/output-history.ts";
import type { RunPlayer } from "./run-player.ts";

/** What a sink has written up to the moment on screen, in short. */
export interface LatestRows {
  /** Rows in the log that were not thrown away; of a run whose log has none, those that are committed. */
  readonly count: number;
  /** The newest last; empty where the log has no rows. */
  readonly rows: readonly LatestRow[];
}

interface LatestRow {
  readonly text: string;
  /** Undefined for a sink that commits nothing: its rows count as soon as they are written. */
  readonly status: OutputStatus | undefined;
}

const rowKinds = ["", "-U ", "+U ", "-D "];

/** The last `most` rows of a sink, by its operator of the document; undefined when the run has no such sink, or it has written nothing. */
export function latestRows({ sinks, output, log, view }: RunPlayer, operator: string, most: number): LatestRows | undefined {
  const place = sinks.findIndex(({ id }) => id === operator);
  const sink = sinks[place];
  if (!sink) return undefined;
  const { first, end } = output.placesAt(place, view.cursor, log.dropped);
  const thrownAway = sink.committer === undefined ? 0 : output.thrownAwayAt(place, view.cursor);
  const count = end > 0 ? end - thrownAway : output.tally(place).committed;
  if (count === 0) return undefined;
  const rows: LatestRow[] = [];
  for (let at = Math.max(first, end - most); at < end; at++) {
    const row = output.rowAt(place, at);
    const body = log.event(output.seqOf(row))?.body;
    if (body?.kind !== "sinkWritten" && body?.kind !== "userLog") continue;
    const kind = body.kind === "sinkWritten" ? (rowKinds[body.rowKind] ?? "") : "";
    const values = body.kind === "sinkWritten" ? body.values : undefined;
    const text = values ? values.map((value) => value ?? "NULL").join("  ") : body.text;
    rows.push({ text: kind + text, status: sink.committer && output.statusAt(row, view.cursor) });
  }
  return { count, rows };
}

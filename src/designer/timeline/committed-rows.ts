import { useEffect, useState } from "react";
import type { CommittedRow, TransactionEnd, JobClient } from "../../control/job-client.ts";
import type { RunSink } from "../../observe/run-sinks.ts";
import type { RunPlayer } from "../run/run-player.ts";
import type { Session } from "../run/session.ts";
import type { SinkRows } from "../run/sink-rows.ts";

/** Committed rows that a page keeps to show them; a download has all. */
const keptMax = 100_000;

/** Committed rows of a table, as far as they were asked for. */
export interface KnownRows {
  readonly rows: readonly CommittedRow[];
  readonly transactions: readonly TransactionEnd[];
  /** There are no more than these, as far as is known. */
  readonly isWhole: boolean;
}

/** Until rows that are said to be there are looked for once more. */
const againMs = 300;

const noRows: KnownRows = { rows: [], transactions: [], isWhole: true };

/** What a table of a run without records in its log has committed; follows the run. Undefined for no sink. */
export function useCommittedRows(session: Session, player: RunPlayer, sink: RunSink | undefined): KnownRows | undefined {
  const { client } = session;
  const [known, setKnown] = useState(noRows);
  const id = sink?.id;
  const count = sink ? player.output.tally(player.sinks.indexOf(sink)).committed : 0;
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    if (!client || id === undefined) return;
    let isCurrent = true;
    let later: ReturnType<typeof setTimeout> | undefined;
    const take = (next: KnownRows): void => {
      if (!isCurrent) return;
      if (next.rows.length > known.rows.length) setKnown(next);
      // The log says that rows are committed before all of their files can be read.
      else if (next.rows.length < Math.min(count, keptMax)) later = setTimeout(() => setLooks(looks + 1), againMs);
    };
    void committedSince(client, id, known).then(take, () => take(known));
    return () => {
      isCurrent = false;
      clearTimeout(later);
    };
  }, [client, id, count, known, looks]);
  return sink && known;
}

async function committedSince(client: JobClient, id: string, known: KnownRows): Promise<KnownRows> {
  const from = known.rows.length;
  if (from >= keptMax) return known;
  const more = await client.committed(id, from);
  const rows = [...known.rows, ...more.rows].slice(0, keptMax);
  return { rows, transactions: [...known.transactions, ...more.transactions], isWhole: rows.length < keptMax };
}

/** Every committed row of a table, from that of runs before a recovery on. */
export async function allCommitted(client: JobClient, id: string): Promise<readonly CommittedRow[]> {
  const pieces: (readonly CommittedRow[])[] = [];
  for (let from = 0; ; ) {
    const { next, rows } = await client.committed(id, from);
    if (rows.length === 0) return pieces.flat();
    pieces.push(rows);
    from = next;
  }
}

/** The rows that were committed at the moment on screen. */
export function shownCommitted({ rows, transactions }: KnownRows, { output, log, view, following }: RunPlayer): SinkRows {
  const later = following ? -1 : transactions.findIndex(({ id }) => (output.commitOf(id) ?? -1) >= view.cursor);
  return {
    first: 0,
    end: later < 0 ? rows.length : (transactions[later - 1]?.to ?? 0),
    row(place) {
      const row = rows[place];
      if (!row) return undefined;
      const commit = output.commitOf(transactionAt(transactions, place)?.id ?? "");
      return { ...row, subtask: undefined, status: "committed", doneAt: commit === undefined ? undefined : log.event(commit)?.at };
    },
  };
}

/** The transaction that holds the row at a place. */
function transactionAt(transactions: readonly TransactionEnd[], place: number): TransactionEnd | undefined {
  let [low, high] = [0, transactions.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((transactions[middle]?.to ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return transactions[low];
}

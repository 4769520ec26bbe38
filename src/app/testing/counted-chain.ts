import { RunPlayer } from "../../designer/run/run-player.ts";
import { operatorRecords } from "../../designer/run/operator-records.ts";
import { jobDocumentFormat } from "../../graph/job-document.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { LogEvent, LogHeader } from "../../observe/event.ts";

export const countedRows = 40;

const forward = (id: string, from: string, to: string) => ({
  id,
  from: { operator: from, port: "out" },
  to: { operator: to, port: "in" },
  partitioner: { type: "forward" as const },
});
const n = [{ name: "n", type: "BIGINT" }] as const;

/** One chain, whose operators drop records, multiply them, and keep their number. `even`: the filter's function. */
export function countedChain({ even = "row.n % 2 === 0", restarts = true }: { readonly even?: string; readonly restarts?: boolean } = {}): JobDocument {
  return {
    format: jobDocumentFormat,
    name: "counted chain",
    config: {
      "parallelism.default": "1",
      "execution.checkpointing.interval": "100 ms",
      ...(restarts ? { "restart-strategy.fixed-delay.delay": "20 ms", "restart-strategy.fixed-delay.attempts": "5" } : {}),
      "restart-strategy.type": restarts ? "fixed-delay" : "none",
    },
    operators: [
      {
        id: "numbers",
        type: "values",
        name: "numbers",
        config: { fields: n, rows: Array.from({ length: countedRows }, (_, row) => [row + 1]), repeat: false, intervalMs: 25 },
      },
      { id: "even", type: "filter", name: "even", config: { function: even } },
      { id: "twice", type: "flat-map", name: "twice", config: { function: "collect(row); collect(row); collect(row)", fields: n } },
      { id: "next", type: "map", name: "next", config: { function: "({ n: row.n + 1 })", fields: n } },
      { id: "table", type: "table", name: "table", config: { mode: "append", key: [] } },
    ],
    edges: [forward("e1", "numbers", "even"), forward("e2", "even", "twice"), forward("e3", "twice", "next"), forward("e4", "next", "table")],
  };
}

/** Records in and out by operator, as the page shows them at the end of the log. */
export function countsAt(player: RunPlayer): Readonly<Record<string, readonly [number | undefined, number | undefined]>> {
  return Object.fromEntries(
    ["numbers", "even", "twice", "next", "table"].map((id) => {
      const records = operatorRecords(player, id);
      return [id, [records?.in, records?.out]];
    }),
  );
}

export function playerOf(header: LogHeader, events: readonly LogEvent[]): RunPlayer {
  const player = new RunPlayer(header);
  player.append({ events, hash: "" });
  player.follow();
  return player;
}

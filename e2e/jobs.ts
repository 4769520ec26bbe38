import { linkFragment } from "../src/designer/document/share-link.ts";
import type { JobDocument } from "../src/graph/job-document.ts";

/** An empty job as the fragment of a link. A visit with it starts no example, which takes a second per worker. */
export const emptyJob = linkFragment({ format: "weir.job/1", name: "empty", config: {}, operators: [], edges: [] });

const words = ["river", "weir", "gate", "water", "stream"];

interface Counted {
  readonly name: string;
  readonly rows: number;
  readonly run: JobDocument["run"];
  /** Wait of the source after each row. */
  readonly intervalMs: number;
}

/** A bounded job: words in a known order, counted by key over two subtasks, into a two-phase table. */
export function countedWords({ name, rows, run, intervalMs }: Counted): JobDocument {
  const port = (operator: string, port: string): { operator: string; port: string } => ({ operator, port });
  return {
    format: "weir.job/1",
    name,
    config: {
      "execution.checkpointing.interval": "200 ms",
      "restart-strategy.type": "fixed-delay",
      "restart-strategy.fixed-delay.attempts": "10",
      "restart-strategy.fixed-delay.delay": "50 ms",
    },
    operators: [
      {
        id: "words",
        type: "values",
        name: "words",
        config: {
          fields: [
            { name: "word", type: "STRING" },
            { name: "n", type: "INT" },
          ],
          rows: Array.from({ length: rows }, (_, row) => [words[(row * row) % words.length], row]),
          repeat: false,
          intervalMs,
        },
      },
      { id: "count", type: "count", name: "count", parallelism: 2, config: { as: "times" } },
      { id: "table", type: "table", name: "table", config: { mode: "append", key: [] } },
    ],
    edges: [
      { id: "e1", from: port("words", "out"), to: port("count", "in"), partitioner: { type: "hash", key: ["word"] } },
      { id: "e2", from: port("count", "out"), to: port("table", "in") },
    ],
    ...(run && { run }),
  };
}

/** What the table of `countedWords` holds, sorted, when every row was counted exactly once. */
export function expectedRows(rows: number): string[] {
  const counts = new Map<string, number>();
  return Array.from({ length: rows }, (_, row) => {
    const word = words[(row * row) % words.length] ?? "";
    const count = (counts.get(word) ?? 0) + 1;
    counts.set(word, count);
    return JSON.stringify(["+I", word, String(count)]);
  }).sort();
}

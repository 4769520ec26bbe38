import type { JobDocument } from "../../src/graph/job-document.ts";
import type { Topology } from "../../src/graph/topology.ts";
import type { LogEvent } from "../../src/observe/event.ts";

const rows = 1_000;
const keys = 64;

/** A bounded job of `subtasks` subtasks: one source and one sink, the others shared by a user function and a keyed sum. */
export function startUpJob(subtasks: number): JobDocument {
  const parallelism = (subtasks - 2) / 2;
  if (!Number.isInteger(parallelism) || parallelism < 1) throw new Error(`${subtasks} subtasks cannot be shared by two operators`);
  const fields = [
    { name: "key", type: "INT" },
    { name: "n", type: "INT" },
  ];
  const edge = (id: string, from: string, to: string) => ({
    id,
    from: { operator: from, port: "out" },
    to: { operator: to, port: "in" },
  });
  return {
    format: "weir.job/1",
    name: "start-up",
    config: {},
    operators: [
      {
        id: "rows",
        type: "values",
        name: "rows",
        parallelism: 1,
        config: { fields, rows: Array.from({ length: rows }, (_, row) => [row % keys, row]), repeat: false, intervalMs: 0 },
      },
      { id: "double", type: "map", name: "double", parallelism, config: { function: "({ key: row.key, n: row.n * 2 })", fields } },
      { id: "sum", type: "sum", name: "sum", parallelism, config: { field: "n" } },
      { id: "sink", type: "blackhole", name: "sink", parallelism: 1, config: {} },
    ],
    edges: [
      { ...edge("e1", "rows", "double"), partitioner: { type: "rebalance" } },
      { ...edge("e2", "double", "sum"), partitioner: { type: "hash", key: ["key"] } },
      { ...edge("e3", "sum", "sink"), partitioner: { type: "rebalance" } },
    ],
  };
}

/** Whether an event says that the last subtask, the sink's, has received a record. */
export function reachesSink({ subtasks, channels }: Topology): (event: LogEvent) => boolean {
  const last = subtasks.length - 1;
  const inputs = new Set(channels.flatMap(({ to }, channel) => (to === last ? [channel] : [])));
  return ({ body }) => {
    if (body.kind !== "received" && body.kind !== "passed") return false;
    return inputs.has(body.channel) && (body.kind === "received" || body.received > 0);
  };
}

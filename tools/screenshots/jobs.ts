import type { JobDocument } from "../../src/graph/job-document.ts";

type Operator = JobDocument["operators"][number];

const fields = [
  { name: "item", type: "STRING" },
  { name: "amount", type: "INT" },
  { name: "at", type: "TIMESTAMP(3)" },
];

function source(id: string, rows: readonly (readonly unknown[])[]): Operator {
  return { id, type: "values", name: id, parallelism: 2, config: { fields, rows } };
}

const port = (operator: string, name: string): JobDocument["edges"][number]["from"] => ({ operator, port: name });
const byItem: JobDocument["edges"][number]["partitioner"] = { type: "hash", key: ["item"] };

/** Two sources before a window with a late side output; the second source is not connected yet. */
export const screenshotJob: JobDocument = {
  format: "weir.job/1",
  name: "totals per item",
  config: { "execution.checkpointing.interval": "10 s" },
  operators: [
    source("orders", [
      ["weir", 4, "2026-01-01T12:00:01"],
      ["gate", 2, "2026-01-01T12:00:03"],
      ["weir", 1, "2026-01-01T12:00:12"],
    ]),
    source("refunds", [["gate", -2, "2026-01-01T12:00:09"]]),
    {
      id: "window",
      type: "tumbling-window",
      name: "per item",
      parallelism: 2,
      config: {
        time: "event",
        size: 10_000,
        offset: 0,
        stagger: "aligned",
        allowedLateness: 5000,
        lateOutput: true,
        function: { type: "aggregate", aggregates: [{ kind: "sum", field: "amount", as: "total" }] },
      },
    },
    { id: "totals", type: "table", name: "totals", config: { mode: "append", key: [] } },
    { id: "late", type: "print", name: "audit", config: {} },
  ],
  edges: [
    { id: "e1", from: port("orders", "out"), to: port("window", "in"), partitioner: byItem },
    { id: "e2", from: port("window", "out"), to: port("totals", "in") },
    { id: "e3", from: port("window", "late"), to: port("late", "in") },
  ],
  layout: {
    positions: {
      orders: { x: 0, y: 0 },
      refunds: { x: 0, y: 168 },
      window: { x: 288, y: 80 },
      totals: { x: 568, y: 16 },
      late: { x: 568, y: 168 },
    },
    notes: [
      {
        id: "note-1",
        x: 0,
        y: 288,
        text: "Why 5 seconds\nRefunds arrive up to 5 s behind their orders. Later ones go to audit.",
      },
    ],
  },
};

/** Comes to its end at once, with a row per item. */
export const finishedJob: JobDocument = {
  format: "weir.job/1",
  name: "totals",
  config: {},
  operators: [
    source("orders", [
      ["weir", 4, "2026-01-01T12:00:01"],
      ["gate", 2, "2026-01-01T12:00:03"],
      ["weir", 1, "2026-01-01T12:00:12"],
      ["sluice", 9, "2026-01-01T12:00:15"],
    ]),
    { id: "sum", type: "sum", name: "sum", config: { field: "amount" } },
    { id: "totals", type: "table", name: "totals", config: { mode: "upsert", key: ["item"] } },
  ],
  edges: [
    { id: "e1", from: port("orders", "out"), to: port("sum", "in"), partitioner: byItem },
    { id: "e2", from: port("sum", "out"), to: port("totals", "in") },
  ],
  layout: { positions: { orders: { x: 0, y: 0 }, sum: { x: 288, y: 0 }, totals: { x: 568, y: 0 } } },
};

/** Its function throws at the second row. */
export const failingJob: JobDocument = {
  format: "weir.job/1",
  name: "shares",
  config: { "restart-strategy.type": "none" },
  operators: [
    source("orders", [
      ["weir", 4, "2026-01-01T12:00:01"],
      ["gate", 0, "2026-01-01T12:00:03"],
    ]),
    {
      id: "share",
      type: "map",
      name: "share",
      config: { function: "(row.amount === 0 ? row.amount.of.nothing : { share: 100 / row.amount })", fields: [{ name: "share", type: "DOUBLE" }] },
    },
    { id: "out", type: "print", name: "out", config: {} },
  ],
  edges: [
    { id: "e1", from: port("orders", "out"), to: port("share", "in") },
    { id: "e2", from: port("share", "out"), to: port("out", "in") },
  ],
  layout: { positions: { orders: { x: 0, y: 0 }, share: { x: 288, y: 0 }, out: { x: 568, y: 0 } } },
};

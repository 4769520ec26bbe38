import type { JobDocument } from "../../src/graph/job-document.ts";
import type { FlinkFigures } from "./flink.ts";
import { keyed, line, type Step } from "./job-line.ts";

/** A whole job as a person draws it, measured as a person runs it. */
export interface BenchJob {
  readonly name: string;
  readonly document: (rows: number) => JobDocument;
  /** What part of the rows asked for it gets: some jobs take many times longer than others. */
  readonly share: number;
  /** Writes the text of its input file, row by row. */
  readonly inputRow?: (index: number) => string;
  /** Flink's side: its job in `oracle.bench.Micro` and the figures recorded of it. */
  readonly flink?: { readonly job?: string; readonly recorded: FlinkFigures };
}

const record = [
  { name: "n", type: "BIGINT" },
  { name: "k", type: "INT" },
];
const named = [
  { name: "key", type: "STRING" },
  { name: "n", type: "BIGINT" },
  { name: "t", type: "BIGINT" },
];

/** A number that counts up and one of `keys` keys by chance. */
const numbers = (rows: number, keys: number): Step => ({
  type: "datagen",
  config: {
    fields: record,
    rowsPerSecond: 1_000_000_000,
    numberOfRows: rows,
    options: { n: { kind: "sequence", start: "0", end: String(rows - 1) }, k: { min: "0", max: String(keys - 1) } },
  },
});
/** Text keys, and 100 rows to a millisecond of event time. */
const names: Step = { type: "map", config: { function: '({ key: "key-" + row.k, n: row.n, t: Math.floor(row.n / 100) })', fields: named } };
const clock: Step = { type: "assign-timestamps", config: { timestamp: "field", field: "t", strategy: "monotonous" } };
const nowhere: Step = { type: "blackhole", config: {} };
const counted: Step = { type: "count", config: { as: "count" } };

const window = (type: string, config: Step["config"]): Step => ({
  type,
  config: { time: "event", allowedLateness: 0, lateOutput: false, function: { type: "aggregate", aggregates: [{ kind: "count", as: "count" }] }, ...config },
});
const seconds = window("tumbling-window", { size: 1_000, offset: 0, stagger: "aligned" });
const timed = (then: Step) => (rows: number) => line([numbers(rows, 1_000), names, clock, keyed("key", then), nowhere]);

/** Counts by a state of its own and tells it by a timer at the end of each second. */
const perSecond: Step = {
  type: "process",
  config: {
    processElement: [
      "const before = ctx.state.count.value();",
      "ctx.state.count.update((before ?? 0) + 1);",
      "if (before == null) ctx.registerEventTimeTimer(Math.floor(row.t / 1000) * 1000 + 999);",
    ].join("\n"),
    onTimer: "collect({ key: ctx.getCurrentKey(), count: ctx.state.count.value() });\nctx.state.count.clear();",
    states: [{ kind: "value", name: "count", type: "BIGINT" }],
    fields: [{ name: "key", type: "STRING" }, { name: "count", type: "BIGINT" }],
    sideOutputs: [],
  },
};

const fileOf = (format: string, formatOptions: Readonly<Record<string, unknown>>): Step => ({
  type: "file-source",
  parallelism: 1,
  config: { files: ["input"], format, formatOptions, fields: named },
});
const keyOf = (index: number): string => `key-${(Math.imul(index, 0x9e3779b1) >>> 8) % 1_000}`;

/** Rows of event time for the jobs that read files. */
const csvRow = (index: number): string => `${keyOf(index)},${index},${Math.floor(index / 100)}\n`;
const jsonRow = (index: number): string => `{"key":"${keyOf(index)}","n":${index},"t":${Math.floor(index / 100)}}\n`;

/** Millions of records a second and CPU seconds per million, two subtasks and object reuse on, as recorded on two cores. */
const recorded = (rate: number, cpu: number): FlinkFigures => ({ rate, cpu });

export const benchJobs: readonly BenchJob[] = [
  { name: "pass", share: 1, document: (rows) => line([numbers(rows, 1_000), nowhere]), flink: { recorded: recorded(22.9, 0.086) } },
  {
    name: "map-filter-map",
    share: 1,
    document: (rows) =>
      line([
        numbers(rows, 1_000),
        { type: "map", config: { function: "({ n: row.n + 1, k: row.k })", fields: record } },
        { type: "filter", config: { function: "row.n % 3 !== 0" } },
        { type: "map", config: { function: "({ n: row.n * 2, k: row.k })", fields: record } },
        nowhere,
      ]),
    flink: { job: "stateless", recorded: recorded(8.3, 0.226) },
  },
  {
    name: "count-text",
    share: 1,
    document: (rows) => line([numbers(rows, 1_000), names, keyed("key", counted), nowhere]),
    flink: { job: "count", recorded: recorded(9.5, 0.202) },
  },
  { name: "count-text-1m", share: 0.5, document: (rows) => line([numbers(rows, 1_000_000), names, keyed("key", counted), nowhere]) },
  { name: "count-int", share: 1, document: (rows) => line([numbers(rows, 1_000), keyed("k", counted), nowhere]) },
  { name: "window", share: 1, document: timed(seconds), flink: { job: "window", recorded: recorded(6.7, 0.285) } },
  { name: "sliding-window", share: 0.5, document: timed(window("sliding-window", { size: 1_000, slide: 500, offset: 0 })) },
  { name: "session", share: 0.2, document: timed(window("session-window", { gap: 20 })) },
  { name: "process-timer", share: 0.5, document: timed(perSecond) },
  {
    name: "csv-window-file",
    share: 0.2,
    inputRow: csvRow,
    document: () => line([fileOf("csv", {}), clock, keyed("key", seconds), { type: "file-sink", config: { path: "out", format: "csv", formatOptions: {} } }]),
  },
  {
    name: "json-table",
    share: 0.2,
    inputRow: jsonRow,
    document: () => line([fileOf("json", {}), keyed("key", counted), { type: "table", config: { mode: "upsert", key: ["key"] } }]),
  },
];

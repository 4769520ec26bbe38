import { expect, test } from "vitest";
import { compileJob } from "../graph/compile-job.ts";
import type { JobDocument } from "../graph/job-document.ts";
import { rowClass } from "../stream/row-class.ts";
import { createCatalog } from "./catalog.ts";
import { runInOneThread } from "./testing/host-contract.ts";

const catalog = createCatalog();

type Operator = Pick<JobDocument["operators"][number], "type" | "config">;

/** Rows (a, 1), (a, 2) of fields `key` and `n` through `operators`, one behind the other and each keyed by `key`, into a table. */
function job(key: string, n: string, operators: readonly Operator[]): JobDocument {
  const fields = [{ name: key, type: "STRING" }, { name: n, type: "INT" }];
  const source: Operator = { type: "values", config: { fields, rows: [["a", 1], ["a", 2]], repeat: false, intervalMs: 0 } };
  const all = [source, ...operators, { type: "table", config: { mode: "append", key: [] } }];
  const edges = all.slice(1).map((_, at) => ({
    id: `e${at}`,
    from: { operator: idOf(at), port: "out" },
    to: { operator: at + 2 === all.length ? "table" : idOf(at + 1), port: "in" },
    ...(at === 0 ? { partitioner: { type: "hash" as const, key: [key] } } : {}),
  }));
  const named = all.map((operator, at) => ({ ...operator, id: at + 1 === all.length ? "table" : idOf(at), name: "", parallelism: 1 }));
  return { format: "weir.job/1", name: "names", config: { "restart-strategy.type": "none" }, operators: named, edges };
}

const idOf = (at: number): string => `operator-${at}`;

const codes = (document: JobDocument): readonly string[] => {
  const compiled = compileJob(document, catalog);
  return compiled.diagnostics.filter(({ severity }) => severity === "error").map(({ code, field }) => `${code} ${field ?? ""}`.trim());
};

const processed = (names: { readonly tags?: readonly string[]; readonly states?: readonly string[] }): Operator => ({
  type: "process",
  config: {
    processElement: "collect({ n: 1 })",
    onTimer: "",
    states: (names.states ?? []).map((name) => ({ kind: "value", name, type: "INT" })),
    fields: [{ name: "n", type: "INT" }],
    sideOutputs: (names.tags ?? []).map((tag) => ({ tag, fields: [{ name: "n", type: "INT" }] })),
  },
});

const counted = (as: string): Operator => ({ type: "count", config: { as } });
const aggregated = (as: string): Operator => ({
  type: "count-window",
  config: { size: 2, function: { type: "aggregate", aggregates: [{ kind: "count", as }, { kind: "sum", field: "n", as: `${as}_` }] } },
});

for (const name of ["$kind", "__proto__", "constructor", "prototype"]) {
  test(`[CD2] [CD13] ${name} is no name, wherever it is given`, () => {
    expect(codes(job("word", "n", [counted(name)]))).toEqual(["operator.name-reserved as"]);
    expect(codes(job("word", "n", [aggregated(name)]))).toEqual(["operator.name-reserved function.aggregates.0.as"]);
    expect(codes(job(name, "n", [counted("count")]))).toContain("operator.type");
    expect(codes(job("word", "n", [processed({ tags: [name] })]))).toEqual(["operator.name-reserved"]);
    expect(codes(job("word", "n", [processed({ states: [name] })]))).not.toEqual([]);
  });
}

test("[CD13] a name that is there already is told, columns, outputs and states alike", () => {
  expect(codes(job("word", "n", [counted("word")]))).toEqual(["operator.field-twice as"]);
  expect(codes(job("word", "n", [processed({ tags: ["out"] })]))).toEqual(["operator.output-twice"]);
  expect(codes(job("word", "n", [processed({ states: ["s", "s"] })]))).toEqual(["operator.state-twice states.1.name"]);
  const window: Operator = {
    type: "tumbling-window",
    config: { time: "processing", size: 100, function: { type: "aggregate", aggregates: [{ kind: "count", as: "c" }] } },
  };
  expect(codes(job("window_start", "n", [window]))).toEqual(["operator.field-twice"]);
});

const odd = [
  "then", "toString", "valueOf", "hasOwnProperty", "toJSON", "length", "name", "kind", "arguments", "i", "d", "p", "k", "v0", "w1", "h0", "row",
  " ", "\u0000", "\ud800", "\u2028", "\u202e", "'];globalThis.loot=1;['", "*/globalThis.loot=1/*", "`${globalThis.loot=1}`", "\\", "\"", "\n", "0", "-1",
];

test.each(odd)("[CD3] [CD13] a column called %j is one like any other", (name) => {
  const other = `${name}_`;
  const rows = (operator: Operator, key = name): readonly string[] => runInOneThread(job(key, "n", [operator]), { seed: 1, faults: [], onEvents: () => {} }).rows;
  expect(rows(counted(other))).toEqual(["a|1", "a|2"]);
  expect(rows(aggregated(name), "word")).toEqual(["a|2|3"]);
  expect(rows(processed({ tags: [name] }))).toEqual(["1", "1"]);
  expect(Reflect.has(globalThis, "loot")).toBe(false);
});

test("a planted bug: without the check a count called $kind is the kind of its row", () => {
  const Row = rowClass({ fields: [{ name: "$kind", type: { type: "BIGINT", nullable: false } }] });
  expect(new Row(0, 3).$kind).toBe(3);
});

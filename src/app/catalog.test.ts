import { expect, test } from "vitest";
import { formats } from "../formats/descriptors.ts";
import { compileJob } from "../graph/compile-job.ts";
import { jobDocumentFormat } from "../graph/job-document.ts";
import type { DocumentOperator, JobDocument } from "../graph/job-document.ts";
import type { NodeOperator } from "../graph/stream-graph.ts";
import { createCatalog } from "./catalog.ts";

const catalog = createCatalog();

test.each(catalog.descriptors)("[OP10] $type, which is drawn and checked, runs as what its translation says", ({ type, translation }) => {
  const runs = {
    source: catalog.findSource(type) !== undefined,
    operator: catalog.findOperator(type) !== undefined,
    sink: catalog.findSink(type) !== undefined,
  };
  const { kind } = translation;
  expect(runs).toEqual({ source: kind === "source", operator: kind === "operator", sink: kind === "sink" });
});

test.each(formats)("[OP10] files of the format $type, which forms offer, can be read and written", ({ type }) => {
  expect(catalog.findFormat(type)?.type).toBe(type);
});

/** What the nodes of a row of operators run. */
function nodesOf(...members: readonly (readonly [type: string, config: Record<string, unknown>])[]): readonly NodeOperator[] {
  const operators = members.map(([type, config], at): DocumentOperator => ({ id: String(at), type, name: type, config }));
  const edges = operators.slice(1).map(({ id, type }, at): JobDocument["edges"][number] => ({
    id: `e${at}`,
    from: { operator: String(at), port: "out" },
    to: { operator: id, port: "in" },
    ...(type === "count" ? { partitioner: { type: "hash", key: ["word"] } } : {}),
  }));
  const job = compileJob({ format: jobDocumentFormat, name: "row", config: {}, operators, edges }, catalog);
  if (!job.ok) throw new Error(JSON.stringify(job.diagnostics));
  return job.streamGraph.nodes.map(({ operator }) => operator);
}

const words = { fields: [{ name: "word", type: "STRING" }], rows: [["weir"]] };

test("[OP12] what runs gets its configuration with the defaults filled in, as plain data", () => {
  const nodes = nodesOf(["values", words], ["count", {}], ["table", {}]);
  expect(nodes.map(({ config }) => config)).toEqual([
    { ...words, repeat: false, intervalMs: 0 }, { as: "count" }, { mode: "append", key: [] }, { mode: "append", key: [] },
  ]);
  expect(structuredClone(nodes)).toEqual(nodes);
});

test("[OP13] the compiler tells which operators run text of the job's author", () => {
  const nodes = nodesOf(
    ["values", words],
    ["map", { function: "row", fields: words.fields }],
    ["assign-timestamps", { timestamp: "record", field: "", strategy: "none", delayMs: 0 }],
    ["assign-timestamps", { timestamp: "function", field: "", function: "1", strategy: "none", delayMs: 0 }],
    ["print", {}],
  );
  expect(nodes.map(({ hasFunctions }) => hasFunctions)).toEqual([false, true, false, true, false]);
});

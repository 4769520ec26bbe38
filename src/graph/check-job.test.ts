import { expect, test } from "vitest";
import { createCatalog } from "../app/catalog.ts";
import { checkJob } from "./check-job.ts";
import { compileJob } from "./compile-job.ts";
import { jobDocumentFormat } from "./job-document.ts";
import type { DocumentPartitioner, JobDocument } from "./job-document.ts";

const catalog = createCatalog();

function job(type: string, config: Readonly<Record<string, unknown>>, partitioner: DocumentPartitioner): JobDocument {
  const fields = [{ name: "word", type: "STRING" }, { name: "n", type: "INT" }];
  return {
    format: jobDocumentFormat,
    name: "check",
    config: {},
    operators: [
      { id: "source", type: "values", name: "source", config: { fields, rows: [["a", 1]] } },
      { id: "operator", type, name: "operator", config },
      { id: "sink", type: "print", name: "sink", config: { standardError: false } },
    ],
    edges: [
      { id: "in", from: { operator: "source", port: "out" }, to: { operator: "operator", port: "in" }, partitioner },
      { id: "out", from: { operator: "operator", port: "out" }, to: { operator: "sink", port: "in" } },
    ],
  };
}

const keyed: DocumentPartitioner = { type: "hash", key: ["word"] };
const problems = (document: JobDocument) => checkJob(document, catalog).diagnostics.map(({ code, field, line, column }) => `${code} ${field} ${line}:${column}`);

const common = { time: "event", size: 1000, offset: 0, stagger: "aligned", allowedLateness: 0, lateOutput: false };
const process = { processElement: "ctx.log(row.n)", onTimer: "", states: [], fields: [{ name: "n", type: "INT" }], sideOutputs: [] };

test.each([
  ["filter", { function: "row.m > 1" }, "function.field-unknown function 1:1"],
  ["reduce", { function: "{ word: left.word,\n  n: left.n + right.m }" }, "function.field-unknown function 2:15"],
  ["tumbling-window", { ...common, function: { type: "reduce", function: "left.x" } }, "function.field-unknown function.function 1:1"],
  ["tumbling-window", { ...common, trigger: { type: "delta", threshold: 1, delta: "row.n - last.m" }, function: { type: "sum", field: "n" } }, "function.field-unknown trigger.delta 1:9"],
  ["session-window", { ...common, gap: 1, dynamicGap: "rwo.n", function: { type: "sum", field: "n" } }, "function.free-name dynamicGap 1:1"],
  ["process", { ...process, states: [{ kind: "value", name: "a", type: "INT" }, { kind: "reducing", name: "b", type: "INT", reduce: "left +" }] }, "function.syntax states.1.reduce 1:7"],
  ["process", { ...process, onTimer: "'nothing'" }, "function.no-effect onTimer 1:1"],
])("[GR48] [UI15] a mistake in a function of %s keeps the job from being submitted, with its place", (type, config, problem) => {
  const document = job(type, config, keyed);
  expect(compileJob(document, catalog).ok).toBe(true);
  expect(checkJob(document, catalog).ok).toBe(false);
  expect(problems(document).filter((each) => each.startsWith("function."))).toEqual([problem]);
});

test("[GR48] functions of edges are checked like those of operators", () => {
  const document = job("filter", { function: "true" }, { type: "custom", key: "n", function: "key % m" });
  expect(problems(document)).toEqual(["function.free-name partitioner 1:7"]);
});

test.each([
  ["filter", { function: "const small = row.n < 5;\nreturn small;" }],
  ["map", { function: "{ n: row.n }", fields: [{ name: "n", type: "INT" }] }],
  ["map", { function: "return { n: row.n };", fields: [{ name: "n", type: "INT" }] }],
  ["flat-map", { function: "collect({ n: row.n })", fields: [{ name: "n", type: "INT" }] }],
  ["process", { ...process, processElement: "collect({ n: row.n })" }],
  ["process", process],
])("[GR48] [SB11] warnings do not keep a job with %s %j from being submitted", (type, config) => {
  expect(checkJob(job(type, config, keyed), catalog)).toMatchObject({ ok: true });
});

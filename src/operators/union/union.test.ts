import { expect, test } from "vitest";
import { createCatalog } from "../../app/catalog.ts";
import { plainFunctions } from "../../expression/testing/plain-functions.ts";
import { compileJob } from "../../graph/compile-job.ts";
import { jobDocumentFormat } from "../../graph/job-document.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { constantTimes, defaultTimes } from "../../hosts/deterministic/virtual-times.ts";
import { runInProcess } from "../../hosts/in-process/run-in-process.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { union } from "./descriptor.ts";

const fields = [{ name: "word", type: "STRING" }];
const edge = (from: string, to: string) => ({ id: `${from} -> ${to}`, from: { operator: from, port: "out" }, to: { operator: to, port: "in" } });
const words = (id: string, rows: readonly string[]) =>
  ({ id, type: "values", name: id, config: { fields, rows: rows.map((word) => [word]) } });

const job: JobDocument = {
  format: jobDocumentFormat,
  name: "union",
  config: {},
  operators: [
    words("a", ["weir", "ox"]), words("b", ["sea"]), { id: "u", type: "union", name: "u", config: {} }, { id: "p", type: "print", name: "p", config: {} },
  ],
  edges: [edge("a", "u"), edge("b", "u"), edge("u", "p")],
};

test("[OP4] union hands on all rows of its inputs, without a task of its own", () => {
  const catalog = createCatalog();
  const compiled = compileJob(job, catalog);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  expect(compiled.streamGraph.nodes.map(({ name }) => name)).toEqual(["Source: a", "Source: b", "p: Writer"]);
  const printed: string[] = [];
  runInProcess({
    job: compiled, jobId: "job", catalog, functions: plainFunctions, seed: 1, times: constantTimes(defaultTimes), faults: [],
    limits: { turns: 10_000, virtualMs: 60_000 },
    onEvents: (events) => printed.push(...events.flatMap(({ body }) => (body.kind === "sinkWritten" ? [body.text] : []))),
  });
  expect(printed.toSorted()).toEqual(["+I[ox]", "+I[sea]", "+I[weir]"]);
});

test("[OP4] its rows have the fields of those that it reads", () => {
  const schema = schemaOf(fields);
  expect(union.infer({}, { in: { schema, key: undefined } }).outputs["out"]).toBe(schema);
});

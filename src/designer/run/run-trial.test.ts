import { expect, it } from "vitest";
import { createCatalog } from "../../app/catalog.ts";
import { plainFunctions } from "../../expression/testing/plain-functions.ts";
import { compileJob } from "../../graph/compile-job.ts";
import type { DocumentPartitioner, JobDocument } from "../../graph/job-document.ts";
import { createInProcessJobClient } from "../../hosts/in-process/job-client.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { passageDocument, trialDocument } from "../document/trial-document.ts";
import { writtenRow } from "./logged-row.ts";
import type { TrialResult } from "./run-trial.ts";
import { runTrial } from "./run-trial.ts";

const catalog = createCatalog();
const fields = [{ name: "word", type: "STRING" }, { name: "n", type: "BIGINT" }];
const keyed: DocumentPartitioner = { type: "hash", key: ["word"] };

function documentOf(type: string, config: Readonly<Record<string, unknown>>): JobDocument {
  return {
    format: "weir.job/1",
    name: "test",
    config: {},
    operators: [
      { id: "s", type: "datagen", name: "s", config: { fields, options: {} } },
      { id: "o", type, name: "tried", config, parallelism: 4, uid: "mine" },
    ],
    edges: [{ id: "e", from: { operator: "s", port: "out" }, to: { operator: "o", port: "in" }, partitioner: keyed }],
  };
}

function tryOut(type: string, config: Readonly<Record<string, unknown>>, rows: readonly unknown[]): Promise<TrialResult> {
  const document = documentOf(type, config);
  const { schemas } = compileJob(document, catalog);
  const operator = document.operators[1];
  if (operator === undefined) throw new Error("no operator");
  return runTrial(connect, trialDocument({ document, operator, schemas, rows }, catalog));
}

const clock = { now: () => performance.now(), delay: () => () => {} };
const yieldToEvents = () => new Promise<void>((resolve) => setTimeout(resolve));
const port = () => ({ ok: false, message: "no files here" }) as const;
const connect = () => createInProcessJobClient({ catalog, functions: plainFunctions, clock, yieldToEvents, port });

const rows = [["a", 1], ["b", "9007199254740993"]];

it("[UI36] shows what the function makes of the sample rows, exact beyond 2^53", async () => {
  const result = await tryOut("filter", { function: "row.n > 0" }, rows);
  const shown = [
    { port: "out", text: "+I[a, 1]", values: ["a", "1"] },
    { port: "out", text: "+I[b, 9007199254740993]", values: ["b", "9007199254740993"] },
  ];
  expect(result).toEqual({ rows: shown, failure: undefined, diagnostics: [] });
});

it.each([
  ["map", { function: "{ n: row.word }", fields: [{ name: "n", type: "INT" }] }, /"a".*INT|INT.*a/s],
  ["map", { function: "const m = row.n;\nreturn { n: m.x.y };", fields: [{ name: "n", type: "INT" }] }, /Cannot read/],
  ["filter", { function: "[row.n][0]" }, /gave a number, not true or false/],
])("[UI36] says why a result of %s %j is wrong, with the record", async (type, config, reason) => {
  const result = await tryOut(type, config, rows);
  expect(result.failure).toMatch(reason);
  expect(result.failure).toContain("a, 1");
});

it("[UI36] runs keyed functions with state, timers and side outputs", async () => {
  const config = {
    processElement: 'ctx.state.n.add(row.n);\nctx.output("seen", { word: row.word });\nctx.registerEventTimeTimer(5);',
    onTimer: "collect({ n: ctx.state.n.get() });",
    states: [{ kind: "reducing", name: "n", type: "BIGINT", reduce: "left + right" }],
    fields: [{ name: "n", type: "BIGINT" }],
    sideOutputs: [{ tag: "seen", fields: [{ name: "word", type: "STRING" }] }],
  };
  const { rows: written, failure } = await tryOut("process", config, [["a", 1], ["a", 2]]);
  expect(failure).toBeUndefined();
  expect(written.toSorted((a, b) => (a.port < b.port ? -1 : 1))).toEqual([
    { port: "out", text: "+I[3]", values: ["3"] },
    { port: "seen", text: "+I[a]", values: ["a"] },
    { port: "seen", text: "+I[a]", values: ["a"] },
  ]);
});

it("[OB50] rows go through the functions of a chain as they did, and are rows again with their types", async () => {
  const filter = { id: "f", type: "filter", name: "f", config: { function: "row.n > 1" } };
  const map = { id: "m", type: "map", name: "m", config: { function: "{ half: row.n / 2 }", fields: [{ name: "half", type: "DOUBLE" }] } };
  const document = passageDocument([filter, map], { schema: schemaOf(fields), rows: [["a", 1], ["b", 3]] }, catalog);
  const { rows: written, failure } = await runTrial(connect, document);
  expect(failure).toBeUndefined();
  expect(written.map(({ values }) => values && writtenRow(values, schemaOf([{ name: "half", type: "DOUBLE" }])))).toEqual(["[1.5]"]);
});

it("[UI36] a trial that cannot start says so", async () => {
  const { diagnostics } = await tryOut("filter", { function: "row.m" }, rows);
  expect(diagnostics.map(({ code }) => code)).toContain("function.field-unknown");
});

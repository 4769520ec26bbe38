import { beforeAll, expect, test } from "vitest";
import { createDesignCatalog } from "../../app/design-catalog.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { Editor } from "../document/editor.ts";
import { initLanguage } from "../i18n/language.ts";
import { analyse } from "./analysis.ts";
import { fixesFor } from "./fixes.ts";

const catalog = createDesignCatalog();

beforeAll(() => initLanguage("en"));

const fields = [{ name: "city", type: "STRING" }, { name: "amount", type: "BIGINT" }, { name: "at", type: "TIMESTAMP(3)" }];

function jobOf(type: string, config: Readonly<Record<string, unknown>>): JobDocument {
  return {
    format: "weir.job/1",
    name: "fields",
    config: {},
    operators: [
      { id: "from", type: "values", name: "from", config: { fields, rows: [] } },
      { id: "to", type, name: "to", config },
    ],
    edges: [{
      id: "edge", from: { operator: "from", port: "out" }, to: { operator: "to", port: "in" }, partitioner: { type: "hash", key: ["city"] },
    }],
  };
}

test.each([
  ["assign-timestamps", { timestamp: "field", field: "ts", strategy: "none", delayMs: 0 }, ["Use at"], { field: "at" }],
  ["sum", { field: "amuont" }, ["Use amount"], { field: "amount" }],
  ["table", { mode: "upsert", key: ["city", "amont"] }, ["Use amount"], { key: ["city", "amount"] }],
])("[UI19] a field of %s that the input has not is replaced with one press", (type, config, labels, mended) => {
  const document = jobOf(type, config);
  const editor = new Editor();
  editor.open(document, "own", "fields");
  const analysis = analyse(document, catalog);
  const fixes = analysis.diagnostics.flatMap((found) => fixesFor(found, { document, analysis, catalog, editor }));
  expect(fixes.map(({ label }) => label)).toEqual(labels);
  for (const { apply } of fixes) apply();
  expect(editor.document.operators[1]?.config).toMatchObject(mended);
  expect(analyse(editor.document, catalog).diagnostics.filter(({ code }) => /field|key-unknown/.test(code))).toEqual([]);
});

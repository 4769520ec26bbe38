import { beforeAll, describe, expect, it } from "vitest";
import { catalogOf } from "../../graph/catalog.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { initLanguage } from "../i18n/language.ts";
import { connectors, operatorDescriptors } from "../inspector/testing/all-descriptors.ts";
import { analyse } from "./analysis.ts";
import { fixesFor, type Fix } from "./fixes.ts";
import { Editor } from "../document/editor.ts";

const catalog = catalogOf([...connectors, ...operatorDescriptors]);

/** Rows into a window on event time, with nothing that makes watermarks. */
function windowJob(timeField: string): JobDocument {
  const schema = [{ name: "word", type: "STRING" }, ...(timeField === "" ? [] : [{ name: timeField, type: "BIGINT" }])];
  const initial = (type: string): Record<string, unknown> => ({ ...Object(catalog.find(type)?.initial) });
  const operator = (id: string, type: string, config: object = {}): JobDocument["operators"][number] => ({
    id,
    type,
    name: id,
    config: { ...initial(type), ...config },
  });
  const edge = (id: string, from: string, to: string): JobDocument["edges"][number] => ({
    id,
    from: { operator: from, port: "out" },
    to: { operator: to, port: "in" },
  });
  return {
    format: "weir.job/1",
    name: "windows",
    config: {},
    operators: [operator("rows", "values", { fields: schema, rows: [] }), operator("window", "tumbling-window"), operator("out", "print")],
    edges: [{ ...edge("e1", "rows", "window"), partitioner: { type: "hash", key: ["word"] } }, edge("e2", "window", "out")],
  };
}

const editor = new Editor();

function fixes(document: JobDocument): readonly Fix[] {
  editor.open(document, "own", "test", "own");
  const analysis = analyse(document, catalog);
  const waiting = analysis.diagnostics.find(({ code }) => code === "time.no-watermarks");
  return waiting ? fixesFor(waiting, { document, analysis, catalog, editor }) : [];
}

describe("[UI19] a window that waits for event time", () => {
  beforeAll(() => initLanguage("en"));

  it("gets timestamps by a field of its input in front of it", () => {
    const [fix] = fixes(windowJob("ts"));
    expect(fix?.label).toBe("Timestamps by ts");
    fix?.apply();
    const { document } = editor;
    expect(document.operators.at(-1)).toMatchObject({ type: "assign-timestamps", config: { field: "ts", strategy: "bounded" } });
    expect(document.edges.find(({ id }) => id === "e1")).toMatchObject({ to: { operator: "window" }, partitioner: { type: "hash" } });
    expect(analyse(document, catalog).diagnostics).toEqual([]);
  });

  it("gets the clock of its task where the input has no such field", () => {
    const offered = fixes(windowJob(""));
    expect(offered.map(({ label }) => label)).toEqual(["Use processing time"]);
    offered[0]?.apply();
    expect(analyse(editor.document, catalog).diagnostics).toEqual([]);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { checkJob } from "../../graph/check-job.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { applyChange } from "../document/apply-change.ts";
import { editCatalog, editDocument } from "../document/testing/edit-catalog.ts";
import { initLanguage } from "../i18n/language.ts";
import { Editor } from "../document/editor.ts";
import { analysisDelayMs, DocumentAnalysis } from "./document-analysis.ts";
import { DocumentReader } from "./document-reader.ts";
import { analyse, sortDiagnostics } from "./analysis.ts";
import { fixesFor, nearestName } from "./fixes.ts";

const document = editDocument();

describe("analysis", () => {
  it("knows the schema at every port", () => {
    const { outputs, inputs } = analyse(document, editCatalog);
    expect(outputs.get("source")?.["out"]?.fields.map(({ name }) => name)).toEqual(["n", "word"]);
    expect(inputs.get("keyed")?.["in"]?.key).toEqual(["word"]);
    expect(outputs.get("free")).toBeUndefined();
  });

  it("[UI14] sorts errors first, then by the stream", () => {
    const problem = (severity: Diagnostic["severity"], operator: string): Diagnostic => ({
      severity,
      code: "x",
      message: operator,
      operator,
    });
    const found = [problem("warning", "source"), problem("error", "sink"), problem("error", "plain")];
    expect(sortDiagnostics(found, document).map(({ message }) => message)).toEqual(["plain", "sink", "source"]);
  });

  it("[UI15] lints functions against the fields of the input row", () => {
    const config = { function: "row.wrod + window.x" };
    const wrong = applyChange(document, { kind: "setConfig", operator: "plain", config }).document;
    const found = analyse(wrong, editCatalog, checkJob).diagnostics.filter(({ field }) => field === "function");
    expect(found.map(({ code, line }) => `${code} ${line}`)).toEqual([
      "function.field-unknown 1",
      "function.free-name 1",
    ]);
  });

  it("[UI13] follows an edit within 50 ms", async () => {
    const editor = new Editor();
    editor.open(document, "own", "test", "own");
    const followed = new DocumentAnalysis({ editor, catalog: editCatalog, reader: new DocumentReader(undefined) });
    const stop = followed.keepUp({ load: () => Promise.resolve(checkJob), when: () => () => undefined });
    const before = followed.state.diagnostics.length;
    editor.store.setState({ document: { ...document, edges: [] } });
    expect(analysisDelayMs).toBeLessThanOrEqual(50);
    await expect.poll(() => followed.state.diagnostics.length).toBeGreaterThan(before);
    stop();
  });
});

describe("[UI19] fixes", () => {
  beforeAll(() => initLanguage("en"));

  it("connect an input that nothing feeds, and can be undone", () => {
    const editor = new Editor();
    editor.open(document, "own", "test", "own");
    const analysis = analyse(document, editCatalog);
    const unconnected = analysis.diagnostics.find(
      ({ code, operator }) => code === "input.unconnected" && operator === "free",
    );
    if (!unconnected) throw new Error("no diagnostic to fix");
    const [fix] = fixesFor(unconnected, { document, analysis, catalog: editCatalog, editor });
    expect(fix?.label).toBe("Connect other");
    fix?.apply();
    expect(editor.document.edges.at(-1)).toMatchObject({
      from: { operator: "other", port: "out" },
      to: { operator: "free", port: "in" },
      partitioner: { type: "hash", key: ["word"] },
    });
    editor.undo();
    expect(editor.document).toEqual(document);
  });

  it("replace an unknown key field by the one that was probably meant", () => {
    const wrong = applyChange(document, {
      kind: "setPartitioner",
      edge: "b",
      partitioner: { type: "hash", key: ["wrd"] },
    }).document;
    const analysis = analyse(wrong, editCatalog);
    const unknown = analysis.diagnostics.find(({ code }) => code === "edge.key-unknown");
    if (!unknown) throw new Error("no diagnostic to fix");
    expect(fixesFor(unknown, { document: wrong, analysis, catalog: editCatalog, editor: new Editor() }).map(({ label }) => label)).toEqual([
      "Use word",
    ]);
  });

  it("guess a name only when it is near", () => {
    expect(nearestName("crd", ["card", "amount"])).toBe("card");
    expect(nearestName("zzz", ["card", "amount"])).toBeUndefined();
  });
});

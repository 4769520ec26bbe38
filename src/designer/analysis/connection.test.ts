import { describe, expect, it } from "vitest";
import { analyse, emptyAnalysis } from "./analysis.ts";
import { editCatalog, editDocument } from "../document/testing/edit-catalog.ts";
import { judgeConnection, judgeTargets } from "./connection.ts";

const document = editDocument();
const context = { document, analysis: analyse(document, editCatalog, undefined), catalog: editCatalog };
const reason = (from: string, to: string, port = "in"): string => {
  const verdict = judgeConnection(context, { operator: from, port: "out" }, { operator: to, port });
  return verdict.allowed ? "allowed" : verdict.refusal.reason;
};

describe("[UI5] connections", () => {
  it.each([
    ["source", "source", "notAnInput"],
    ["plain", "plain", "self"],
    ["keyed", "plain", "loop"],
    ["source", "plain", "double"],
    ["other", "plain", "taken"],
    ["other", "sink", "allowed"],
    ["other", "nowhere", "noSuchPort"],
  ])("%s -> %s: %s", (from, to, expected) => {
    expect(reason(from, to)).toBe(expected);
  });

  it("into a keyed input begin as hash by the first text field", () => {
    const verdict = judgeConnection(context, { operator: "other", port: "out" }, { operator: "free", port: "in" });
    expect(verdict).toMatchObject({ allowed: true, partitioner: { type: "hash", key: ["word"] } });
  });

  it("[GR75] into a broadcast input begin as broadcast", () => {
    const enrich = { id: "enrich", type: "enrich", name: "enrich", config: {} };
    const wider = { ...context, document: { ...document, operators: [...document.operators, enrich] } };
    const into = (port: string): unknown => judgeConnection(wider, { operator: "other", port: "out" }, { operator: "enrich", port });
    expect(into("rules")).toMatchObject({ allowed: true, partitioner: { type: "broadcast" } });
    expect(into("records")).toMatchObject({ allowed: true, partitioner: undefined });
  });

  it("into a keyed input need fields to choose a key among", () => {
    const blind = { ...context, analysis: emptyAnalysis };
    const verdict = judgeConnection(blind, { operator: "other", port: "out" }, { operator: "free", port: "in" });
    expect(verdict).toEqual({ allowed: false, refusal: { reason: "needsKey" } });
  });

  it("are judged for every input of the job at once", () => {
    const verdicts = judgeTargets(context, { operator: "other", port: "out" });
    expect(verdicts.map(({ port, verdict }) => `${port.operator} ${verdict.allowed}`)).toEqual([
      "plain false",
      "keyed true",
      "sink true",
      "free true",
    ]);
  });
});

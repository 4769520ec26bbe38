import { describe, expect, it } from "vitest";
import type { JobDocument } from "../../graph/job-document.ts";
import { analyse } from "../analysis/analysis.ts";
import { applyChange, positionsOf } from "../document/apply-change.ts";
import type { Position } from "../document/document-change.ts";
import { insertedOnEdge, joined } from "../document/insert-changes.ts";
import { editCatalog, editDocument } from "../document/testing/edit-catalog.ts";
import { landingOf } from "./landing.ts";

const document = editDocument();

/** Where one of the operators lands at a place. */
function landed(id: string, at: Position): { readonly present: JobDocument; readonly landing: ReturnType<typeof landingOf> } {
  const present = applyChange(document, { kind: "move", positions: { [id]: at } }).document;
  const operator = present.operators.find((each) => each.id === id);
  if (!operator) throw new Error("no such operator");
  return { present, landing: landingOf({ document: present, analysis: analyse(document, editCatalog, undefined), catalog: editCatalog }, operator) };
}

describe("what an operator lands on", () => {
  it("[UI160] is the nearest port that takes it, by the key that it needs", () => {
    const { landing } = landed("free", { x: 264, y: 208 });
    expect(landing.joins).toEqual([
      { from: { operator: "other", port: "out" }, to: { operator: "free", port: "in" }, partitioner: { type: "hash", key: ["word"] } },
    ]);
  });

  it("[UI160] is nothing too far away, and nothing for a port that has an edge", () => {
    expect(landed("free", { x: 320, y: 220 }).landing.joins).toEqual([]);
    expect(landed("keyed", { x: 264, y: 208 }).landing.joins).toEqual([]);
  });

  it("[UI162] is the edge below its middle, with that edge's key", () => {
    expect(landed("free", { x: 450, y: 6 }).landing.onEdge).toEqual({
      edge: "b",
      input: "in",
      output: "out",
      partitioner: { type: "hash", key: ["word"] },
    });
    expect(landed("other", { x: 450, y: 6 }).landing.onEdge).toBeUndefined();
  });
});

describe("an edit that lands", () => {
  const move = (at: Position): Parameters<typeof insertedOnEdge>[1] => ({ kind: "move", positions: { free: at } });

  it("[UI162] goes between the ends of an edge, which keeps its id and partitioner; what stands downstream makes room", () => {
    const on = { edge: "b", input: "in", output: "out", partitioner: { type: "hash" as const, key: ["word"] } };
    const change = insertedOnEdge(document, move({ x: 450, y: 6 }), "free", on);
    const { document: after, inverse } = applyChange(document, change);
    expect(after.edges.map(({ id, from, to, partitioner }) => `${id} ${from.operator} ${to.operator} ${partitioner?.type ?? ""}`)).toEqual([
      "a source plain ",
      "b free keyed hash",
      "c keyed sink ",
      "edge-1 plain free hash",
    ]);
    const { free, keyed, sink, other } = positionsOf(after);
    expect([free, keyed, sink, other]).toEqual([{ x: 608, y: 0 }, { x: 912, y: 0 }, { x: 1212, y: 0 }, { x: 0, y: 200 }]);
    expect(applyChange(after, inverse).document).toEqual(document);
  });

  it("[UI166] is one step with the edges it has", () => {
    const { landing } = landed("free", { x: 264, y: 208 });
    const { document: after, inverse } = applyChange(document, joined(document, move({ x: 264, y: 208 }), landing.joins));
    expect(after.edges).toHaveLength(4);
    expect(applyChange(after, inverse).document).toEqual(document);
  });
});

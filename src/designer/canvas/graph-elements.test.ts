import { describe, expect, it } from "vitest";
import { analyse } from "../analysis/analysis.ts";
import { applyChange } from "../document/apply-change.ts";
import { editCatalog, editDocument } from "../document/testing/edit-catalog.ts";
import { nothingSelected } from "../workspace/workspace.ts";
import { freePlace } from "../document/places.ts";
import { graphElements, partitionerLabel, type GraphInput } from "./graph-elements.ts";

const document = editDocument();
const input: GraphInput = {
  document,
  analysis: analyse(document, editCatalog, undefined),
  catalog: editCatalog,
  selection: nothingSelected,
  dragged: {},
  tabStop: "source",
  messageOf: ({ message }) => message,
};

describe("elements of the canvas", () => {
  it("[UI7] draws edges by the height of the port they end at, selected ones last", () => {
    const low = applyChange(document, { kind: "move", positions: { plain: { x: 300, y: 400 } } }).document;
    const order = (selected: readonly string[]): string[] =>
      graphElements()({ ...input, document: low, selection: { ...nothingSelected, edges: selected } }).edges.map(
        ({ id }) => id,
      );
    expect(order([])).toEqual(["b", "c", "a"]);
    expect(order(["b"])).toEqual(["c", "a", "b"]);
  });

  it("reuses what an edit did not touch, so that React Flow renders only the rest", () => {
    const build = graphElements();
    const before = build(input);
    const renamed = applyChange(document, { kind: "rename", operator: "plain", name: "other name" }).document;
    const after = build({ ...input, document: renamed });
    expect(after.nodes.filter((node, index) => node !== before.nodes[index]).map(({ id }) => id)).toEqual(["plain"]);
    expect(after.edges.find(({ id }) => id === "c")).toBe(before.edges.find(({ id }) => id === "c"));
  });

  it("[UI12] holds nothing of a run: the same document gives the same objects", () => {
    const build = graphElements();
    expect(build(input).nodes[0]).toBe(build({ ...input }).nodes[0]);
  });

  it("[UI95] a sink has a sheet as large as what is free below it, and nothing else has one", () => {
    const roomWith = (y: number, x = 912): (string | undefined)[] => {
      const moved = applyChange(document, { kind: "move", positions: { sink: { x: 912, y: 0 }, plain: { x, y } } }).document;
      const { nodes } = graphElements()({ ...input, document: moved });
      return nodes.flatMap((node) => (node.type === "operator" && (node.id === "sink" || node.id === "plain") ? [`${node.id} ${node.data.sheetRoom}`] : []));
    };
    expect(roomWith(400)).toEqual(expect.arrayContaining(["sink rows", "plain none"]));
    expect(roomWith(82 + 48)).toContain("sink count");
    expect(roomWith(82 + 20)).toContain("sink none");
    expect(roomWith(82 + 20, 1300)).toContain("sink rows");
  });

  it("keeps the ports of an operator it does not know as its edges name them", () => {
    const strange = {
      ...document,
      operators: document.operators.map((operator) =>
        operator.id === "plain" ? { ...operator, type: "newer" } : operator,
      ),
    };
    const node = graphElements()({ ...input, document: strange }).nodes.find(({ id }) => id === "plain");
    expect(node?.handles?.map(({ id, type }) => `${type} ${id}`)).toEqual(["target in", "source out"]);
  });

  it("[UI6] finds free ground right of an operator", () => {
    expect(freePlace(document, "other")).toEqual({ x: 304, y: 440 });
    expect(freePlace(document, "sink")).toEqual({ x: 1208, y: 0 });
    expect(freePlace({ ...document, operators: [], edges: [], layout: { positions: {} } }, undefined)).toEqual({
      x: 0,
      y: 0,
    });
  });

  it("names partitioners as Flink does", () => {
    expect(partitionerLabel(undefined, true)).toBe("forward");
    expect(partitionerLabel(undefined, false)).toBe("rebalance");
    expect(partitionerLabel({ type: "hash", key: ["a", "b"] }, true)).toBe("hash(a, b)");
  });
});

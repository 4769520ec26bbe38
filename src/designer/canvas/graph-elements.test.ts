import { describe, expect, it } from "vitest";
import { analyse } from "../analysis/analysis.ts";
import { applyChange } from "../document/apply-change.ts";
import { editCatalog, editDocument } from "../document/testing/edit-catalog.ts";
import { nothingSelected } from "../workspace/workspace.ts";
import { catalog } from "../examples/testing/run-example.ts";
import { ridesAndFares } from "../examples/rides-and-fares/rides-and-fares.ts";
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
  words: undefined,
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

  it("[UI155] a union has no subtask, and its node says so instead of that it is not started", () => {
    const drawn = ridesAndFares.document;
    const { nodes } = graphElements()({ ...input, document: drawn, catalog, analysis: analyse(drawn, catalog, undefined) });
    const without = nodes.flatMap(({ id, data }) => ("runs" in data && !data.runs ? [id] : []));
    expect(without).toEqual(drawn.operators.flatMap(({ id, type }) => (type === "union" ? [id] : [])));
    expect(without).toHaveLength(1);
  });

  it("[UI12] holds nothing of a run: the same document gives the same objects", () => {
    const build = graphElements();
    expect(build(input).nodes[0]).toBe(build({ ...input }).nodes[0]);
    expect(build(input).nodes).toBe(build({ ...input }).nodes);
    expect(build(input).edges).toBe(build({ ...input }).edges);
  });

  it("selects an edge and no operator of the same id", () => {
    const twins = { ...document, edges: document.edges.map((edge) => (edge.id === "a" ? { ...edge, id: "plain" } : edge)) };
    const { nodes, edges } = graphElements()({ ...input, document: twins, selection: { ...nothingSelected, edges: ["plain"] } });
    expect(nodes.filter(({ selected }) => selected)).toEqual([]);
    expect(edges.filter(({ selected }) => selected).map(({ id }) => id)).toEqual(["plain"]);
  });

  it("[UI62] draws an operator anew for each thing that it shows, and for nothing else", () => {
    const build = graphElements();
    const drawnFor = (next: GraphInput): boolean => {
      const before = build(input).nodes.find(({ id }) => id === "plain");
      return build(next).nodes.find(({ id }) => id === "plain") !== before;
    };
    const error = { severity: "error", code: "x", message: "wrong", operator: "plain" } as const;
    const schema = { fields: [{ name: "n", type: { type: "INT", nullable: true } }] } as never;
    expect(drawnFor({ ...input, analysis: { ...input.analysis, diagnostics: [error] } })).toBe(true);
    expect(drawnFor({ ...input, analysis: { ...input.analysis, outputs: new Map([["plain", { out: schema }]]) } })).toBe(true);
    expect(drawnFor({ ...input, selection: { ...nothingSelected, operators: ["plain"] } })).toBe(true);
    expect(drawnFor({ ...input, tabStop: "plain" })).toBe(true);
    expect(drawnFor({ ...input, dragged: { plain: { x: 8, y: 8 } } })).toBe(true);
    expect(drawnFor({ ...input, document: { ...document, config: { "parallelism.default": "3" } } })).toBe(true);
    expect(drawnFor({ ...input, document: { ...document, name: "other" } })).toBe(false);
    expect(drawnFor({ ...input, selection: { ...nothingSelected, operators: ["source"] } })).toBe(false);
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

  it("[UI169] names of Flink's API and connectors are the same in every language", () => {
    const names = ["map", "flatMap", "filter", "union", "process", "reduce", "sum", "min", "max", "minBy", "maxBy", "print", "datagen", "blackhole"];
    const labels = catalog.descriptors.map(({ label }) => label).filter(({ en }) => names.includes(en));
    expect(labels.map((label) => label["zh-Hans"])).toEqual(labels.map(({ en }) => en));
    expect(labels).toHaveLength(names.length);
  });

  it("[UI169] the second line of an operator has no English words alone", () => {
    const words = /\b(?:rows|all|nothing|kept|gap|repeated)\b/;
    for (const { type, describe: second, initial } of catalog.descriptors) {
      const said = second(initial);
      if (typeof said === "string") expect(said, type).not.toMatch(words);
      else expect(said["zh-Hans"], type).toMatch(/\p{Script=Han}/u);
    }
  });
});

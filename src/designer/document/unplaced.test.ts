import { expect, it } from "vitest";
import type { JobDocument } from "../../graph/job-document.ts";
import { applyChange, positionsOf } from "./apply-change.ts";
import { gapX, nodeWidth } from "./places.ts";

const job = (ids: readonly string[], edges: readonly (readonly [string, string])[], layout?: JobDocument["layout"]): JobDocument => ({
  format: "weir.job/1",
  name: "written by hand",
  config: {},
  operators: ids.map((id) => ({ id, type: "map", name: id, config: {} })),
  edges: edges.map(([from, to], n) => ({ id: `e${n}`, from: { operator: from, port: "out" }, to: { operator: to, port: "in" } })),
  ...(layout && { layout }),
});
const diamond = [["orders", "clean"], ["clients", "known"], ["clean", "join"], ["known", "join"], ["join", "table"], ["clean", "rejects"]] as const;
const ids = ["table", "rejects", "clients", "orders", "join", "clean", "known"];

const overlaps = (places: readonly { readonly x: number; readonly y: number }[]): boolean =>
  places.some((a, i) => places.slice(i + 1).some((b) => Math.abs(a.x - b.x) < nodeWidth && Math.abs(a.y - b.y) < 82));

it("[UI118] a job without places is laid out along its stream, nothing on anything else, no edge backwards", () => {
  const document = job(ids, diamond);
  const places = positionsOf(document);
  expect(Object.keys(places).toSorted()).toEqual(ids.toSorted());
  for (const [from, to] of diamond) expect((places[to]?.x ?? 0) - (places[from]?.x ?? 0)).toBeGreaterThanOrEqual(nodeWidth + gapX);
  expect(overlaps(Object.values(places))).toBe(false);
  // Two rows that do not cross: orders over clean as clients over known.
  const above = (a: string, b: string): boolean => (places[a]?.y ?? 0) < (places[b]?.y ?? 0);
  expect(above("clean", "known")).toBe(above("orders", "clients"));
});

it("[UI118] what has a place keeps it, the others stand below; an edit keeps them all", () => {
  const layout = { positions: { orders: { x: 40, y: 16 }, clean: { x: 344, y: 16 } } };
  const document = job(ids, diamond, layout);
  const places = positionsOf(document);
  expect(places).toMatchObject(layout.positions);
  expect(overlaps(Object.values(places))).toBe(false);
  const moved = applyChange(document, { kind: "move", positions: { table: { x: 800, y: 800 } } }).document;
  expect(positionsOf(moved)).toEqual({ ...places, table: { x: 800, y: 800 } });
});

it("[UI118] a loop, an operator joined to itself and thousands of operators have places, too", () => {
  expect(Object.keys(positionsOf(job(["a", "b", "c"], [["a", "b"], ["b", "a"], ["c", "c"]])))).toHaveLength(3);
  const many = Array.from({ length: 3000 }, (_, n) => `op${n}`);
  const chain = many.slice(1).map((id, n) => [many[n] ?? "", id] as const);
  expect(overlaps(Object.values(positionsOf(job(many, chain))).slice(0, 300))).toBe(false);
});

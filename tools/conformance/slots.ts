import { assignSlots } from "../../src/graph/slot-assignment.ts";
import { topologicalOrder } from "../../src/graph/topological-order.ts";
import type { DistributionPattern } from "../../src/graph/wiring.ts";
import type { Suite } from "./suite.ts";

interface Given {
  readonly vertices: readonly { readonly parallelism: number; readonly group: string; readonly coLocatedWith?: number }[];
  readonly edges: readonly { readonly producer: number; readonly consumer: number; readonly pattern: DistributionPattern }[];
  readonly insertionOrder: readonly number[];
}

function run({ vertices, edges, insertionOrder }: Given): unknown {
  const inserted = insertionOrder.map((vertex) => ({
    inputs: edges.filter(({ consumer }) => consumer === vertex).map(({ producer }) => ({ source: insertionOrder.indexOf(producer) })),
    results: edges.filter(({ producer }) => producer === vertex).map(({ consumer }) => ({ consumers: [insertionOrder.indexOf(consumer)] })),
  }));
  const order = topologicalOrder(inserted).map((at) => insertionOrder[at] ?? -1);
  const groups = [...new Set(vertices.map(({ group }) => group))];
  const slots = assignSlots(order.map((vertex) => {
    const { parallelism = 0, group = "" } = vertices[vertex] ?? {};
    const inputs = edges.filter(({ consumer }) => consumer === vertex)
      .map(({ producer, pattern }) => ({ source: order.indexOf(producer), pattern }));
    return { parallelism, group: groups.indexOf(group), inputs };
  }));
  const shared: [number, number][][] = [];
  slots.forEach((row, at) => row.forEach((slot, subtask) => (shared[slot] ??= []).push([order[at] ?? -1, subtask])));
  const byPlace = ([a, x]: readonly [number, number], [b, y]: readonly [number, number]): number => a - b || x - y;
  const sorted = shared.map((slot) => slot.toSorted(byPlace));
  return { order, slots: sorted.toSorted(([a = [0, 0]], [b = [0, 0]]) => byPlace(a, b)), count: sorted.length };
}

export const slotsSuite: Suite = { name: "slots", run };

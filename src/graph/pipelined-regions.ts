import { resultTraits } from "./result-traits.ts";
import type { ListBy, TaskIndex } from "../stream/indices.ts";
import type { ResultType } from "./result-traits.ts";

/** Channel between two subtasks, as failover sees it. */
export interface RegionLink {
  /** Indexes of subtasks. */
  readonly from: TaskIndex;
  readonly to: TaskIndex;
  /** Of the result that the channel reads. */
  readonly type: ResultType;
}

/** Subtasks by their vertex, and the channels between them. */
export interface RegionGraph<Link extends RegionLink = RegionLink> {
  /** Vertex of each subtask. */
  readonly vertices: ListBy<TaskIndex, number>;
  readonly links: Iterable<Link>;
}

/**
 * Pipelined region of each subtask, named by its first subtask. Regions are what pipelined channels join; those on a cycle
 * through other channels are one region when the cycle stays inside one logical region. [GR46]
 */
export function pipelinedRegions({ vertices, links }: RegionGraph): ListBy<TaskIndex, number> {
  const joined = disjointSets(vertices.length);
  const logical = logicalRegions({ vertices, links });
  for (const { from, to, type } of links) if (resultTraits[type].pipelined) joined.join(from, to);
  const next = new Map<number, Set<number>>();
  for (const { from, to, type } of links) {
    const { pipelined } = resultTraits[type];
    const [source, target] = [joined.find(from), joined.find(to)];
    if (pipelined || source === target || logical[vertices[from] ?? -1] !== logical[vertices[to] ?? -1]) continue;
    const targets = next.get(source) ?? new Set();
    next.set(source, targets.add(target));
  }
  for (const cycle of cycles(next)) for (const region of cycle) joined.join(cycle[0] ?? region, region);
  return vertices.map((_, subtask) => joined.find(subtask));
}

/** Logical region of each vertex, named by its first vertex: vertices that pipelined results join. */
export function logicalRegions({ vertices, links }: RegionGraph): readonly number[] {
  const count = Math.max(-1, ...vertices) + 1;
  const joined = disjointSets(count);
  for (const { from, to, type } of links) if (resultTraits[type].pipelined) joined.join(vertices[from] ?? 0, vertices[to] ?? 0);
  return Array.from({ length: count }, (_, vertex) => joined.find(vertex));
}

interface DisjointSets {
  /** Smallest member of the set that holds `item`. */
  find(item: number): number;
  join(left: number, right: number): void;
}

function disjointSets(size: number): DisjointSets {
  const parents = Array.from({ length: size }, (_, item) => item);
  const find = (item: number): number => {
    let root = item;
    while ((parents[root] ?? root) !== root) root = parents[root] ?? root;
    for (let at = item; at !== root; ) {
      const parent = parents[at] ?? root;
      parents[at] = root;
      at = parent;
    }
    return root;
  };
  return {
    find,
    join(left, right) {
      const [a, b] = [find(left), find(right)];
      parents[Math.max(a, b)] = Math.min(a, b);
    },
  };
}

/** Sets of nodes that reach each other: Tarjan's strongly connected components, those of one node left out. */
function cycles(next: ReadonlyMap<number, ReadonlySet<number>>): readonly (readonly number[])[] {
  const found: number[][] = [];
  const order = new Map<number, number>();
  const stack: number[] = [];
  const finished = new Set<number>();
  /** Earliest node on the stack that `node` reaches. */
  const visit = (node: number): number => {
    const own = order.size;
    order.set(node, own);
    stack.push(node);
    let earliest = own;
    for (const target of next.get(node) ?? []) {
      if (finished.has(target)) continue;
      earliest = Math.min(earliest, order.get(target) ?? visit(target));
    }
    if (earliest === own) {
      const component = stack.splice(stack.indexOf(node));
      for (const member of component) finished.add(member);
      if (component.length > 1) found.push(component);
    }
    return earliest;
  };
  for (const node of next.keys()) if (!order.has(node)) visit(node);
  return found;
}

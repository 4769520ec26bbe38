/** What ordering needs of a vertex: where its inputs come from, and who reads each of its results. */
export interface OrderedVertex {
  readonly inputs: readonly { readonly source: number }[];
  readonly results: readonly { readonly consumers: readonly number[] }[];
}

/**
 * Flink's topological order of job vertices, as indexes into `vertices`, which are in order of creation: vertices without
 * inputs first; then for each of the list, each consumer all of whose other inputs are listed, going on from it at once
 * before the next one is looked at. Not by level (semantics 2.3). [GR12]
 */
export function topologicalOrder(vertices: readonly OrderedVertex[]): readonly number[] {
  const listed = new Set<number>();
  const order: number[] = [];
  const append = (index: number): void => {
    listed.add(index);
    order.push(index);
  };
  const follow = (index: number): void => {
    for (const { consumers } of vertices[index]?.results ?? []) {
      for (const consumer of consumers) {
        if (listed.has(consumer)) continue;
        if (vertices[consumer]?.inputs.every((input) => listed.has(input.source)) !== true) continue;
        append(consumer);
        follow(consumer);
      }
    }
  };
  vertices.forEach((vertex, index) => {
    if (vertex.inputs.length === 0) append(index);
  });
  for (let at = 0; at < order.length; at++) follow(order[at] ?? -1);
  return order;
}

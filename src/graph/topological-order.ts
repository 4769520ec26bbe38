/** What ordering needs of a vertex: where its inputs come from, and who reads each of its results. */
export interface OrderedVertex {
  readonly inputs: readonly { readonly source: number }[];
  readonly results: readonly { readonly consumers: readonly number[] }[];
}

/**
 * Flink's topological order of job vertices, as indexes into `vertices`, which are in order of creation: vertices without
 * inputs first; then for each of the list, each consumer all of whose other inputs are listed, going on from it at once
 * before the next one is looked at. Not by level. [GR12]
 */
export function topologicalOrder(vertices: readonly OrderedVertex[]): readonly number[] {
  const listed = new Set<number>();
  const order: number[] = [];
  const append = (index: number): void => {
    listed.add(index);
    order.push(index);
  };
  /** Goes down from a vertex with a list of its own in place of the stack: chains of jobs can be longer than that is. */
  const follow = (from: number): void => {
    const open = [consumersOf(from)];
    for (let consumers = open.at(-1); consumers !== undefined; consumers = open.at(-1)) {
      const { done, value: consumer } = consumers.next();
      if (done === true) open.pop();
      else if (!listed.has(consumer) && vertices[consumer]?.inputs.every((input) => listed.has(input.source)) === true) {
        append(consumer);
        open.push(consumersOf(consumer));
      }
    }
  };
  const consumersOf = (index: number): Iterator<number, undefined> =>
    (vertices[index]?.results ?? []).flatMap(({ consumers }) => consumers).values();
  vertices.forEach((vertex, index) => {
    if (vertex.inputs.length === 0) append(index);
  });
  for (let at = 0; at < order.length; at++) follow(order[at] ?? -1);
  return order;
}

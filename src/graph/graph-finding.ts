import type { Diagnostic, Finding } from "./diagnostic.ts";
import type { Origins } from "./origins.ts";

/** Something wrong with a stream graph, or with what is made of it, at one of its nodes or edges. */
export interface GraphFinding extends Finding {
  /** `StreamNode.id` */
  readonly node?: number;
  /** `StreamEdge.id` */
  readonly edge?: number;
}

/** The finding in terms of the front end: at the operator and the edge that node and edge stem from. [GR74] */
export function locate({ node, edge, ...finding }: GraphFinding, origins: Origins): Diagnostic {
  const operator = node === undefined ? undefined : origins.nodes[node];
  const drawn = edge === undefined ? undefined : origins.edges[edge];
  return { ...finding, ...(operator !== undefined && { operator }), ...(drawn !== undefined && drawn !== "" && { edge: drawn }) };
}

import { nodeOf } from "./stream-graph.ts";
import type { SlotSharingGroup } from "./job-graph.ts";
import type { StreamGraph } from "./stream-graph.ts";

/**
 * Slot sharing group of each vertex, given the heads of the vertices in topological order. Streaming: one group per name. Batch:
 * a vertex in "default" has a group of its own, because each is a pipelined region of its own. [GR14]
 */
export function slotSharingGroups(graph: StreamGraph, heads: readonly number[]): readonly SlotSharingGroup[] {
  const known = new Map<string, SlotSharingGroup>();
  return heads.map((head, at) => {
    const name = nodeOf(graph, head).slotSharingGroup;
    const key = graph.jobType === "BATCH" && name === "default" ? `${at}` : `group ${name}`;
    const group = known.get(key) ?? { index: known.size, name };
    known.set(key, group);
    return group;
  });
}

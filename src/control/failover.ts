import type { Topology } from "../graph/topology.ts";

/**
 * Subtasks that restart when `subtask` fails: its pipelined region, which in a streaming job is everything it is joined to by
 * channels, directly or not (semantics 2.6, 7.2). All subtasks without one. In ascending order. [RS3]
 */
export function subtasksToRestart(topology: Topology, subtask: number | undefined): readonly number[] {
  if (subtask === undefined) return [...topology.subtasks.keys()];
  const neighbours = topology.subtasks.map((): number[] => []);
  for (const { from, to } of topology.channels) {
    neighbours[from]?.push(to);
    neighbours[to]?.push(from);
  }
  const region = new Set([subtask]);
  for (const member of region) {
    for (const neighbour of neighbours[member] ?? []) region.add(neighbour);
  }
  return [...region].sort((a, b) => a - b);
}

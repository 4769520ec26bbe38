import { pipelinedRegions } from "./pipelined-regions.ts";
import type { RegionGraph, RegionLink } from "./pipelined-regions.ts";

/**
 * Subtasks to restart when `failed` fails, in ascending order: its pipelined region; for each region the producers of inputs
 * that cannot be read again; and all consumers of what restarts, transitively (RestartPipelinedRegionFailoverStrategy,
 * semantics 7.2). `isGone` is asked about inputs that come from other regions. [GR47]
 */
export function regionsToRestart<Link extends RegionLink>(
  graph: RegionGraph<Link>, failed: number, isGone: (link: Link) => boolean,
): readonly number[] {
  const regions = pipelinedRegions(graph);
  const regionOf = (subtask: number): number => regions[subtask] ?? -1;
  const restarting = new Set([regionOf(failed)]);
  for (const region of restarting) {
    for (const link of graph.links) {
      if (regionOf(link.from) === region) restarting.add(regionOf(link.to));
      else if (regionOf(link.to) === region && isGone(link)) restarting.add(regionOf(link.from));
    }
  }
  return [...regions.keys()].filter((subtask) => restarting.has(regionOf(subtask)));
}

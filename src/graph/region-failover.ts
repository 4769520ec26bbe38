import type { TaskIndex } from "../stream/indices.ts";
import { pipelinedRegions } from "./pipelined-regions.ts";
import type { RegionGraph, RegionLink } from "./pipelined-regions.ts";
import { resultTraits } from "./result-traits.ts";

export interface RegionFailure<Link extends RegionLink> {
  /** The subtask that failed. */
  readonly failed: TaskIndex;
  /** It was never scheduled: there is nothing to restart. */
  isCreated(subtask: TaskIndex): boolean;
  /** Asked of results that outlive their reading, when a region that reads them restarts. */
  isAvailable(link: Link): boolean;
}

/**
 * Subtasks to restart after a failure, in ascending order: the region of the one that failed; for each region the producers of inputs
 * that cannot be read again; and all consumers of what restarts, transitively (RestartPipelinedRegionFailoverStrategy).
 * [GR47]
 */
export function regionsToRestart<Link extends RegionLink>(
  graph: RegionGraph<Link>, { failed, isCreated, isAvailable }: RegionFailure<Link>,
): readonly TaskIndex[] {
  const regions = pipelinedRegions(graph);
  const regionOf = (subtask: TaskIndex): number => regions[subtask] ?? -1;
  const isGone = (link: Link): boolean => !resultTraits[link.type].rereadable || !isAvailable(link);
  const restarting = new Set([regionOf(failed)]);
  for (const region of restarting) {
    for (const link of graph.links) {
      if (regionOf(link.from) === region) restarting.add(regionOf(link.to));
      else if (regionOf(link.to) === region && isGone(link)) restarting.add(regionOf(link.from));
    }
  }
  return [...regions.keys()].filter((subtask) => restarting.has(regionOf(subtask)) && !isCreated(subtask));
}

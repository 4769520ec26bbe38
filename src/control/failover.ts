import { regionsToRestart } from "../graph/region-failover.ts";
import type { TaskIndex } from "../stream/indices.ts";
import type { Topology } from "../graph/topology.ts";

/**
 * Subtasks that restart when `subtask` fails: its pipelined region, which in a streaming job is everything it is joined to by
 * channels, directly or not. All subtasks without one. In ascending order. [RS3]
 */
export function subtasksToRestart(
  { subtasks, channels }: Pick<Topology, "subtasks" | "channels">,
  subtask: TaskIndex | undefined,
  isCreated: (subtask: TaskIndex) => boolean,
): readonly TaskIndex[] {
  if (subtask === undefined) return [...subtasks.keys()];
  const links = channels.map(({ from, to }) => ({ from, to, type: "PIPELINED_BOUNDED" as const }));
  const graph = { vertices: subtasks.map(({ vertex }) => vertex), links };
  return regionsToRestart(graph, { failed: subtask, isCreated, isAvailable: () => false });
}

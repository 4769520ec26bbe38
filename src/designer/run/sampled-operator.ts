import type { RunPlayer } from "./run-player.ts";
import type { RunSample } from "./run-samples.ts";

/** Counts what went into an operator of the document until a sample, or came out of it where it is a source. */
export function sampledOperator({ header: { topology, origins }, samples }: RunPlayer, operator: string): (sample: RunSample) => number {
  const entry = origins.nodes.indexOf(operator);
  const places = topology.subtasks.flatMap(({ vertex }, subtask) =>
    [...(topology.vertices[vertex]?.operators.entries() ?? [])].flatMap(([place, { node, role }]) =>
      node === entry ? [{ subtask, place, side: role === "source" ? ("out" as const) : ("in" as const) }] : [],
    ),
  );
  return (sample) => places.reduce((sum, { subtask, place, side }) => sum + samples.records(sample, subtask, place)[side], 0);
}

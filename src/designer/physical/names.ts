import type { Topology, TopologyVertex } from "../../observe/event.ts";

/** Short name of a vertex: its first operator as the person named it, without Flink's "Source: " and ": Writer". */
export function vertexName(vertex: TopologyVertex | undefined): string {
  const name = vertex?.operators[0]?.name ?? vertex?.name ?? "";
  return name.replace(/^(Source|Sink): /, "").replace(/: (Writer|Committer)$/, "");
}

/** "count 1". */
export function subtaskLabel(topology: Topology, subtask: number): string {
  const owner = topology.subtasks[subtask];
  return owner ? `${vertexName(topology.vertices[owner.vertex])} ${owner.index}` : "";
}

/** "lines 0 → count 1". */
export function channelLabel(topology: Topology, channel: number): string {
  const ends = topology.channels[channel];
  return ends ? `${subtaskLabel(topology, ends.from)} → ${subtaskLabel(topology, ends.to)}` : "";
}

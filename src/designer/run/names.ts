import { headOfChain } from "../../stream/indices.ts";
import type { ChannelIndex, OperatorIndex, TaskIndex } from "../../stream/indices.ts";
import type { Topology, TopologyOperator, TopologyVertex } from "../../observe/event.ts";
import type { RunPlayer } from "./run-player.ts";

/** Without Flink's "Source: " and ": Writer". */
export const plainName = (name: string): string => name.replace(/^(Source|Sink): /, "").replace(/: (Writer|Committer)$/, "");

/** Name of an operator of a run, as the person named it. */
export const operatorName = (operator: { readonly name: string } | undefined): string => plainName(operator?.name ?? "");

/** Short name of a vertex: its first operator as the person named it. */
export function vertexName(vertex: TopologyVertex | undefined): string {
  return plainName(vertex?.operators[headOfChain]?.name ?? vertex?.name ?? "");
}

/** An operator of a chain as it is shown. */
export interface ChainStep {
  readonly name: string;
  /** Its place in the chain. */
  readonly operator: OperatorIndex;
}

/** The chained operators, head first; a sink's writer and committer are one. */
export function chainSteps({ operators }: TopologyVertex): readonly ChainStep[] {
  const isWriterOf = (committer: TopologyOperator, { name, role }: TopologyOperator): boolean =>
    role === "sink" && committer.name === name.replace(/Writer$/, "Committer");
  return [...operators.entries()].flatMap(([operator, shown]) =>
    operators.some((other) => other !== shown && isWriterOf(shown, other)) ? [] : [{ name: plainName(shown.name), operator }],
  );
}

/** "count 1". */
export function subtaskLabel(topology: Topology, subtask: TaskIndex): string {
  const owner = topology.subtasks[subtask];
  return owner ? `${vertexName(topology.vertices[owner.vertex])} ${owner.index}` : "";
}

/** "lines 0 → count 1". */
export function channelLabel(topology: Topology, channel: ChannelIndex): string {
  const ends = topology.channels[channel];
  return ends ? `${subtaskLabel(topology, ends.from)} → ${subtaskLabel(topology, ends.to)}` : "";
}

export const subtaskName = ({ header }: RunPlayer, subtask: TaskIndex): string => subtaskLabel(header.topology, subtask);
export const channelName = ({ header }: RunPlayer, channel: ChannelIndex): string => channelLabel(header.topology, channel);

import { headOfChain } from "../../stream/indices.ts";
import type { ChannelIndex, ListBy, TaskIndex } from "../../stream/indices.ts";
import type { Topology, TopologyVertex } from "../../observe/event.ts";

/** Lists that drawing asks of a topology again and again, made once. */
export interface TopologyIndex {
  readonly topology: Topology;
  /** Input channels of each subtask by their place. */
  readonly inputs: ListBy<TaskIndex, readonly ChannelIndex[]>;
  /** Output channels of each subtask. */
  readonly outputs: ListBy<TaskIndex, readonly ChannelIndex[]>;
  /** Subtasks of each vertex. */
  readonly subtasks: readonly (readonly TaskIndex[])[];
  readonly edges: readonly EdgeChannels[];
  /** Column of each vertex: the longest way from a source. */
  readonly columns: readonly (readonly number[])[];
}

/** The channels of one edge of the stream graph. */
export interface EdgeChannels {
  readonly from: number;
  readonly to: number;
  readonly channels: readonly ChannelIndex[];
}

export type Role = "source" | "operator" | "sink";

export function roleOf(vertex: TopologyVertex | undefined): Role {
  if (vertex?.operators[headOfChain]?.role === "source") return "source";
  return vertex?.operators.some(({ role }) => role === "sink") ? "sink" : "operator";
}

export function indexTopology(topology: Topology): TopologyIndex {
  const inputs = topology.subtasks.map((): ChannelIndex[] => []);
  const outputs = topology.subtasks.map((): ChannelIndex[] => []);
  topology.channels.forEach(({ from, to }, channel) => {
    inputs[to]?.push(channel);
    outputs[from]?.push(channel);
  });
  for (const list of inputs) list.sort((a, b) => placeOf(topology, a) - placeOf(topology, b));
  const subtasks = topology.vertices.map((): TaskIndex[] => []);
  topology.subtasks.forEach(({ vertex }, subtask) => subtasks[vertex]?.push(subtask));
  const edges = edgesOf(topology);
  return { topology, inputs, outputs, subtasks, edges, columns: columnsOf(topology, edges) };
}

const placeOf = ({ channels }: Topology, channel: ChannelIndex): number => channels[channel]?.place ?? 0;

function edgesOf(topology: Topology): EdgeChannels[] {
  const vertexOf = (subtask: TaskIndex): number => topology.subtasks[subtask]?.vertex ?? -1;
  const groups = Map.groupBy(topology.channels.entries(), ([, { edge }]) => edge);
  return [...groups.values()].flatMap((entries) => {
    const first = entries[0]?.[1];
    return first ? [{ from: vertexOf(first.from), to: vertexOf(first.to), channels: entries.map(([channel]) => channel) }] : [];
  });
}

function columnsOf(topology: Topology, edges: readonly EdgeChannels[]): number[][] {
  const depth = topology.vertices.map(() => 0);
  for (let round = 0; round < topology.vertices.length; round++) {
    for (const { from, to } of edges)
      if (from !== to) depth[to] = Math.max(depth[to] ?? 0, Math.min((depth[from] ?? 0) + 1, depth.length));
  }
  const columns: number[][] = [];
  depth.forEach((column, vertex) => (columns[column] ??= []).push(vertex));
  return columns.filter((column) => column !== undefined);
}

import { formatSchema } from "../stream/logical-type-text.ts";
import { inputIndex } from "./deployment.ts";
import { partitionerTraits } from "./partitioner-traits.ts";
import { edgeSchema, nodeOf } from "./stream-graph.ts";
import type { ExecutionChannel, ExecutionGraph } from "./execution-graph.ts";
import type { NodeOperator } from "./stream-graph.ts";
import type { Topology, TopologyChannel, TopologyOperator } from "./topology.ts";

/** The shape of a run for the log and the picture. `capacity`: records per channel, undefined = bounded by bytes. [GR43] */
export function buildTopology(graph: ExecutionGraph, capacity: number | undefined): Topology {
  const { jobGraph } = graph;
  return {
    vertices: jobGraph.vertices.map((vertex) => ({
      id: vertex.id,
      name: vertex.name,
      parallelism: vertex.parallelism,
      maxParallelism: graph.maxParallelism[vertex.index] ?? vertex.parallelism,
      operators: vertex.operators.map((id): TopologyOperator => {
        const { name, operator } = nodeOf(jobGraph.streamGraph, id);
        const { type, documentId } = operator;
        return { id: jobGraph.operatorIds[id] ?? "", name, type, documentId, role: roles[operator.part] };
      }),
    })),
    subtasks: graph.subtasks.map(({ vertex, subtask, executor }) => ({ vertex, index: subtask, executor })),
    channels: graph.channels.map((channel) => topologyChannel(graph, channel, capacity)),
  };
}

const roles: Readonly<Record<NodeOperator["part"], TopologyOperator["role"]>> = {
  source: "source", operator: "operator", writer: "sink", committer: "sink",
};

function topologyChannel(graph: ExecutionGraph, channel: ExecutionChannel, capacity: number | undefined): TopologyChannel {
  const { streamEdge } = channel.edge;
  return {
    from: channel.from,
    to: channel.to,
    input: inputIndex(streamEdge),
    place: channel.place,
    partitioner: partitionerTraits[streamEdge.partitioner.type].name,
    capacity,
    ...(streamEdge.tag !== undefined && { tag: streamEdge.tag }),
    schemaText: formatSchema(edgeSchema(graph.jobGraph.streamGraph, streamEdge)),
    documentEdge: streamEdge.documentEdge,
  };
}

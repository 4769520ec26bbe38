import { listBy, toChannelIndex, toOperatorIndex } from "../stream/indices.ts";
import { formatLogicalType, formatSchema, schemaText } from "../stream/logical-type-text.ts";
import { inputIndex } from "./deployment.ts";
import { partitionerTraits } from "./partitioner-traits.ts";
import { edgeSchema, nodeOf } from "./stream-graph.ts";
import type { Schema } from "../stream/logical-type.ts";
import type { ExecutionChannel, ExecutionGraph } from "./execution-graph.ts";
import type { NodeOperator } from "./stream-graph.ts";
import type { Topology, TopologyChannel, TopologyColumn, TopologyOperator } from "./topology.ts";

/** The shape of a run for the log and the picture. `capacity`: records per channel, undefined = bounded by bytes. [GR43] */
export function buildTopology(graph: ExecutionGraph, capacity: number | undefined): Topology {
  const { jobGraph } = graph;
  return {
    vertices: jobGraph.vertices.map((vertex) => ({
      id: vertex.id,
      name: vertex.name,
      parallelism: vertex.parallelism,
      maxParallelism: graph.maxParallelism[vertex.index] ?? vertex.parallelism,
      operators: listBy(toOperatorIndex, vertex.operators.map((id): TopologyOperator => {
        const { name, operator } = nodeOf(jobGraph.streamGraph, id);
        const columns = operator.part === "writer" && { columns: shownColumns(operator.inputSchemas[0]) };
        return { id: jobGraph.operatorIds[id] ?? "", name, type: operator.type, node: id, role: roles[operator.part], ...columns };
      })),
    })),
    subtasks: graph.subtasks.map(({ vertex, subtask, executor }) => ({ vertex, index: subtask, executor })),
    channels: listBy(toChannelIndex, graph.channels.map((channel) => topologyChannel(graph, channel, capacity))),
  };
}

const roles: Readonly<Record<NodeOperator["part"], TopologyOperator["role"]>> = {
  source: "source", operator: "operator", tagger: "operator", writer: "sink", committer: "sink",
};

/** Characters of a schema that each channel of the picture and of the log's header carries. */
const longestSchemaText = 4000;

const shownSchemas = new WeakMap<Schema, string>();

/** The text of a schema, or of its first fields: there can be as many copies of it as channels. */
function shownSchema(schema: Schema): string {
  const text = schemaText(schema);
  if (text.length <= longestSchemaText) return text;
  let shown = shownSchemas.get(schema);
  if (shown === undefined) {
    const lengths = schema.fields.map((field) => formatSchema({ fields: [field] }).length + 2);
    let characters = 0;
    const end = lengths.findIndex((length) => (characters += length) > longestSchemaText);
    shown = formatSchema({ fields: schema.fields.slice(0, end) });
    shownSchemas.set(schema, shown);
  }
  return shown;
}

/** The columns of a sink, or its first ones: as many as the text of their schema has room for. */
function shownColumns({ fields }: Schema = { fields: [] }): readonly TopologyColumn[] {
  const columns: TopologyColumn[] = [];
  let characters = 0;
  for (const { name, type } of fields) {
    const text = formatLogicalType(type);
    characters += name.length + text.length;
    if (characters > longestSchemaText) break;
    columns.push({ name, type: text });
  }
  return columns;
}

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
    schemaText: shownSchema(edgeSchema(graph.jobGraph.streamGraph, streamEdge)),
    edge: streamEdge.id,
  };
}

import { oneLine } from "../base/one-line.ts";
import { partitionerTraits } from "./partitioner-traits.ts";
import { nodeOf } from "./stream-graph.ts";
import { vertexOf } from "./job-graph.ts";
import type { ExecutionGraph } from "./execution-graph.ts";
import type { JobGraph } from "./job-graph.ts";
import type { StreamEdge, StreamGraph } from "./stream-graph.ts";

/** Stream graph, job graph and execution graph of a job as text for people; no name in it begins a line of its own. [GR61] */
export function explainJob({ executionGraph }: { readonly executionGraph: ExecutionGraph }): string {
  const { jobGraph } = executionGraph;
  const { streamGraph } = jobGraph;
  return [
    `Job "${streamGraph.jobName}", ${streamGraph.jobType}`,
    ...section("Stream graph", explainStreamGraph(streamGraph)),
    ...section("Job graph", explainJobGraph(jobGraph)),
    ...section("Execution graph", explainExecutionGraph(executionGraph)),
  ]
    .map(oneLine)
    .join("\n");
}

const section = (title: string, lines: readonly string[]): readonly string[] => ["", `== ${title} ==`, ...lines];

function explainStreamGraph(graph: StreamGraph): readonly string[] {
  return graph.nodes.flatMap((node) => [
    `${node.id}: ${node.name} (${sizes(node)}${node.uid === undefined ? "" : `, uid ${node.uid}`})`,
    ...node.inEdges.map((edge) => {
      const { name } = nodeOf(graph, edge.source);
      return `   <- ${edge.source}: ${name}${inputText(edge)} ${shipText(edge)}`;
    }),
  ]);
}

function explainJobGraph(graph: JobGraph): readonly string[] {
  return graph.vertices.flatMap((vertex) => [
    `${vertex.index}: ${vertex.name} (${sizes(vertex)}, slot sharing group ${vertex.slotSharingGroup.name})`,
    `   id ${vertex.id}`,
    ...vertex.inputs.map(({ source, streamEdge, type }) => {
      const { name } = vertexOf(graph, source);
      return `   <- ${source}: ${name}${inputText(streamEdge)} ${shipText(streamEdge)} ${type}`;
    }),
  ]);
}

function explainExecutionGraph(graph: ExecutionGraph): readonly string[] {
  const { jobGraph, subtasks, channels, executors, slots, maxParallelism } = graph;
  const counts = [
    count(subtasks.length, "subtask"), count(channels.length, "channel"), count(slots, "slot"), count(executors, "task executor"),
  ];
  const lines = [counts.join(", ")];
  const into = Map.groupBy(channels, (channel) => channel.to);
  const placed = Map.groupBy(subtasks, (subtask) => subtask.executor);
  for (let executor = 0; executor < executors; executor++) {
    lines.push(`task executor ${executor}`);
    for (const subtask of placed.get(executor) ?? []) {
      const { name, parallelism } = vertexOf(jobGraph, subtask.vertex);
      const inputs = (into.get(subtask.index) ?? []).map((channel) => channel.from);
      const from = inputs.length === 0 ? "" : ` <- ${inputs.join(", ")}`;
      const place = `slot ${subtask.slot}, max parallelism ${maxParallelism[subtask.vertex]}`;
      lines.push(`   ${subtask.index}: ${name} (${subtask.subtask + 1}/${parallelism}), ${place}${from}`);
    }
  }
  return lines;
}

interface Sized {
  readonly parallelism: number;
  readonly maxParallelism: number | undefined;
}

const sizes = ({ parallelism, maxParallelism }: Sized): string =>
  `parallelism ${parallelism}${maxParallelism === undefined ? "" : `, max parallelism ${maxParallelism}`}`;

const inputText = ({ input }: StreamEdge): string => (input === 0 ? "" : `, input ${input}`);

function shipText({ partitioner, tag }: StreamEdge): string {
  const { name } = partitionerTraits[partitioner.type];
  const key = partitioner.type === "hash" ? `(${partitioner.key.join(", ")})` : "";
  return `${name}${key}${tag === undefined ? "" : `, side output ${tag}`}`;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

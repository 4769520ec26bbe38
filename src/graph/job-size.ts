import { vertexOf } from "./job-graph.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { JobEdge, JobGraph, JobVertex } from "./job-graph.ts";

/** What one browser or one process can hold; a job above it would stop the page before it ran. */
const limits = { subtasks: 2000, channels: 100_000 } as const;

/** Refuses a job graph that would expand into too many subtasks or channels, without expanding it. [GR45] */
export function checkSize(graph: JobGraph): readonly Diagnostic[] {
  const subtasks = sum(graph.vertices.map(({ parallelism }) => parallelism));
  const channels = sum(graph.vertices.flatMap((vertex) => vertex.inputs.map((edge) => channelCount(graph, vertex, edge))));
  if (subtasks <= limits.subtasks && channels <= limits.channels) return [];
  return [{
    severity: "error",
    code: "job.too-large",
    message:
      `The job has ${subtasks} subtasks and ${channels} channels; Weir runs up to ${limits.subtasks} and ${limits.channels}. ` +
      "Lower the parallelism here and keep the higher one for Flink.",
    values: { subtasks, channels },
  }];
}

function channelCount(graph: JobGraph, consumer: JobVertex, { source, pattern }: JobEdge): number {
  const producers = vertexOf(graph, source).parallelism;
  return pattern === "ALL_TO_ALL" ? producers * consumer.parallelism : Math.max(producers, consumer.parallelism);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

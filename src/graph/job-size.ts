import { vertexOf } from "./job-graph.ts";
import { options } from "./option.ts";
import type { Configuration } from "./configuration.ts";
import type { Finding } from "./diagnostic.ts";
import type { JobEdge, JobGraph, JobVertex } from "./job-graph.ts";

/** What can be compiled and shown; a job above it would stop the page. */
const limits = { subtasks: 2000, channels: 100_000 } as const;

/** Refuses a job graph that would expand into too many subtasks or channels, without expanding it. [GR45] */
export function checkSize(graph: JobGraph): readonly Finding[] {
  const { subtasks, channels } = sizeOf(graph);
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

function sizeOf(graph: JobGraph): { readonly subtasks: number; readonly channels: number } {
  return {
    subtasks: sum(graph.vertices.map(({ parallelism }) => parallelism)),
    channels: sum(graph.vertices.flatMap((vertex) => vertex.inputs.map((edge) => channelCount(graph, vertex, edge)))),
  };
}

function channelCount(graph: JobGraph, consumer: JobVertex, { source, pattern }: JobEdge): number {
  const producers = vertexOf(graph, source).parallelism;
  return pattern === "ALL_TO_ALL" ? producers * consumer.parallelism : Math.max(producers, consumer.parallelism);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What one run may start: threads, and channels between them, each with memory of its own. */
export interface RunLimits {
  readonly workers: number;
  readonly channels: number;
}

export const runLimits: RunLimits = { workers: 256, channels: 4096 };

/** For a document that somebody else wrote and nobody has said to trust: as many as a lesson needs. */
export const untrustedRunLimits: RunLimits = { workers: 32, channels: 512 };

/** Refuses to start more than a run may; before that, in the editor, it is a warning. [HB31] */
export function checkRun(
  graph: JobGraph,
  limits: RunLimits = runLimits,
  severity: Finding["severity"] = "error",
): readonly Finding[] {
  const { subtasks: workers, channels } = sizeOf(graph);
  if (workers <= limits.workers && channels <= limits.channels) return [];
  return [{
    severity,
    code: "job.too-many-workers",
    message:
      `The job would start ${workers} workers and ${channels} channels between them; a run starts up to ${limits.workers} and ` +
      `${limits.channels} here. Lower the parallelism here and keep the higher one for Flink.`,
    values: { workers, channels, workersMax: limits.workers, channelsMax: limits.channels },
  }];
}

/** Warns of a job that a cluster has no slots for, however long it waits. With slot sharing a group needs one for each index. [HB76] */
export function checkSlots({ vertices }: JobGraph, { taskSlots, slotsMax }: Configuration): readonly Finding[] {
  const groups = Map.groupBy(vertices, ({ slotSharingGroup }) => slotSharingGroup.index);
  const needed = sum([...groups.values()].map((group) => Math.max(...group.map(({ parallelism }) => parallelism))));
  const most = Math.floor(slotsMax / taskSlots) * taskSlots;
  if (needed <= most) return [];
  return [{
    severity: "warning",
    code: "job.too-few-slots",
    message:
      `The job needs ${needed} slots, and its cluster may have ${most}: it would wait for the others and fail. ` +
      `Lower the parallelism, or raise ${options.slotsMax.key}.`,
    values: { needed, most },
    field: options.slotsMax.key,
  }];
}

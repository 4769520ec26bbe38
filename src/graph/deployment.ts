import { listBy, toOperatorIndex } from "../stream/indices.ts";
import { chainingOf } from "./chaining.ts";
import { subtaskOf } from "./execution-graph.ts";
import { vertexOf } from "./job-graph.ts";
import { edgeSchema, nodeOf } from "./stream-graph.ts";
import type { TaskIndex } from "../stream/indices.ts";
import type { Chaining } from "./chaining.ts";
import type { ExecutionChannel, ExecutionGraph } from "./execution-graph.ts";
import type { JobGraph, JobVertex } from "./job-graph.ts";
import type { StreamEdge } from "./stream-graph.ts";
import type {
  ChainedOperator, ChannelDeployment, InputGateDeployment, OutputDeployment, TaskDeployment, TaskOptions, TaskRestore,
} from "./task-deployment.ts";

/** What differs from run to run and from attempt to attempt. */
export interface DeploymentOptions {
  readonly jobId: string;
  /** Index into `ExecutionGraph.subtasks`. */
  readonly subtask: TaskIndex;
  readonly attempt: number;
  readonly restore: TaskRestore | undefined;
  readonly task: Omit<TaskOptions, "serviceTimeMs">;
  /** Service time of chains none of whose operators has one of its own. */
  readonly serviceTimeMs: number;
  /** Records per channel; undefined = bounded by bytes only. */
  readonly channelCapacity: number | undefined;
}

/** Everything one attempt of one subtask needs, as plain data. [GR42] */
export function taskDeployment(graph: ExecutionGraph, options: DeploymentOptions): TaskDeployment {
  const { jobGraph } = graph;
  const { index, vertex: vertexIndex, subtask } = subtaskOf(graph, options.subtask);
  const vertex = vertexOf(jobGraph, vertexIndex);
  const chaining = chainingOf(jobGraph.streamGraph);
  const deploy = ({ index: channel }: ExecutionChannel): ChannelDeployment => ({ channel, capacityRecords: options.channelCapacity });
  return {
    jobId: options.jobId,
    subtask: index,
    vertexId: vertex.id,
    taskName: vertex.name,
    subtaskIndex: subtask,
    parallelism: vertex.parallelism,
    maxParallelism: graph.maxParallelism[vertexIndex] ?? vertex.parallelism,
    attempt: options.attempt,
    operators: listBy(toOperatorIndex, chainedOperators(jobGraph, vertex, chaining)),
    inputs: inputGates(graph, index, deploy),
    outputs: outputs(graph, index, deploy),
    restore: options.restore,
    options: { ...options.task, serviceTimeMs: serviceTime(jobGraph, vertex) ?? options.serviceTimeMs },
  };
}

function chainedOperators({ streamGraph, operatorIds }: JobGraph, vertex: JobVertex, chaining: Chaining): readonly ChainedOperator[] {
  const place = new Map(vertex.operators.map((node, at) => [node, at]));
  return vertex.operators.map((id): ChainedOperator => {
    const { name, operator, outEdges } = nodeOf(streamGraph, id);
    const { serviceTimeMs: _, ...deployed } = operator;
    const next = outEdges.filter(chaining.isChained).map((edge) => ({
      operator: toOperatorIndex(place.get(edge.target) ?? -1),
      input: inputIndex(edge),
      ...(edge.tag !== undefined && { tag: edge.tag }),
    }));
    return { operatorId: operatorIds[id] ?? "", name, ...deployed, next };
  });
}

/** Inputs of an operator from 0; Flink counts those of operators with several from 1. */
export function inputIndex({ input }: StreamEdge): number {
  return Math.max(0, input - 1);
}

type Deploy = (channel: ExecutionChannel) => ChannelDeployment;

function inputGates({ jobGraph, channels, subtasks }: ExecutionGraph, index: TaskIndex, deploy: Deploy): readonly InputGateDeployment[] {
  const vertex = vertexOf(jobGraph, subtasks[index]?.vertex ?? -1);
  const own = channels.filter((channel) => channel.to === index);
  return vertex.inputs.map(({ streamEdge }, gate) => ({
    input: inputIndex(streamEdge),
    schema: edgeSchema(jobGraph.streamGraph, streamEdge),
    channels: own.filter((channel) => channel.gate === gate).map(deploy),
  }));
}

/** One output per edge that leaves the chain, its channels by subpartition. */
function outputs(graph: ExecutionGraph, index: TaskIndex, deploy: Deploy): readonly OutputDeployment[] {
  const { jobGraph, channels, subtasks, maxParallelism } = graph;
  const vertex = vertexOf(jobGraph, subtasks[index]?.vertex ?? -1);
  const own = channels.filter((channel) => channel.from === index);
  return vertex.results.flatMap((result) => result.edges).map((edge): OutputDeployment => {
    const written = own.filter((channel) => channel.edge.streamEdge.id === edge.id);
    const consumer = jobGraph.vertices.find((candidate) => candidate.operators[0] === edge.target);
    return {
      operator: toOperatorIndex(vertex.operators.indexOf(edge.source)),
      ...(edge.tag !== undefined && { tag: edge.tag }),
      schema: edgeSchema(jobGraph.streamGraph, edge),
      partitioner: edge.partitioner,
      consumerMaxParallelism: maxParallelism[consumer?.index ?? -1] ?? 1,
      channels: written.toSorted((a, b) => a.subpartition - b.subpartition).map(deploy),
    };
  });
}

/** Sum over the operators that have a service time of their own; undefined when none has. */
function serviceTime({ streamGraph }: JobGraph, vertex: JobVertex): number | undefined {
  const times = vertex.operators.flatMap((id) => nodeOf(streamGraph, id).operator.serviceTimeMs ?? []);
  return times.length === 0 ? undefined : times.reduce((sum, time) => sum + time, 0);
}

import { buildJobGraph } from "../../src/graph/build-job-graph.ts";
import { coordinatorsOf } from "../../src/graph/job-graph.ts";
import { partitionerTraits } from "../../src/graph/partitioner-traits.ts";
import { planJson } from "../../src/graph/plan-json.ts";
import { validateStreamGraph } from "../../src/graph/validate-stream-graph.ts";
import { compareErrors } from "./error-kind.ts";
import { translateGiven } from "./program-graph.ts";
import type { JobEdge, JobGraph, JobVertex } from "../../src/graph/job-graph.ts";
import type { StreamEdge, StreamGraph, StreamNode } from "../../src/graph/stream-graph.ts";
import type { ErrorKind } from "./error-kind.ts";
import type { GivenProgram } from "./program-graph.ts";
import type { Suite } from "./suite.ts";

interface Expected {
  readonly error?: { readonly message: string };
  readonly plan?: { readonly jid: string };
}

function run(given: GivenProgram, expected: Expected): unknown {
  const { graph: program, findings } = translateGiven(given);
  const [problem] = [...findings, ...validateStreamGraph(program)];
  if (problem !== undefined) return { error: problem.code };
  const graph = buildJobGraph(program);
  return {
    jobName: program.jobName,
    jobType: program.jobType,
    nodes: program.nodes.map((node) => nodeResult(graph, node)),
    vertices: graph.vertices.map((vertex) => vertexResult(graph, vertex)),
    created: graph.created,
    ...(expected.plan !== undefined && { plan: planJson(graph, expected.plan.jid) }),
  };
}

function nodeResult(graph: JobGraph, node: StreamNode): unknown {
  const { uid, uidHash, maxParallelism } = node;
  const vertex = graph.vertices.find(({ operators, chainedSources }) => [...operators, ...chainedSources].includes(node.id));
  return {
    name: node.name,
    ...(node.description !== node.name && { description: node.description }),
    id: graph.operatorIds[node.id],
    parallelism: node.parallelism,
    ...(maxParallelism !== undefined && { maxParallelism }),
    ...(uid !== undefined && { uid }),
    ...(uidHash !== undefined && { uidHash }),
    ...(node.slotSharingGroup !== "default" && { slotSharingGroup: node.slotSharingGroup }),
    ...(node.chaining !== "ALWAYS" && { chaining: node.chaining }),
    ...(node.bufferTimeout !== 100 && { bufferTimeout: node.bufferTimeout }),
    in: node.inEdges.toSorted((a, b) => a.input - b.input || a.id - b.id).map(edgeResult),
    vertex: vertex?.index,
    chainIndex: vertex?.chainedSources.includes(node.id) === true ? 0 : 1 + depthOf(graph.streamGraph, vertex, node),
  };
}

/** Steps from the head of the chain to `node`. */
function depthOf(graph: StreamGraph, vertex: JobVertex | undefined, node: StreamNode): number {
  if (vertex === undefined || vertex.operators[0] === node.id) return 0;
  const [edge] = node.inEdges;
  const before = edge && graph.nodes[edge.source];
  return before === undefined ? 0 : 1 + depthOf(graph, vertex, before);
}

function edgeResult({ source, partitioner, input, exchange, tag, unaligned }: StreamEdge): unknown {
  return {
    source,
    partitioner: partitionerTraits[partitioner.type].name,
    ...(input !== 0 && { input }),
    ...(exchange !== "UNDEFINED" && { exchange }),
    ...(tag !== undefined && { tag }),
    ...(!unaligned && { unaligned }),
  };
}

function vertexResult(graph: JobGraph, vertex: JobVertex): unknown {
  return {
    id: vertex.id,
    name: vertex.name,
    parallelism: vertex.parallelism,
    maxParallelism: vertex.maxParallelism ?? -1,
    chain: vertex.chain,
    group: vertex.slotSharingGroup.index,
    groupName: vertex.slotSharingGroup.name,
    coordinators: coordinatorsOf(graph, vertex).length,
    inputs: vertex.inputs.map(inputResult),
  };
}

function inputResult({ source, result, type, pattern, streamEdge }: JobEdge): unknown {
  const { name, broadcast } = partitionerTraits[streamEdge.partitioner.type];
  return {
    source,
    result,
    ship: name,
    pattern,
    type,
    ...(streamEdge.input !== 0 && { input: streamEdge.input }),
    ...(broadcast && { broadcast }),
    ...(name === "FORWARD" && { forward: true }),
  };
}

const refusals: readonly ErrorKind[] = [
  { flink: /No operators defined/, product: /^job\.empty$/ },
  { flink: /Detected an UNBOUNDED source/, product: /^config\.batch-unbounded$/ },
  { flink: /Forward partitioning does not allow/, product: /^edge\.forward-parallelism$/ },
  { flink: /no UID or hash has been assigned/, product: /^operator\.uid-missing$/ },
  { flink: /Hash collision on user-specified ID/, product: /^operator\.uid-duplicate$/ },
  { flink: /custom UID hash on a non-legacy sink/, product: /^operator\.uid-hash-on-sink$/ },
  { flink: /Unaligned checkpoints .* custom partitioners/, product: /^edge\.custom-unaligned$/ },
  { flink: /only canBePipelinedConsumed partition support buffer timeout/, product: /^operator\.blocking-timeout$/ },
];

/** A refused program is refused for the same reason; the plan's descriptions are compared as they are. */
function compare(expected: Expected, actual: { readonly error?: string }): string | undefined {
  if (expected.error !== undefined) {
    return actual.error === undefined ? "the program was accepted" : compareErrors(refusals, expected.error.message, actual.error);
  }
  if (actual.error !== undefined) return `the program was refused: ${actual.error}`;
  return firstDifference(expected, actual, "");
}

/** Path and values of the first place where `actual` is not what was expected. */
function firstDifference(expected: unknown, actual: unknown, path: string): string | undefined {
  if (Object.is(expected, actual)) return undefined;
  if (!isStructure(expected) || !isStructure(actual)) return `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  for (const key of keys) {
    const difference = firstDifference(expected[key], actual[key], `${path}/${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

const isStructure = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;

export const jobGraphSuite: Suite = { name: "job-graph", run, compare };

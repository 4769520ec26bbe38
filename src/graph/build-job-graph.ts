import { chainingOf } from "./chaining.ts";
import { describeVertex, nameOfVertex } from "./vertex-name.ts";
import { operatorIds } from "./operator-ids.ts";
import { partitionerTraits } from "./partitioner-traits.ts";
import { slotSharingGroups } from "./slot-sharing.ts";
import { nodeOf } from "./stream-graph.ts";
import { topologicalOrder } from "./topological-order.ts";
import type { Chaining } from "./chaining.ts";
import type { IntermediateDataSet, JobEdge, JobGraph, JobVertex } from "./job-graph.ts";
import type { ResultType } from "./result-traits.ts";
import type { StreamEdge, StreamGraph } from "./stream-graph.ts";
import type { DistributionPattern } from "./wiring.ts";

/** Vertex while its chain is collected; in order of creation. */
interface Chain {
  readonly head: number;
  /** Tail first. */
  readonly nodes: number[];
  /** Edges that leave it, in the order in which its results are made. */
  readonly leaving: readonly StreamEdge[];
}

/** Chains the operators of a stream graph and makes vertices, results and inputs of them. [GR10] */
export function buildJobGraph(graph: StreamGraph): JobGraph {
  const chaining = chainingOf(graph);
  const ids = operatorIds(graph, chaining);
  const chains = collectChains(graph, chaining);
  const chainOfNode = new Map(chains.flatMap((chain, at) => chain.nodes.map((node) => [node, at] as const)));
  const wired = connect(graph, chains, (node) => chainOfNode.get(node) ?? -1);
  const order = topologicalOrder(wired);
  const place = new Map(order.map((chain, index) => [chain, index]));
  const groups = slotSharingGroups(graph, order.map((chain) => chains[chain]?.head ?? -1));
  const vertices = order.map((at, index): JobVertex => {
    const chain = chains[at];
    const wires = wired[at];
    const group = groups[index];
    if (chain === undefined || wires === undefined || group === undefined) throw new RangeError(`no chain ${at}`);
    const head = nodeOf(graph, chain.head);
    const named = { graph, chaining, head };
    return {
      index,
      id: ids[chain.head] ?? "",
      name: graph.settings.indexPrefix ? `[vertex-${index}]${nameOfVertex(named)}` : nameOfVertex(named),
      description: describeVertex(named),
      parallelism: head.parallelism,
      maxParallelism: head.maxParallelism,
      operators: depthFirst(graph, chaining, chain.head),
      chain: chain.nodes,
      chainedSources: head.inEdges.filter(chaining.isChainedSource).map((edge) => edge.source),
      slotSharingGroup: group,
      inputs: wires.inputs.map((edge) => ({ ...edge, source: place.get(edge.source) ?? -1 })),
      results: wires.results,
    };
  });
  return { streamGraph: graph, vertices, created: chains.map((_, at) => place.get(at) ?? -1), operatorIds: ids };
}

/** Where the walk stands in a node: which of its edges it looks at next. */
interface Step {
  readonly id: number;
  readonly chain: Chain & { readonly leaving: StreamEdge[] };
  readonly inner: readonly StreamEdge[];
  readonly own: readonly StreamEdge[];
  next: number;
}

/**
 * Chains in order of creation: a chain is made when its head is reached on the way back from everything downstream. The way back is
 * kept in a list: a job can be longer than the stack is deep. [GR54]
 */
function collectChains(graph: StreamGraph, chaining: Chaining): readonly Chain[] {
  const chains: Chain[] = [];
  const started = new Set<number>();
  const steps: Step[] = [];
  const enter = (id: number, chain: Step["chain"]): void => {
    const { outEdges } = nodeOf(graph, id);
    const inner = outEdges.filter(chaining.isChained);
    steps.push({ id, chain, inner, own: outEdges.filter((edge) => !chaining.isChained(edge)), next: 0 });
  };
  const start = (head: number): void => {
    if (started.has(head)) return;
    started.add(head);
    enter(head, { head, nodes: [], leaving: [] });
  };
  for (const node of graph.nodes) {
    if (node.inEdges.length > 0) continue;
    const chainedInto = node.outEdges.find(chaining.isChainedSource);
    start(chainedInto?.target ?? node.id);
    for (let step = steps.at(-1); step !== undefined; step = steps.at(-1)) {
      const { id, chain, inner, own } = step;
      const at = step.next++;
      const below = inner[at];
      const leaving = own[at - inner.length];
      if (below !== undefined) enter(below.target, chain);
      else if (leaving !== undefined) start(leaving.target);
      else {
        steps.pop();
        chain.nodes.push(id);
        chain.leaving.push(...own);
        if (id === chain.head) chains.push(chain);
      }
    }
  }
  return chains;
}

function depthFirst(graph: StreamGraph, chaining: Chaining, head: number): readonly number[] {
  const order: number[] = [];
  const waiting = [head];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    order.push(id);
    waiting.push(...nodeOf(graph, id).outEdges.filter(chaining.isChained).map((edge) => edge.target).toReversed());
  }
  return order;
}

/** Inputs and results of a vertex while vertices are known by their place in order of creation. */
interface Wires {
  readonly inputs: JobEdge[];
  readonly results: (IntermediateDataSet & { readonly edges: StreamEdge[]; readonly consumers: number[] })[];
}

function connect(graph: StreamGraph, chains: readonly Chain[], chainOf: (node: number) => number): readonly Wires[] {
  const wired: readonly Wires[] = chains.map(() => ({ inputs: [], results: [] }));
  chains.forEach((chain, source) => {
    for (const edge of chain.leaving) {
      const producer = wired[source];
      const consumer = wired[chainOf(edge.target)];
      if (producer === undefined || consumer === undefined) throw new RangeError(`edge ${edge.id} leads nowhere`);
      const type: ResultType = graph.jobType === "BATCH" || edge.exchange === "BATCH" ? "BLOCKING" : "PIPELINED_BOUNDED";
      let result = type === "BLOCKING" ? producer.results.findIndex((known) => sharesResult(graph, known, edge)) : -1;
      if (result < 0) result = producer.results.push({ type, edges: [], consumers: [] }) - 1;
      producer.results[result]?.edges.push(edge);
      producer.results[result]?.consumers.push(chainOf(edge.target));
      consumer.inputs.push({ streamEdge: edge, source, result, type, pattern: patternOf(edge) });
    }
  });
  return wired;
}

/** A blocking result serves all edges of one node that would be written alike. [GR11] */
function sharesResult(graph: StreamGraph, result: IntermediateDataSet, edge: StreamEdge): boolean {
  const [first] = result.edges;
  if (first === undefined || first.source !== edge.source) return false;
  const before = nodeOf(graph, first.target);
  const target = nodeOf(graph, edge.target);
  return first.tag === edge.tag && first.partitionerIdentity === edge.partitionerIdentity
    && before.parallelism === target.parallelism && before.maxParallelism === target.maxParallelism;
}

function patternOf(edge: StreamEdge): DistributionPattern {
  return partitionerTraits[edge.partitioner.type].pointwise ? "POINTWISE" : "ALL_TO_ALL";
}

import { nodeOf } from "./stream-graph.ts";
import type { StreamEdge, StreamGraph, StreamNode } from "./stream-graph.ts";

/** Which edges disappear inside a task. */
export interface Chaining {
  /** True when producer and consumer run in one chain. */
  isChained(edge: StreamEdge): boolean;
  /** True when the producer is a source that runs as an input of a HEAD_WITH_SOURCES operator. */
  isChainedSource(edge: StreamEdge): boolean;
}

/** Decides for every edge of `graph` whether it is chained (StreamingJobGraphGenerator.isChainable). [GR8] */
export function chainingOf(graph: StreamGraph): Chaining {
  const known = new Map<number, boolean>();
  const isChainedSource = (edge: StreamEdge): boolean => {
    const source = nodeOf(graph, edge.source);
    return source.kind === "source" && source.outEdges.length === 1
      && nodeOf(graph, edge.target).chaining === "HEAD_WITH_SOURCES" && isChainableInput(edge);
  };
  const isChained = (edge: StreamEdge): boolean => {
    const before = known.get(edge.id);
    if (before !== undefined) return before;
    const chained = nodeOf(graph, edge.target).inEdges.length === 1 && !isChainedSource(edge) && isChainableInput(edge);
    known.set(edge.id, chained);
    return chained;
  };
  /** Head of the chain that `node` would be in. */
  const headOf = (node: StreamNode): StreamNode => {
    const [edge] = node.inEdges;
    return edge !== undefined && isChained(edge) ? headOf(nodeOf(graph, edge.source)) : node;
  };
  const isChainableInput = (edge: StreamEdge): boolean => {
    const source = nodeOf(graph, edge.source);
    const target = nodeOf(graph, edge.target);
    return graph.settings.chaining
      && source.slotSharingGroup === target.slotSharingGroup
      && strategiesAllow(source, target)
      && !(target.kind === "yielding" && headOf(source).kind === "legacySource")
      && source.parallelism === target.parallelism
      && (graph.settings.chainDifferentMaxParallelism || source.maxParallelism === target.maxParallelism)
      && edge.partitioner.type === "forward"
      && edge.exchange !== "BATCH"
      && target.inEdges.every((other) => other.id === edge.id || other.input !== edge.input);
  };
  return { isChained, isChainedSource };
}

function strategiesAllow(source: StreamNode, target: StreamNode): boolean {
  if (source.chaining === "NEVER") return false;
  return target.chaining === "ALWAYS" || (target.chaining === "HEAD_WITH_SOURCES" && source.kind === "source");
}

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
  /** Whether the head of the chain that `node` would be in is a source of the old kind: asked link by link, answered once for each. */
  const startsAtLegacySource = new Map<number, boolean>();
  const isBehindLegacySource = (node: StreamNode): boolean => {
    const passed: StreamNode[] = [];
    let at = node;
    let answer = startsAtLegacySource.get(at.id);
    for (; answer === undefined; answer = startsAtLegacySource.get(at.id)) {
      passed.push(at);
      const [edge] = at.inEdges;
      if (edge === undefined || !isChained(edge)) {
        answer = at.kind === "legacySource";
        break;
      }
      at = nodeOf(graph, edge.source);
    }
    for (const { id } of passed) startsAtLegacySource.set(id, answer);
    return answer;
  };
  const isChainableInput = (edge: StreamEdge): boolean => {
    const source = nodeOf(graph, edge.source);
    const target = nodeOf(graph, edge.target);
    return graph.settings.chaining
      && source.slotSharingGroup === target.slotSharingGroup
      && strategiesAllow(source, target)
      && !(target.kind === "yielding" && isBehindLegacySource(source))
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

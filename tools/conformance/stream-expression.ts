import type { Stream, Transformation } from "../../src/graph/program.ts";
import type { Partitioner } from "../../src/graph/stream-graph.ts";

/** Stream of a recorded program: a node's output, a side output, a union, or a partition step over another stream. */
export type StreamExpression =
  | string
  | { readonly side: string; readonly tag: string }
  | { readonly union: readonly StreamExpression[] }
  | { readonly [step in PartitionStep]?: StreamExpression };

type PartitionStep = "shuffle" | "rebalance" | "rescale" | "global" | "forward" | "broadcast" | "partitionCustom";

const steps: Readonly<Record<PartitionStep, Partitioner>> = {
  shuffle: { type: "shuffle" }, rebalance: { type: "rebalance" }, rescale: { type: "rescale" }, global: { type: "global" },
  forward: { type: "forward" }, broadcast: { type: "broadcast" }, partitionCustom: { type: "custom", key: "key", function: "key" },
};

/** The same stream as the product states it. */
export function streamOf(expression: StreamExpression, nodes: ReadonlyMap<string, Transformation>): Stream {
  if (typeof expression === "string") return { from: nodeOf(expression, nodes) };
  if ("side" in expression) return { from: nodeOf(expression.side, nodes), tag: expression.tag };
  if ("union" in expression) return { union: expression.union.map((part) => streamOf(part, nodes)) };
  const step = (Object.keys(steps) as PartitionStep[]).find((name) => expression[name] !== undefined);
  const inner = step && expression[step];
  if (step === undefined || inner === undefined) throw new RangeError(`unknown stream ${JSON.stringify(expression)}`);
  return { stream: streamOf(inner, nodes), partitioner: steps[step] };
}

function nodeOf(id: string, nodes: ReadonlyMap<string, Transformation>): Transformation {
  const node = nodes.get(id);
  if (node === undefined) throw new RangeError(`stream of unknown node ${id}`);
  return node;
}

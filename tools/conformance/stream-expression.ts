import type { DocumentPartitioner } from "../../src/graph/job-document.ts";
import type { NodeHandle } from "../../src/graph/stream-graph-builder.ts";

/** Stream of a program: a node's output, a side output, a union, or a partition step over another stream. */
export type StreamExpression =
  | string
  | { readonly side: string; readonly tag: string }
  | { readonly union: readonly StreamExpression[] }
  | { readonly [step in PartitionStep]?: StreamExpression };

type PartitionStep = "shuffle" | "rebalance" | "rescale" | "global" | "forward" | "broadcast" | "partitionCustom";

/** One edge that a stream makes where it is read. */
export interface StreamPart {
  readonly from: NodeHandle;
  readonly tag?: string;
  readonly partitioner?: DocumentPartitioner;
  readonly partitionerIdentity?: string | undefined;
}

const steps: Readonly<Record<PartitionStep, DocumentPartitioner>> = {
  shuffle: { type: "shuffle" }, rebalance: { type: "rebalance" }, rescale: { type: "rescale" }, global: { type: "global" },
  forward: { type: "forward" }, broadcast: { type: "broadcast" }, partitionCustom: { type: "custom", key: "key", function: "key" },
};

/** Parts of a stream; of several partition steps the one nearest the consumer wins. `place` tells expressions apart. */
export function resolveStream(
  expression: StreamExpression, handles: ReadonlyMap<string, NodeHandle>, place: string,
): readonly StreamPart[] {
  if (typeof expression === "string") return [{ from: handleOf(expression, handles) }];
  if ("side" in expression) return [{ from: handleOf(expression.side, handles), tag: expression.tag }];
  if ("union" in expression) {
    return expression.union.flatMap((part, at) => resolveStream(part, handles, `${place} union ${at}`));
  }
  const [step, inner] = stepOf(expression);
  const partitioner = steps[step];
  const partitionerIdentity = step === "partitionCustom" ? `custom ${place}` : undefined;
  return resolveStream(inner, handles, `${place} ${step}`).map((part) => ({ ...part, partitioner, partitionerIdentity }));
}

/** Whether the stream brings the main or a side output of node `id`. */
export function refersTo(expression: StreamExpression, id: string): boolean {
  if (typeof expression === "string") return expression === id;
  if ("side" in expression) return expression.side === id;
  if ("union" in expression) return expression.union.some((part) => refersTo(part, id));
  return refersTo(stepOf(expression)[1], id);
}

function stepOf(expression: { readonly [step in PartitionStep]?: StreamExpression }): [PartitionStep, StreamExpression] {
  for (const step of Object.keys(steps) as PartitionStep[]) {
    const inner = expression[step];
    if (inner !== undefined) return [step, inner];
  }
  throw new RangeError(`unknown stream ${JSON.stringify(expression)}`);
}

function handleOf(id: string, handles: ReadonlyMap<string, NodeHandle>): NodeHandle {
  const handle = handles.get(id);
  if (handle === undefined) throw new RangeError(`stream of unknown node ${id}`);
  return handle;
}

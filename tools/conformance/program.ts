import type { NodeDraft } from "../../src/graph/stream-graph-builder.ts";
import type { NodeOperator } from "../../src/graph/stream-graph.ts";

/** Node operator of a program whose functions and records do not matter. */
export function bareOperator(type: string, part: NodeOperator["part"] = "operator"): NodeOperator {
  const none = { fields: [] };
  return {
    type, part, config: {}, hasFunctions: false, inputSchemas: [], keys: [], outputSchema: none, sideOutputs: [], serviceTimeMs: undefined,
  };
}

/** Draft of a node with Flink's defaults. */
export function bareNode(name: string, draft: Partial<NodeDraft> = {}): NodeDraft {
  return { name, kind: "operator", operator: bareOperator(name), ...draft };
}

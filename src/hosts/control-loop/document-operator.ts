import type { Topology } from "../../graph/topology.ts";

/** Where a message to an operator of the job document goes: the first subtask that runs it. Undefined when nothing does. */
export function documentOperator(
  { vertices, subtasks }: Topology,
  documentId: string,
): { readonly operatorId: string; readonly subtask: number } | undefined {
  for (const [place, { operators }] of vertices.entries()) {
    const operator = operators.find((each) => each.documentId === documentId);
    const subtask = subtasks.findIndex(({ vertex }) => vertex === place);
    if (operator !== undefined && subtask >= 0) return { operatorId: operator.id, subtask };
  }
  return undefined;
}

import { keyGroupRange } from "../stream/key-group.ts";
import { redistributeOperatorState } from "./redistribute.ts";
import { nodeOf } from "./stream-graph.ts";
import { toTaskIndex } from "../stream/indices.ts";
import type { ListBy, SubtaskIndex, TaskIndex } from "../stream/indices.ts";
import type { GraphFinding } from "./graph-finding.ts";
import type { ExecutionGraph } from "./execution-graph.ts";
import type { JobGraph, JobVertex } from "./job-graph.ts";
import type { RestoredOperatorState } from "./snapshot.ts";
import type { StoredOperator } from "./stored-state.ts";

/**
 * Why the state of a checkpoint does not fit a job; empty when it does. Checked in Flink's order: state without an operator
 * (unless that is allowed), then per vertex parallelism above the state's max parallelism, then a set max parallelism that is
 * not the state's. [GR52]
 */
export function checkRestore(
  graph: JobGraph, stored: readonly StoredOperator[], allowNonRestoredState: boolean,
): readonly GraphFinding[] {
  const owners = new Set(graph.vertices.flatMap((vertex) => storedOf(graph, vertex, stored)));
  const lost = allowNonRestoredState ? [] : stored.filter((operator) => !owners.has(operator));
  return [...lost.map(stateWithoutOperator), ...graph.vertices.flatMap((vertex) => checkVertex(graph, vertex, stored))];
}

/** Max parallelism of the state of each vertex that has any, by vertex id: what a vertex without one of its own takes over. */
export function restoredMaxParallelism(graph: JobGraph, stored: readonly StoredOperator[]): ReadonlyMap<string, number> {
  return new Map(graph.vertices.flatMap((vertex) =>
    storedOf(graph, vertex, stored).filter(wasReported).map((operator) => [vertex.id, operator.maxParallelism] as const)));
}

/** State of every operator of every subtask of `graph`, by subtask index; operators without state are left out. [GR53] */
export function assignState(
  graph: ExecutionGraph, stored: readonly StoredOperator[],
): ListBy<TaskIndex, readonly RestoredOperatorState[]> {
  const { jobGraph, subtasks } = graph;
  const result = subtasks.map((): RestoredOperatorState[] => []);
  for (const vertex of jobGraph.vertices) {
    const first = subtasks.findIndex((subtask) => subtask.vertex === vertex.index);
    for (const node of vertex.operators) {
      const operator = findStored(jobGraph, node, stored);
      if (operator === undefined) continue;
      const operatorId = jobGraph.operatorIds[node] ?? "";
      const sizes = { parallelism: vertex.parallelism, maxParallelism: graph.maxParallelism[vertex.index] ?? 1 };
      redistributeOperator(operator, operatorId, sizes).forEach((state, subtask) => {
        if (state.keyGroups.length > 0 || state.operatorStates.length > 0) result[toTaskIndex(first + subtask)]?.push(state);
      });
    }
  }
  return result;
}

interface Sizes {
  readonly parallelism: number;
  readonly maxParallelism: number;
}

/** State of one operator of each new subtask, by its index: key groups by range, operator state as its mode says. */
export function redistributeOperator(
  { subtasks }: StoredOperator, operatorId: string, sizes: Sizes,
): ListBy<SubtaskIndex, RestoredOperatorState> {
  const keyed = subtasks.flatMap((subtask) =>
    (subtask?.index.keyGroups ?? []).map(({ group, range }) => ({ file: subtask?.file ?? "", group, range })));
  const operatorStates = redistributeOperatorState(
    subtasks.map((subtask) => subtask?.index.operatorStates.map((state) => ({
      ...state, elements: state.elements.map((range) => ({ file: subtask.file, range })),
    }))),
    sizes.parallelism,
  );
  return operatorStates.map((states, subtask) => {
    const { first, last } = keyGroupRange(subtask, sizes.parallelism, sizes.maxParallelism);
    const keyGroups = keyed.filter(({ group }) => group >= first && group <= last);
    return { operatorId, keyGroups, operatorStates: states };
  });
}

/** The user's uid hash is tried first, then the generated id. */
function findStored(graph: JobGraph, node: number, stored: readonly StoredOperator[]): StoredOperator | undefined {
  const { uidHash } = nodeOf(graph.streamGraph, node);
  const id = graph.operatorIds[node];
  return stored.find((operator) => operator.operatorId === uidHash?.toLowerCase())
    ?? stored.find((operator) => operator.operatorId === id);
}

function storedOf(graph: JobGraph, vertex: JobVertex, stored: readonly StoredOperator[]): readonly StoredOperator[] {
  return vertex.operators.flatMap((node) => findStored(graph, node, stored) ?? []);
}

const wasReported = ({ subtasks }: StoredOperator): boolean => subtasks.some((subtask) => subtask !== undefined);

function stateWithoutOperator({ operatorId }: StoredOperator): GraphFinding {
  return {
    severity: "error",
    code: "restore.state-without-operator",
    message:
      `The snapshot holds state of operator ${operatorId}, which this job does not have. Give the operator its old uid, ` +
      "or set execution.state-recovery.ignore-unclaimed-state to true to drop the state.",
    values: { operatorId },
  };
}

function checkVertex(graph: JobGraph, vertex: JobVertex, stored: readonly StoredOperator[]): readonly GraphFinding[] {
  const { name, parallelism, maxParallelism } = vertex;
  const found = storedOf(graph, vertex, stored).find(wasReported);
  if (found === undefined) return [];
  const node = vertex.operators[0] ?? -1;
  if (found.maxParallelism < parallelism) {
    return [{
      severity: "error",
      code: "restore.parallelism-above-max",
      message:
        `"${name}" has parallelism ${parallelism}, but its state was written with max parallelism ${found.maxParallelism}. ` +
        "Lower the parallelism.",
      values: { name, parallelism, maxParallelism: found.maxParallelism },
      node,
      field: "parallelism",
    }];
  }
  if (maxParallelism === undefined || maxParallelism === found.maxParallelism) return [];
  return [{
    severity: "error",
    code: "restore.max-parallelism-changed",
    message:
      `"${name}" has max parallelism ${maxParallelism}, but its state was written with ${found.maxParallelism}, which cannot change. ` +
      "Set it back, or start without the snapshot.",
    values: { name, maxParallelism, stored: found.maxParallelism },
    node,
    field: "maxParallelism",
  }];
}

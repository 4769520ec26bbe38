import type { ListBy, TaskIndex } from "../stream/indices.ts";
import type { ExecutionState } from "../graph/execution-state.ts";
import type { Topology } from "../graph/topology.ts";
import type { CheckpointFailureReason } from "./checkpoint-failures.ts";

/** Which subtasks (indices of the topology) a checkpoint concerns. */
export interface CheckpointPlan {
  /** Get the trigger by message; the others get it as barriers. */
  readonly trigger: readonly TaskIndex[];
  /** Have to acknowledge, and are told of completion or abortion. */
  readonly waitFor: readonly TaskIndex[];
  readonly finished: readonly TaskIndex[];
}

/**
 * All running: sources are triggered, all acknowledge. Some finished: the unfinished acknowledge, and those without an
 * unfinished producer are triggered (Flink's DefaultCheckpointPlanCalculator). [CP8]
 */
export function checkpointPlan(
  topology: Topology,
  states: ListBy<TaskIndex, ExecutionState>,
  checkpointsAfterTasksFinish: boolean,
): CheckpointPlan | CheckpointFailureReason {
  const waitFor: TaskIndex[] = [];
  const finished: TaskIndex[] = [];
  for (const [subtask, state] of states.entries()) {
    if (state === "FINISHED") finished.push(subtask);
    else if (state === "RUNNING") waitFor.push(subtask);
    else return "NOT_ALL_REQUIRED_TASKS_RUNNING";
  }
  if (finished.length > 0 && !checkpointsAfterTasksFinish) return "NOT_ALL_REQUIRED_TASKS_RUNNING";
  if (waitFor.length === 0) return "NOT_ALL_REQUIRED_TASKS_RUNNING";
  const fed = new Set<TaskIndex>();
  for (const channel of topology.channels) {
    if (states[channel.from] !== "FINISHED") fed.add(channel.to);
  }
  return { trigger: waitFor.filter((subtask) => !fed.has(subtask)), waitFor, finished };
}

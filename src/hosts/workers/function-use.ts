import type { TaskDeployment } from "../../graph/task-deployment.ts";
import type { JobPlan } from "../../control/job-plan.ts";
import type { WorkerKind } from "./worker-pool.ts";

/** [SB7] True when the task runs text of its job's author, so that its thread has to be locked. */
export function usesFunctions({ operators, outputs }: TaskDeployment): boolean {
  return operators.some(({ hasFunctions }) => hasFunctions) || outputs.some(({ partitioner }) => partitioner.type === "custom");
}

/** Threads of each kind that the tasks of a job take. */
export function workersNeeded(plan: Pick<JobPlan, "topology" | "deployment">): Record<WorkerKind, number> {
  const needed = { plain: 0, functions: 0 };
  for (const subtask of plan.topology.subtasks.keys()) {
    needed[usesFunctions(plan.deployment(subtask, 0, undefined)) ? "functions" : "plain"]++;
  }
  return needed;
}

/** Names of the operators of the chain that run such text, for messages. */
export function functionOperators({ operators, outputs }: TaskDeployment): readonly string[] {
  const partitions = new Set(outputs.filter(({ partitioner }) => partitioner.type === "custom").map(({ operator }) => operator));
  return operators.flatMap(({ hasFunctions, name }, index) => (hasFunctions || partitions.has(index) ? [name] : []));
}

import type { z } from "zod";
import { functionTexts } from "../../graph/function-texts.ts";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import type { JobPlan } from "../../control/job-plan.ts";
import type { RuntimeCatalog } from "../../runtime/api.ts";
import type { WorkerKind } from "./worker-pool.ts";

/** [SB7] True when the task runs text of its job's author, so that its thread has to be locked. */
export function usesFunctions({ operators, outputs }: TaskDeployment, catalog: RuntimeCatalog): boolean {
  if (outputs.some(({ partitioner }) => partitioner.type === "custom")) return true;
  return operators.some(({ type, config }) => {
    const schema = catalog.find(type)?.config;
    return schema === undefined || holdsFunction(schema, config);
  });
}

/** Threads of each kind that the tasks of a job take. */
export function workersNeeded(plan: Pick<JobPlan, "topology" | "deployment">, catalog: RuntimeCatalog): Record<WorkerKind, number> {
  const needed = { plain: 0, functions: 0 };
  for (const subtask of plan.topology.subtasks.keys()) {
    needed[usesFunctions(plan.deployment(subtask, 0, undefined), catalog) ? "functions" : "plain"]++;
  }
  return needed;
}

/** Names of the operators of the chain that run such text, for messages. */
export function functionOperators({ operators, outputs }: TaskDeployment, catalog: RuntimeCatalog): readonly string[] {
  const partitions = new Set(outputs.filter(({ partitioner }) => partitioner.type === "custom").map(({ operator }) => operator));
  return operators
    .filter(({ type, config }, index) => {
      const schema = catalog.find(type)?.config;
      return partitions.has(index) || (schema !== undefined && holdsFunction(schema, config));
    })
    .map(({ name }) => name);
}

const holdsFunction = (schema: z.core.$ZodType, config: unknown): boolean => functionTexts(schema, config).length > 0;

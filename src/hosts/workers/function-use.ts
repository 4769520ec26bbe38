import type { z } from "zod";
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
export function functionOperators({ operators }: TaskDeployment, catalog: RuntimeCatalog): readonly string[] {
  return operators
    .filter(({ type, config }) => {
      const schema = catalog.find(type)?.config;
      return schema !== undefined && holdsFunction(schema, config);
    })
    .map(({ name }) => name);
}

/** Looks through a configuration, along its schema, for a function field that is not empty. */
function holdsFunction(schema: z.core.$ZodType, value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (isFunctionField(schema)) return typeof value === "string" && value !== "";
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return Object.entries(def.shape).some(([name, field]) => holdsFunction(field, (value as Record<string, unknown>)[name]));
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
    case "nonoptional":
    case "catch":
      return holdsFunction(def.innerType, value);
    case "union":
      return def.options.some((option) => holdsFunction(option, value));
    case "intersection":
      return holdsFunction(def.left, value) || holdsFunction(def.right, value);
    case "pipe":
      return holdsFunction(def.in, value) || holdsFunction(def.out, value);
    case "array":
      return Array.isArray(value) && value.some((element) => holdsFunction(def.element, element));
    case "record":
      return Object.values(value).some((element) => holdsFunction(def.valueType, element));
    default:
      return false;
  }
}

const isFunctionField = (schema: z.core.$ZodType): boolean =>
  "meta" in schema && typeof schema.meta === "function" && (schema as z.ZodType).meta()?.["widget"] === "function";

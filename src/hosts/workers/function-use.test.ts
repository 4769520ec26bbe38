import { expect, test } from "vitest";
import { createCatalog } from "../../app/catalog.ts";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import { functionOperators, usesFunctions } from "./function-use.ts";
import { unlockedFunctions } from "./unlocked-functions.ts";

const catalog = createCatalog();

/** A deployment of a chain of the given operators, as far as it matters here. */
function deployment(...operators: readonly (readonly [type: string, config: unknown])[]): TaskDeployment {
  return { operators: operators.map(([type, config]) => ({ type, name: type, config })), outputs: [] } as unknown as TaskDeployment;
}

const map = ["map", { function: "row", fields: [] }] as const;
const count = ["count", { as: "count" }] as const;

test("[SB7] only threads of tasks with user functions are locked", () => {
  expect(usesFunctions(deployment(count), catalog)).toBe(false);
  expect(usesFunctions(deployment(count, map), catalog)).toBe(true);
  expect(usesFunctions(deployment(["no-such-operator", {}]), catalog)).toBe(true);
  expect(functionOperators(deployment(count, map), catalog)).toEqual(["map"]);
});

test("[SB7] a custom partitioner is a function too", () => {
  const partitioned = { ...deployment(count), outputs: [{ operator: 0, partitioner: { type: "custom", key: "k", function: "key % n" } }] } as unknown as TaskDeployment;
  expect(usesFunctions(partitioned, catalog)).toBe(true);
  expect(functionOperators(partitioned, catalog)).toEqual(["count"]);
});

test("[SB7] a thread that is not locked compiles nothing", () => {
  expect(() => unlockedFunctions.compile({ field: "function", source: "1", parameters: [] })).toThrow("[SB7]");
});

import { expect, test } from "vitest";
import type { TaskDeployment } from "../../graph/task-deployment.ts";
import { functionOperators, usesFunctions } from "./function-use.ts";
import { unlockedFunctions } from "./unlocked-functions.ts";

/** A deployment of a chain of the given operators, as far as it matters here. */
function deployment(...operators: readonly (readonly [name: string, hasFunctions: boolean])[]): TaskDeployment {
  return { operators: operators.map(([name, hasFunctions]) => ({ name, hasFunctions })), outputs: [] } as unknown as TaskDeployment;
}

test("[SB7] only threads of tasks with user functions are locked", () => {
  expect(usesFunctions(deployment(["count", false]))).toBe(false);
  const mapped = deployment(["count", false], ["map", true]);
  expect(usesFunctions(mapped)).toBe(true);
  expect(functionOperators(mapped)).toEqual(["map"]);
});

test("[SB7] a custom partitioner is a function too", () => {
  const outputs = [{ operator: 0, partitioner: { type: "custom", key: "k", function: "key % n" } }];
  const partitioned = { ...deployment(["count", false]), outputs } as unknown as TaskDeployment;
  expect(usesFunctions(partitioned)).toBe(true);
  expect(functionOperators(partitioned)).toEqual(["count"]);
});

test("[SB7] a thread that is not locked compiles nothing", () => {
  expect(() => unlockedFunctions.compile({ field: "function", source: "1", parameters: [] })).toThrow("[SB7]");
});

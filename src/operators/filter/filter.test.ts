import { expect, test } from "vitest";
import { verifyOperator } from "../../runtime/testing/verify-operator.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { filterFactory } from "./operator.ts";

const numbers = schemaOf([{ name: "n", type: "INT" }]);
const filtered = (source: string) => ({ factory: filterFactory, config: { function: source }, inputSchemas: [numbers], outputSchema: numbers });

test("[OP2] filter lets the rows pass for which the condition is true, unchanged", () => {
  verifyOperator({ ...filtered("row.n > 2"), input: "1@1 3@2 W2 2@3 -D:4@4 5", output: "3@2 W2 -D:4@4 5" });
});

test("[OP2] a body filters as an expression does", () => {
  verifyOperator({ ...filtered("if (row.n % 2 === 0) return true;\nreturn row.n > 4;"), input: "1@1 2@2 5@3", output: "2@2 5@3" });
});

test.each([
  ["row.n", "The condition gave a number"],
  ["null", "The condition gave null"],
])("[OP2] a condition that is neither true nor false fails the task: %s", (source, message) => {
  expect(() => verifyOperator({ ...filtered(source), input: "1", output: "" })).toThrow(message);
});

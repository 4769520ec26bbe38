import { expect, test } from "vitest";
import { verifyOperator } from "../../runtime/testing/verify-operator.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { union } from "./descriptor.ts";

const words = schemaOf([{ name: "word", type: "STRING" }]);

test("[OP4] union hands on the rows of its inputs as they are, and so their fields", () => {
  expect(union.infer({}, { in: { schema: words, key: undefined } }).outputs["out"]).toBe(words);
  verifyOperator({ definition: union, config: {}, inputSchemas: [words], outputSchema: words, input: "a@1 W1 -D:b@2 c", output: "a@1 W1 -D:b@2 c" });
});

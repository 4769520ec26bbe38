import { expect, test } from "vitest";
import { verifyOperator } from "../../runtime/testing/verify-operator.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { count } from "./descriptor.ts";
import { countFactory } from "./operator.ts";

const words = schemaOf([
  { name: "n", type: "INT" },
  { name: "word", type: "STRING" },
]);

test("[WN16] count emits key and count for every row, with the row's timestamp", () => {
  const outputSchema = count.infer({ as: "count" }, { in: { schema: words, key: ["word"] } }).outputs["out"];
  verifyOperator({
    factory: countFactory,
    config: { as: "count" },
    inputSchemas: [words],
    keys: [["word"]],
    outputSchema: outputSchema ?? words,
    input: "1,a@1 1,b@1 W1 1,a@2 1,a",
    output: "a,1@1 b,1@1 W1 a,2@2 a,3",
  });
});

test("[WN16] a key of several fields comes back in the order of the key", () => {
  const outputSchema = count.infer({ as: "c" }, { in: { schema: words, key: ["word", "n"] } }).outputs["out"];
  expect(outputSchema?.fields.map((field) => field.name)).toEqual(["word", "n", "c"]);
  verifyOperator({
    factory: countFactory,
    config: { as: "c" },
    inputSchemas: [words],
    keys: [["word", "n"]],
    outputSchema: outputSchema ?? words,
    input: "1,a@1 2,a@1 1,a@2",
    output: "a,1,1@1 a,2,1@1 a,1,2@2",
  });
});

test("[WN16] the count cannot be called as a field of the key", () => {
  expect(count.infer({ as: "word" }, { in: { schema: words, key: ["word"] } }).diagnostics[0]?.code).toBe(
    "operator.field-twice",
  );
});

import { test } from "vitest";
import { verifyOperator } from "../../runtime/testing/verify-operator.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { reduceFactory } from "./operator.ts";

const schema = schemaOf([
  { name: "word", type: "STRING" },
  { name: "n", type: "INT" },
]);

test("[WN16] reduce folds the rows of a key and emits every result", () => {
  verifyOperator({
    factory: reduceFactory,
    config: { function: "({ word: left.word, n: left.n * 10 + right.n })" },
    inputSchemas: [schema],
    keys: [["word"]],
    outputSchema: schema,
    input: "a,1@1 b,5@1 a,2@2 W3 a,3@4",
    output: "a,1@1 b,5@1 a,12@2 W3 a,123@4",
  });
});

test("[WN16] a function that changes the rows it is given changes nothing but its result", () => {
  verifyOperator({
    factory: reduceFactory,
    config: { function: "(left.n += right.n, right.n = 0, left)" },
    inputSchemas: [schema],
    keys: [["word"]],
    outputSchema: schema,
    input: "a,1@1 a,2@2 a,3@4",
    output: "a,1@1 a,3@2 a,6@4",
  });
});

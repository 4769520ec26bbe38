import { expect, test } from "vitest";
import { verifyOperator } from "../../runtime/testing/verify-operator.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import type { MapConfig } from "./descriptor.ts";
import { mapFactory } from "./operator.ts";

const words = schemaOf([{ name: "word", type: "STRING" }]);
const config: MapConfig = {
  function: "({ length: row.word.length, word: row.word.toUpperCase() })",
  fields: [
    { name: "word", type: "STRING" },
    { name: "length", type: "INT" },
  ],
};
const outputSchema = schemaOf(config.fields);

test("[OP1] map makes one row of each, with its timestamp and the declared fields in their order", () => {
  verifyOperator({ factory: mapFactory, config, inputSchemas: [words], outputSchema, input: "weir@1 W1 ox@5 sea", output: "WEIR,4@1 W1 OX,2@5 SEA,3" });
});

test("[OP1] a body maps as an expression does", () => {
  const body = { ...config, function: "const word = row.word.trim();\nreturn { word, length: word.length };" };
  verifyOperator({ factory: mapFactory, config: body, inputSchemas: [words], outputSchema, input: "weir@1 ox@5", output: "weir,4@1 ox,2@5" });
});

test.each([
  ["7", "7 is not a row"],
  ["({ word: row.word, lenght: 4 })", "lenght"],
  ["({ word: 1, length: 2 })", "word"],
])("[OP1] what is no row of the declared fields fails the task: %s", (source, message) => {
  const broken = { factory: mapFactory, config: { ...config, function: source }, inputSchemas: [words], outputSchema, input: "weir", output: "" };
  expect(() => verifyOperator(broken)).toThrow(message);
});

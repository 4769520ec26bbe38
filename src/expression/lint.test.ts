import { expect, test } from "vitest";
import { lintFunction } from "./lint.ts";

const codes = (source: string): readonly string[] =>
  lintFunction({ field: "function", source, parameters: ["row"], form: "expression" }, {}).map(({ code }) => code);

test.each(["({ word: row.word, n: 1 })", "(row.a)", "((row.a))", "(row.a) + (row.b)", "row.a + 1 // sum"])(
  "%s is one expression",
  (source) => expect(codes(source)).toEqual([]),
);

test.each(["row.a row.b", "row.a)", "(row.a) (", "row.a; row.b", ""])("%s is not", (source) => {
  expect(codes(source)).toEqual(["function.syntax"]);
});

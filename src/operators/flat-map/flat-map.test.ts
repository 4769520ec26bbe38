import { expect, test } from "vitest";
import { verifyOperator } from "../../runtime/testing/verify-operator.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { flatMapFactory } from "./operator.ts";

const lines = schemaOf([{ name: "line", type: "STRING" }]);
const words = schemaOf([{ name: "word", type: "STRING" }]);
const fields = [{ name: "word", type: "STRING" }];
const split = (source: string) => ({ factory: flatMapFactory, config: { function: source, fields }, inputSchemas: [lines], outputSchema: words });

test("[OP3] flatMap emits what it collects, in order, with the record's timestamp", () => {
  const config = split('for (const word of row.line.split("-")) if (word) collect({ word });');
  verifyOperator({ ...config, input: "to-and-fro@1 W1 -@2 weir", output: "to@1 and@1 fro@1 W1 weir" });
});

test("[OP3] an expression collects as a body does", () => {
  verifyOperator({ ...split('row.line.split("-").forEach((word) => collect({ word }))'), input: "a-b@3", output: "a@3 b@3" });
});

test("[OP3] collecting after the call has returned is refused", () => {
  const kept: ((row: object) => void)[] = [];
  Object.assign(globalThis, { keepCollect: (collect: (row: object) => void) => kept.push(collect) });
  verifyOperator({ ...split("keepCollect(collect);"), input: "a", output: "" });
  Reflect.deleteProperty(globalThis, "keepCollect");
  expect(() => kept[0]?.({ word: "late" })).toThrow("collect and ctx can be used only during the call");
});

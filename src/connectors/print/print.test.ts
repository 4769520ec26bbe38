import { expect, test } from "vitest";
import { toSubtaskIndex } from "../../stream/indices.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import { RowKind } from "../../stream/row.ts";
import { noTimestamp } from "../../stream/timestamp.ts";
import { sinkContext } from "../testing/connector-harness.ts";
import { printPrefix, printFactory } from "./writer.ts";

const schema = schemaOf([
  { name: "word", type: "STRING" },
  { name: "n", type: "INT" },
]);
const row = rowFromValues(schema);

test("[CN12] a printed line is prefix, row kind and fields, as in Flink", () => {
  const { context, printed } = sinkContext(schema, { parallelism: 2, subtask: toSubtaskIndex(1) });
  const writer = printFactory.createWriter({ identifier: "out", standardError: false }, context);
  writer.write(row(["weir", null]), noTimestamp);
  writer.write(Object.assign(row(["weir", 2]), { $kind: RowKind.delete }), noTimestamp);
  expect(printed).toEqual(["out:2> +I[weir, null]", "out:2> -D[weir, 2]"]);
});

test("[CN12] the prefix leaves out what is not there", () => {
  const [first, second] = [toSubtaskIndex(0), toSubtaskIndex(1)];
  expect([printPrefix("id", first, 1), printPrefix(undefined, second, 2), printPrefix(undefined, first, 1)]).toEqual(["id> ", "2> ", ""]);
});

import { expect, test } from "vitest";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import { noTimestamp } from "../../stream/timestamp.ts";
import { sinkContext } from "../testing/connector-harness.ts";
import { blackhole } from "./descriptor.ts";
import { blackholeFactory } from "./writer.ts";

test("[CN22] a blackhole takes every row, prints nothing and has nothing to commit", () => {
  const schema = schemaOf([{ name: "n", type: "INT" }]);
  const { context, printed, transactions } = sinkContext(schema);
  const writer = blackholeFactory.createWriter({}, context);
  writer.write(rowFromValues(schema)([1]), noTimestamp);
  expect(writer.prepareCommit).toBeUndefined();
  expect([printed.length, transactions.staged.size]).toEqual([0, 0]);
  expect(blackhole.translation).toMatchObject({ kind: "sink" });
});

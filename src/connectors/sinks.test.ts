import { expect, test } from "vitest";
import { schemaOf } from "../stream/logical-type-text.ts";
import { rowFromValues } from "../stream/row-class.ts";
import { noTimestamp } from "../stream/timestamp.ts";
import { fileSink } from "./file-sink/descriptor.ts";
import { print, printPrefix } from "./print/descriptor.ts";
import { table } from "./table/descriptor.ts";
import { sinkContext } from "./testing/connector-harness.ts";

const schema = schemaOf([
  { name: "word", type: "STRING" },
  { name: "n", type: "INT" },
]);
const row = rowFromValues(schema);

test("[CN12] a printed line is prefix, row kind and fields, as in Flink", () => {
  const { context, printed } = sinkContext(schema, { parallelism: 2, subtask: 1 });
  const writer = print.createWriter({ identifier: "out", standardError: false }, context);
  writer.write(row(["weir", null]), noTimestamp);
  expect(printed).toEqual(["out:2> +I[weir, null]"]);
});

test("[CN12] the prefix leaves out what is not there", () => {
  expect([printPrefix("id", 0, 1), printPrefix(undefined, 1, 2), printPrefix(undefined, 0, 1)]).toEqual(["id> ", "2> ", ""]);
});

test("[CN13] rows of a two-phase sink are published by the commit, once, and not before", () => {
  const { context, transactions } = sinkContext(schema);
  const writer = fileSink.createWriter({ path: "out", format: "csv", formatOptions: { header: true } }, context);
  writer.write(row(["weir", 1]), noTimestamp);
  const committables = writer.prepareCommit?.(1) ?? [];
  expect(transactions.published.size).toBe(0);
  const committer = fileSink.createCommitter?.({ path: "out", format: "csv", formatOptions: {} }, context);
  committer?.commit(committables);
  committer?.commit(committables);
  expect([...transactions.published.values()]).toEqual(["word,n\nweir,1\n"]);
});

test("[CN13] nothing is staged for a checkpoint without rows", () => {
  const { context } = sinkContext(schema);
  expect(table.createWriter({ mode: "append", key: [] }, context).prepareCommit?.(1)).toEqual([]);
});

test("[CN14] a writer restored from checkpoint N stages the same ids again, and new ones after N + 1", () => {
  const stagedAfter = (restoredCheckpointId: number | undefined): string[] => {
    const { context, transactions } = sinkContext(schema, { restoredCheckpointId });
    const writer = table.createWriter({ mode: "append", key: [] }, context);
    writer.write(row(["weir", 1]), noTimestamp);
    writer.prepareCommit?.(8);
    writer.write(row(["weir", 2]), noTimestamp);
    writer.prepareCommit?.(9);
    return [...transactions.staged.keys()];
  };
  expect(stagedAfter(7)).toEqual(stagedAfter(7));
  expect(new Set([...stagedAfter(7), ...stagedAfter(9)]).size).toBe(4 - 1);
});

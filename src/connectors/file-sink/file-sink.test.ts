import { expect, test } from "vitest";
import { everySubtask, toCheckpointId } from "../../stream/indices.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import { noTimestamp } from "../../stream/timestamp.ts";
import { sinkContext } from "../testing/connector-harness.ts";
import type { FileSinkConfig } from "./descriptor.ts";
import { fileSinkFactory } from "./writer.ts";

const schema = schemaOf([
  { name: "word", type: "STRING" },
  { name: "n", type: "INT" },
]);
const row = rowFromValues(schema);
const config: FileSinkConfig = { path: "out", format: "csv", formatOptions: { header: true } };

test("[CN13] rows of a file sink are published by the commit, once, and not before", () => {
  const { context, transactions } = sinkContext(schema);
  const writer = fileSinkFactory.createWriter(config, context);
  writer.write(row(["weir", 1]), noTimestamp);
  const committables = writer.prepareCommit?.(toCheckpointId(1)) ?? [];
  expect(transactions.published.size).toBe(0);
  const committer = fileSinkFactory.createCommitter?.(config, context);
  committer?.commit(committables);
  committer?.commit(committables);
  expect([...transactions.published.values()]).toEqual(["word,n\nweir,1\n"]);
});

test("[CN30] part files carry operator, subtask, checkpoint and number, so no two have one name", () => {
  const names = everySubtask(2).flatMap((subtask) => {
    const { context, transactions } = sinkContext(schema, { parallelism: 2, subtask });
    const writer = fileSinkFactory.createWriter(config, context);
    for (const checkpoint of [1, 2]) {
      writer.write(row(["weir", checkpoint]), noTimestamp);
      writer.prepareCommit?.(toCheckpointId(checkpoint));
    }
    return [...transactions.staged.values()].map(({ target }) => target);
  });
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/out\/part-op-[01]-\d+-\d+(\.csv)?$/);
});

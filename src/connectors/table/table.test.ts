import { expect, test } from "vitest";
import { toCheckpointId } from "../../stream/indices.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import { RowKind } from "../../stream/row.ts";
import { noTimestamp } from "../../stream/timestamp.ts";
import { sinkContext } from "../testing/connector-harness.ts";
import { table } from "./descriptor.ts";
import type { CheckpointId } from "../../stream/indices.ts";
import type { TableConfig } from "./descriptor.ts";
import { tableFactory } from "./writer.ts";

const schema = schemaOf([
  { name: "word", type: "STRING" },
  { name: "n", type: "BIGINT" },
]);
const row = rowFromValues(schema);
const append: TableConfig = { mode: "append", key: [] };
const upsert: TableConfig = { mode: "upsert", key: ["word"] };

test("[CN13] nothing is staged for a checkpoint without rows", () => {
  const { context } = sinkContext(schema);
  expect(tableFactory.createWriter(append, context).prepareCommit?.(toCheckpointId(1))).toEqual([]);
});

test("[CN14] a writer restored from checkpoint N stages the same ids again, and new ones after N + 1", () => {
  const stagedAfter = (restoredCheckpointId: CheckpointId | undefined): string[] => {
    const { context, transactions } = sinkContext(schema, { restoredCheckpointId });
    const writer = tableFactory.createWriter(append, context);
    writer.write(row(["weir", 1n]), noTimestamp);
    writer.prepareCommit?.(toCheckpointId(8));
    writer.write(row(["weir", 2n]), noTimestamp);
    writer.prepareCommit?.(toCheckpointId(9));
    return [...transactions.staged.keys()];
  };
  expect(stagedAfter(toCheckpointId(7))).toEqual(stagedAfter(toCheckpointId(7)));
  expect(new Set([...stagedAfter(toCheckpointId(7)), ...stagedAfter(toCheckpointId(9))]).size).toBe(4 - 1);
});

test("[CN20] a line holds row kind and exact values as text, and with upsert the key", () => {
  const lines = (config: TableConfig): unknown[] => {
    const { context, transactions } = sinkContext(schema);
    const writer = tableFactory.createWriter(config, context);
    writer.write(row(["weir", 9_223_372_036_854_775_807n]), noTimestamp);
    writer.write(Object.assign(row(["weir", null]), { $kind: RowKind.delete }), noTimestamp);
    writer.prepareCommit?.(toCheckpointId(1));
    return [...transactions.staged.values()].flatMap(({ text }) => text.trimEnd().split("\n")).map((line) => JSON.parse(line));
  };
  const values = [["weir", "9223372036854775807"], ["weir", null]];
  expect(lines(append)).toEqual([{ kind: 0, values: values[0] }, { kind: 3, values: values[1] }]);
  expect(lines(upsert)).toEqual([{ kind: 0, values: values[0], key: "weir" }, { kind: 3, values: values[1], key: "weir" }]);
});

test("[CN145] different keys are different texts", () => {
  const pairs = schemaOf([{ name: "a", type: "STRING" }, { name: "b", type: "STRING" }]);
  const made = rowFromValues(pairs);
  const { context, transactions } = sinkContext(pairs);
  const writer = tableFactory.createWriter({ mode: "upsert", key: ["a", "b"] }, context);
  const keys = [[null, "x"], ["null", "x"], ["", ""], ["a, b", "c"], ["a", "b, c"], ['"a', "b"], ['"a, b"', "c"], ['"a"', "b"]];
  for (const key of keys) writer.write(made(key), noTimestamp);
  writer.prepareCommit?.(toCheckpointId(1));
  const lines = [...transactions.staged.values()].flatMap(({ text }) => text.trimEnd().split("\n"));
  const told = lines.map((line) => (JSON.parse(line) as { key: string }).key);
  expect(new Set(told).size).toBe(keys.length);
});

test("[CN20] an upsert table needs a key of fields that are there", () => {
  const codes = (config: TableConfig): string[] => table.infer(config, { in: { schema, key: undefined } }).diagnostics.map(({ code }) => code);
  expect(codes(append)).toEqual([]);
  expect(codes(upsert)).toEqual([]);
  expect(codes({ mode: "upsert", key: [] })).toEqual(["table.key-missing"]);
  expect(codes({ mode: "upsert", key: ["wrod"] })).toEqual(["table.key-unknown"]);
});

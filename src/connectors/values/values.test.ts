import { expect, test } from "vitest";
import { SourceHarness } from "../testing/connector-harness.ts";
import { values, type ValuesConfig } from "./descriptor.ts";
import { valuesFactory } from "./reader.ts";

const halves = { descriptor: values, factory: valuesFactory };

const config = (rows: number, more: Partial<ValuesConfig> = {}): ValuesConfig => ({
  fields: [{ name: "n", type: "INT" }],
  rows: Array.from({ length: rows }, (_, n) => [n]),
  repeat: false,
  intervalMs: 0,
  ...more,
});

test("[CN1] each subtask reads a contiguous part of the list, the first ones one row more", () => {
  const source = new SourceHarness(halves, config(5), { parallelism: 2 });
  expect(source.poll(20)).toEqual(["endOfInput", "endOfInput"]);
  expect(source.column("n")).toEqual([[0, 1, 2], [3, 4]]);
});

test("[CN1] a subtask without rows ends at once", () => {
  const source = new SourceHarness(halves, config(1), { parallelism: 3 });
  expect(source.poll(5)).toEqual(["endOfInput", "endOfInput", "endOfInput"]);
  expect(source.column("n")).toEqual([[0], [], []]);
});

test("[CN2] reading goes on where the snapshot was taken, at another parallelism too", () => {
  const first = new SourceHarness(halves, config(7), { parallelism: 2 });
  first.poll(2);
  const { enumerator, readers } = first.snapshot();
  const second = new SourceHarness(halves, config(7), { parallelism: 1, restored: { enumerator, readers: [readers.flat()] } });
  second.poll(20);
  expect([...first.column("n").flat(), ...second.column("n").flat()].toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test("[CN3] a repeating list starts again and moves its timestamp field on in time", () => {
  const repeated = config(2, {
    fields: [
      { name: "n", type: "INT" },
      { name: "at", type: "TIMESTAMP_LTZ(3)" },
    ],
    rows: [
      [1, "1970-01-01 00:00:00"],
      [2, "1970-01-01 00:00:01"],
    ],
    repeat: true,
    advance: { field: "at", ms: 2000 },
  });
  const source = new SourceHarness(halves, repeated);
  source.poll(5);
  expect(source.column("at")).toEqual([[0, 1000, 2000, 3000, 4000]]);
});

test("[CN4] the interval keeps rows apart in processing time", () => {
  const source = new SourceHarness(halves, config(3, { intervalMs: 10 }));
  source.poll(5);
  expect(source.column("n")).toEqual([[0]]);
  expect(source.readers[0]?.nextAvailableAt?.()).toBe(10);
  source.time = 10;
  source.poll(5);
  expect(source.column("n")).toEqual([[0, 1]]);
});

test("a row with too few values is a problem of the document, with its place", () => {
  const { diagnostics } = values.infer(config(1, { rows: [[]] }), {});
  expect(diagnostics).toMatchObject([{ code: "values.row-length", field: "rows", values: { row: 1, found: 0, expected: 1 } }]);
});

test("[CN23] values that do not fit their types are errors of the document, with the row", () => {
  const fields = [{ name: "n", type: "INT" }, { name: "id", type: "BIGINT NOT NULL" }];
  const config = { fields, repeat: false, intervalMs: 0 };
  const infer = (rows: unknown[][]) => values.infer({ ...config, rows }, {}).diagnostics.map(({ message }) => message);
  expect(infer([[1, "9007199254740993"], [null, 2]])).toEqual([]);
  expect(infer([[1, 2], ["x", 3], ["y", 3]])).toEqual([expect.stringMatching(/^Row 2: .*n.*x/)]);
  expect(infer([[1, null]])).toEqual([expect.stringMatching(/^Row 1: .*id/)]);
});

import { expect, test } from "vitest";
import { SourceHarness } from "../testing/connector-harness.ts";
import { manual } from "./descriptor.ts";
import { manualFactory } from "./reader.ts";

const halves = { descriptor: manual, factory: manualFactory };

const config = { fields: [{ name: "n", type: "INT" }] };

test("[CN21] a typed record goes out once, and the source waits for the next one", () => {
  const source = new SourceHarness(halves, config);
  expect(source.poll(1)).toEqual(["nothingAvailable"]);
  source.readers[0]?.onUserInput?.({ n: 4 });
  source.poll(3);
  expect(source.column("n")).toEqual([[4]]);
});

test("[CN21] what is no record of the fields is refused, and nothing goes out", () => {
  const source = new SourceHarness(halves, config);
  expect(() => source.readers[0]?.onUserInput?.({ n: "four" })).toThrow(/n/);
  source.poll(3);
  expect(source.column("n")).toEqual([[]]);
});

test("[CN21] a record that a checkpoint holds unread comes out after the restore, at another parallelism too", () => {
  const first = new SourceHarness(halves, config);
  first.readers[0]?.onUserInput?.({ n: 1 });
  first.readers[0]?.onUserInput?.({ n: 2 });
  first.poll(1);
  const { enumerator, readers } = first.snapshot();
  const second = new SourceHarness(halves, config, { parallelism: 2, restored: { enumerator, readers: [[], readers.flat()] } });
  second.poll(3);
  expect([...first.column("n").flat(), ...second.column("n").flat()]).toEqual([1, 2]);
});

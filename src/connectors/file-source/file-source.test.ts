import { expect, test } from "vitest";
import { SourceHarness } from "../testing/connector-harness.ts";
import { fileSource, type FileSourceConfig } from "./descriptor.ts";

const config: FileSourceConfig = {
  files: ["a.csv"],
  format: "csv",
  formatOptions: { header: true },
  fields: [
    { name: "word", type: "STRING" },
    { name: "n", type: "INT" },
  ],
};

/** Polls until the readers ended, letting port replies in between. */
async function drain(source: SourceHarness<FileSourceConfig>): Promise<void> {
  for (let round = 0; round < 200; round++) {
    if (source.poll(1).every((status) => status === "endOfInput")) return;
    await Promise.resolve();
  }
  throw new Error("the source did not end");
}

const files = new Map([
  ["a.csv", 'word,n\nweir,1\n"wa,ter",2\n'],
  ["b.csv", "word,n\nfalls,3"],
]);

test("[CN9] reads files from start to end, quoted cells and a last line without end included", async () => {
  const source = new SourceHarness(fileSource, { ...config, files: ["a.csv", "b.csv"] }, { files });
  await drain(source);
  expect(source.column("word")).toEqual([["weir", "wa,ter", "falls"]]);
  expect(source.column("n")).toEqual([[1, 2, 3]]);
});

test("[CN10] the position is in the snapshot: reading goes on behind the last record", async () => {
  const first = new SourceHarness(fileSource, config, { files });
  while (first.emitted[0]?.length !== 1) {
    first.poll(1);
    await Promise.resolve();
  }
  const second = new SourceHarness(fileSource, config, { files, restored: first.snapshot() });
  await drain(second);
  expect(second.column("word")).toEqual([["wa,ter"]]);
});

test("[CN11] a bad record fails with file, byte, field and value", async () => {
  const source = new SourceHarness(fileSource, config, { files: new Map([["a.csv", "word,n\nweir,x\n"]]) });
  await expect(drain(source)).rejects.toThrow(/a\.csv, byte \d+: field n: "x" is not a value of INT/);
});

test("[CN11] a missing file fails with its name", async () => {
  const source = new SourceHarness(fileSource, { ...config, files: ["none.csv"] }, { files });
  source.poll(1);
  expect(() => source.readers[0]?.onPortReply?.(1, { ok: false, message: "not found" })).toThrow("none.csv: not found");
});

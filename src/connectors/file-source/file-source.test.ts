import { expect, test } from "vitest";
import { SourceHarness } from "../testing/connector-harness.ts";
import { fileSource, type FileSourceConfig } from "./descriptor.ts";
import { fileSourceFactory } from "./reader.ts";

const halves = { descriptor: fileSource, factory: fileSourceFactory };

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
  const source = new SourceHarness(halves, { ...config, files: ["a.csv", "b.csv"] }, { files });
  await drain(source);
  expect(source.column("word")).toEqual([["weir", "wa,ter", "falls"]]);
  expect(source.column("n")).toEqual([[1, 2, 3]]);
});

test("[CN10] the position is in the snapshot: reading goes on behind the last record", async () => {
  const first = new SourceHarness(halves, config, { files });
  while (first.emitted[0]?.length !== 1) {
    first.poll(1);
    await Promise.resolve();
  }
  const second = new SourceHarness(halves, config, { files, restored: first.snapshot() });
  await drain(second);
  expect(second.column("word")).toEqual([["wa,ter"]]);
});

test("[CN62] rows of one record are emitted one by one, and none again or never where a restore falls between them", async () => {
  const lines = new Map([["a.jsonl", '{"word":"a"}\n[{"word":"b"},{"word":"c"},{"word":"d"}]\n[]\n{"word":"e"}\n']]);
  const json = { ...config, files: ["a.jsonl"], format: "json" as const, formatOptions: {} };
  for (const before of [1, 2, 3, 4]) {
    const first = new SourceHarness(halves, json, { files: lines });
    while (first.emitted[0]?.length !== before) {
      first.poll(1);
      await Promise.resolve();
    }
    const second = new SourceHarness(halves, json, { files: lines, restored: first.snapshot() });
    await drain(second);
    expect([...(first.column("word")[0] ?? []), ...(second.column("word")[0] ?? [])]).toEqual(["a", "b", "c", "d", "e"]);
  }
});

test("[CN11] a bad record fails with file, line, byte, field and value", async () => {
  const source = new SourceHarness(halves, config, { files: new Map([["a.csv", "word,n\nweir,x\n"]]) });
  await expect(drain(source)).rejects.toThrow('a.csv, line 2, byte 14: field n: "x" is not a value of INT');
});

test("[CN11] lines are counted from the start of the file after a restore, too", async () => {
  const bad = new Map([["a.jsonl", '{"word":"a"}\n\n{"word":"b"}\n{"word":\n']]);
  const json = { ...config, files: ["a.jsonl"], format: "json" as const, formatOptions: {} };
  const first = new SourceHarness(halves, json, { files: bad });
  while (first.emitted[0]?.length !== 2) {
    first.poll(1);
    await Promise.resolve();
  }
  const second = new SourceHarness(halves, json, { files: bad, restored: first.snapshot() });
  await expect(drain(second)).rejects.toThrow(/a\.jsonl, line 4, byte \d+: .*JSON/);
});

test("[CN19] numbers of JSON lines and CSV stay exact", async () => {
  const fields = [
    { name: "id", type: "BIGINT" },
    { name: "price", type: "DECIMAL(30, 10)" },
    { name: "at", type: "TIMESTAMP(9)" },
  ];
  const files = new Map([
    ["a.jsonl", '{"id":9223372036854775807,"price":12345678901234567890.0123456789,"at":"2026-01-01 10:00:00.123456789"}\n'],
    ["a.csv", "9223372036854775807,12345678901234567890.0123456789,2026-01-01 10:00:00.123456789\n"],
  ]);
  for (const format of ["json", "csv"] as const) {
    const file = format === "json" ? "a.jsonl" : "a.csv";
    const source = new SourceHarness(halves, { files: [file], format, formatOptions: {}, fields }, { files });
    await drain(source);
    const texts = ["id", "price"].map((name) => String(source.column(name)[0]?.[0]));
    expect(texts).toEqual(["9223372036854775807", "12345678901234567890.0123456789"]);
    expect(source.column("at")[0]?.[0]).toMatchObject({ nanoOfMillisecond: 456789 });
  }
});

test("[CN11] a missing file fails with its name", async () => {
  const source = new SourceHarness(halves, { ...config, files: ["none.csv"] }, { files });
  source.poll(1);
  expect(() => source.readers[0]?.onPortReply?.(1, { ok: false, message: "not found" })).toThrow("none.csv: not found");
});

test.each([
  ["csv", { header: true, "field-delimiter": ";" }, []],
  ["json", { header: true, "ignore-parse-errors": true }, []],
  ["csv", { "field-delimiter": ";;" }, ["formatOptions.field-delimiter"]],
  ["csv", { "ignore-parse-errors": "yes" }, ["formatOptions.ignore-parse-errors"]],
  ["json", { quote: "'" }, ["formatOptions"]],
] as const)("[CN17] options of %s %j are checked before the job runs", (format, formatOptions, problems) => {
  expect(fileSource.infer({ ...config, format, formatOptions }, {}).diagnostics.map(({ field }) => field)).toEqual(problems);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeUtf8 } from "../base/utf8.ts";
import { FormatError, type RecordDecoder } from "../runtime/format.ts";
import { schemaOf } from "../stream/logical-type-text.ts";
import { formatFactories } from "./factories.ts";
import { realFiles } from "./testing/real-files.ts";

const [csv, json] = formatFactories;
const schema = schemaOf([{ name: "a", type: "STRING" }, { name: "b", type: "INT" }]);

interface Read {
  readonly rows: readonly unknown[];
  readonly offset: number;
  readonly resume: unknown;
}

/** Everything that comes of bytes, which arrive in pieces, with the place behind each record. */
function readAll(decoder: RecordDecoder, bytes: Uint8Array, pieceSize: number): readonly Read[] {
  const read: Read[] = [];
  const take = (): void => {
    for (let record = decoder.next(); record !== undefined; record = decoder.next()) {
      read.push({ rows: record.rows.map((row) => ({ ...row })), offset: record.endOffset, resume: structuredClone(record.resume) });
    }
  };
  for (let at = 0; at < bytes.length; at += pieceSize) {
    decoder.push(bytes.slice(at, at + pieceSize));
    take();
  }
  decoder.end();
  take();
  return read;
}

const objects = fc.array(fc.record({ a: fc.option(fc.string({ unit: "grapheme" })), b: fc.option(fc.integer({ min: -99, max: 99 })) }), { maxLength: 6 });
const layouts: Readonly<Record<string, (values: readonly object[]) => string>> = {
  "an array on one line": (values) => JSON.stringify(values),
  "an array over many lines": (values) => JSON.stringify(values, null, 2),
  "an array with a line per element": (values) => `[\r\n${values.map((value) => JSON.stringify(value)).join("\r\n,")}\r\n]\r\n`,
  "objects over many lines": (values) => values.map((value) => JSON.stringify(value, null, 2)).join("\n"),
  "a line per object": (values) => values.map((value) => `${JSON.stringify(value)}\n`).join(""),
  "a line per array": (values) => values.map((value) => `[${JSON.stringify(value)}]\n`).join(""),
};

test.each(Object.entries(layouts))("[CN82] [CN83] JSON as %s: every object a row, in pieces of any size, and from behind any record", (_, write) => {
  fc.assert(
    fc.property(objects, fc.integer({ min: 1, max: 30 }), (values, pieceSize) => {
      const bytes = encodeUtf8(write(values));
      const read = readAll(json?.createDecoder(schema, {}) ?? fail(), bytes, pieceSize);
      const rows = read.flatMap((each) => each.rows);
      expect(rows.map((row) => [Reflect.get(Object(row), "a"), Reflect.get(Object(row), "b")])).toEqual(values.map(({ a, b }) => [a, b]));
      for (const [place, { offset, resume }] of read.entries()) {
        const rest = readAll(json?.createDecoder(schema, {}, resume) ?? fail(), bytes.slice(offset), pieceSize);
        expect(rest.flatMap((each) => each.rows)).toEqual(read.slice(place + 1).flatMap((each) => each.rows));
      }
    }),
    { numRuns: 100 },
  );
});

function fail(): never {
  throw new Error("there is no such format");
}

test.each(realFiles)("[CN83] [CN84] $name is read on from behind each of its records", ({ name, bytes, options, fields }) => {
  const format = name.endsWith("json") ? json : csv;
  const typed = schemaOf(Object.entries(fields).map(([field, type]) => ({ name: field, type })));
  for (const pieceSize of [1, 3, 1000]) {
    const read = readAll(format?.createDecoder(typed, options) ?? fail(), bytes, pieceSize);
    expect(read.at(-1)?.offset).toBeLessThanOrEqual(bytes.length);
    for (const [place, { offset, resume }] of read.entries()) {
      const rest = readAll(format?.createDecoder(typed, options, resume) ?? fail(), bytes.slice(offset), pieceSize);
      expect(rest.flatMap((each) => each.rows)).toEqual(read.slice(place + 1).flatMap((each) => each.rows));
    }
  }
});

/** What is read in front of the error, and the error. */
function readTo(format: typeof csv, bytes: Uint8Array | string, options: object = {}): string {
  const decoder = format?.createDecoder(schema, options) ?? fail();
  decoder.push(typeof bytes === "string" ? encodeUtf8(bytes) : bytes);
  decoder.end();
  let rows = 0;
  try {
    for (let record = decoder.next(); record !== undefined; record = decoder.next()) rows += record.rows.length;
    return `${rows} rows`;
  } catch (error) {
    return error instanceof FormatError ? `${rows} rows, line ${error.line}: ${error.message}` : String(error);
  }
}

test.each([
  ['{"a":"x"}\n{"a":\n{"a":"y"}\n', /^1 rows, line 2: no JSON/],
  ['[{"a":"x"},{"a":"y"}', /^2 rows, line 1: the file ends in an array that is not closed$/],
  ['[\n  {"a":"x"},\n  {"a" "y"}\n]', /^1 rows, line 3: no JSON: .* stands where : should be \(character 6 of the record\)$/],
  ['[\n  {\n    "a": "x",\n    "b": oops\n  }\n]', /^0 rows, line 4: no JSON: "oops" stands where a value should be \(character 10 of the line\)$/],
  ['[{"a":"x"},]', /^1 rows, line 1: an element of the array is missing$/],
  ['[{"a":"x"},,{"a":"y"}]', /^1 rows, line 1: an element of the array is missing$/],
  ['[{"a":"x\n\ty"},{"a":"y"}]', /^2 rows$/],
  ['{"a":"x"} {"a":"y"}\n', /^0 rows, line 1: no JSON/],
  ['{"a":"x"}\n]\n', /^1 rows, line 2: no JSON/],
  ['{"a":"x"}\n[{"a":"y"},\n{"a":"z"}\n', /^2 rows, line 2: the array is not closed on its line$/],
  ['{\n"a":"x"\n}\n{\n"a":"y"\n', /^1 rows, line 5|^1 rows, line 6/],
  ['{"a":"x","b":"y"}\n', /^0 rows, line 1: field b: "y" is not a value of INT/],
  ['{"a":"x\n{"a":"y"}\n', /^0 rows, line 1: no JSON: a text that is not closed/],
  ["garbage", /^0 rows, line 1: no JSON/],
])("[CN11] broken JSON %j: %s", (text, told) => expect(readTo(json, text)).toMatch(told));

test.each([
  ['{"a":"x"}\n{"a":\n{"a":"y"}\n', "2 rows"],
  ['[{"a":"x"},{"a" "y"},{"a":"z"}]', "2 rows"],
  ['[{"a":"x"},{"a":"\\x"},{"a":"y"}]', "2 rows"],
])("[CN82] bad records of %j are skipped where the job says so, and only they", (text, told) => {
  expect(readTo(json, text, { "ignore-parse-errors": true })).toBe(told);
});

test.each([
  ['x,1\n"open,2\ny,3\n', {}, "1 rows, line 2: a quote is opened here and not closed in the rest of the file"],
  ['"x"y,1\n', {}, '0 rows, line 1: text follows the closing quote of column 1: "y,1"'],
  ["x,1\ny\n", {}, "1 rows, line 2: the line has 1 columns, the schema has 2 fields: y"],
  ["x,1,2\n", {}, "0 rows, line 1: the line has 3 columns, the schema has 2 fields: x,1,2"],
  ["x,1,\n", {}, "1 rows"],
  ["x\n", { "pad-short-rows": true }, "1 rows"],
  ["x,1\ny,z\nq\nw,5,500\n", { "ignore-parse-errors": true }, "3 rows"],
  ['p 5" q,1\nr,2\n', {}, "2 rows"],
  ["\n\nn,m\nx,1\n", { header: true }, "1 rows"],
  ["x,1\ry,2\r\nz,3", {}, "3 rows"],
  ["x,1\n# a \"quote\ny,2\n", { "allow-comments": true }, "2 rows"],
  ["x\t1\n", { "field-delimiter": "\\t" }, "1 rows"],
  ['"say \\"hi\\", x",1\n', { "escape-character": "\\" }, "1 rows"],
] as const)("[CN85] [CN86] CSV %j with %j: %s", (text, options, told) => expect(readTo(csv, text, options)).toBe(told));

test.each([
  [csv, '"'],
  [json, '[{"a":"'],
])("[CN82] [CN85] what is not closed is not held for ever: %s", (format, beginning) => {
  const decoder = format?.createDecoder(schema, {}) ?? fail();
  decoder.push(encodeUtf8(beginning));
  const piece = new Uint8Array(16 * 1024 * 1024).fill(120);
  const read = (): void => {
    for (let pieces = 0; pieces < 6; pieces++) {
      decoder.push(piece);
      while (decoder.next() !== undefined);
    }
  };
  expect(read).toThrow("a record is longer than 64 MB: a quote or a bracket may not be closed");
});

test.each([
  [Uint8Array.of(0x1f, 0x8b, 8, 0), "0 rows, line 1: the file is compressed (gzip): unpack it first"],
  [Uint8Array.of(0x50, 0x4b, 3, 4), "0 rows, line 1: the file is an archive (zip, or a spreadsheet): unpack it, or save the sheet as CSV"],
  [
    Uint8Array.of(0x78, 0x2c, 0x31, 10, 0x4b, 0xf6, 0x6c, 0x6e, 0x2c, 0x32, 10),
    "1 rows, line 2: byte 0xf6 is no text in UTF-8: the file may be in another encoding, such as windows-1252",
  ],
])("[CN84] bytes that are no text are refused: %s", (bytes, told) => {
  expect(readTo(csv, bytes)).toBe(told);
  expect(readTo(csv, bytes, { "ignore-parse-errors": true })).toBe(told);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../base/utf8.ts";
import { ByteWriter } from "../stream/byte-buffer.ts";
import { formatLogicalType, schemaOf } from "../stream/logical-type-text.ts";
import { rowFromJson } from "../stream/json-value.ts";
import { rowText } from "../stream/row-text.ts";
import { inferTextType } from "../stream/text-value.ts";
import { formats as descriptors } from "./descriptors.ts";
import { formatFactories as formats } from "./factories.ts";

const schema = schemaOf([
  { name: "text", type: "STRING NOT NULL" },
  { name: "whole", type: "BIGINT" },
  { name: "exact", type: "DECIMAL(10, 2)" },
  { name: "at", type: "TIMESTAMP(3)" },
  { name: "yes", type: "BOOLEAN" },
]);
const makeRow = rowFromJson(schema);
const show = rowText(schema);

const rowValues = fc.tuple(
  fc.string({ unit: "grapheme" }),
  fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
  fc.option(fc.integer({ min: -99999999, max: 99999999 }).map((cents) => (cents / 100).toFixed(2))),
  fc.option(fc.integer({ min: 0, max: 4102444800000 })),
  fc.option(fc.boolean()),
);

test.each(formats)("[CN15] $type: what is written reads back, whatever the sizes of the pieces it arrives in", (format) => {
  fc.assert(
    fc.property(fc.array(rowValues, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (rows, pieceSize) => {
      const encoder = format.createEncoder(schema, {});
      // A line of CSV cannot tell an empty text alone from nothing; with further columns it can.
      const written = rows.map((values) => makeRow(values));
      const writer = new ByteWriter();
      writer.append(encoder.prologue);
      for (const row of written) encoder.encode(row, writer);
      const bytes = writer.bytes();
      const decoder = format.createDecoder(schema, {});
      const read: string[] = [];
      const take = (): void => {
        for (let record = decoder.next(); record !== undefined; record = decoder.next()) {
          read.push(...record.rows.map((row) => show(row)));
        }
      };
      for (let at = 0; at < bytes.length; at += pieceSize) {
        decoder.push(bytes.subarray(at, at + pieceSize));
        take();
      }
      decoder.end();
      take();
      expect(read).toEqual(written.map((row) => show(row)));
    }),
    { numRuns: 200 },
  );
});

test("[CN60] a record is bytes: behind those of the header and of other records, in UTF-8", () => {
  const [csv] = formats;
  const encoder = csv?.createEncoder(schemaOf([{ name: "水", type: "STRING" }]), { header: true });
  const writer = new ByteWriter(1);
  writer.append(encoder?.prologue ?? new Uint8Array(0));
  for (const text of ["堰", "weir"]) encoder?.encode(rowFromJson(schemaOf([{ name: "水", type: "STRING" }]))([text]), writer);
  expect(decodeUtf8(writer.bytes())).toBe("水\n堰\nweir\n");
});

test("[CN61] a line of JSON may hold an array of objects: a row each; anything else in it is an error", () => {
  const rowsOf = (line: string): readonly string[] => {
    const decoder = formats[1]?.createDecoder(schemaOf([{ name: "a", type: "INT" }]), {});
    decoder?.push(encodeUtf8(line));
    decoder?.end();
    const rows: string[] = [];
    for (let record = decoder?.next(); record !== undefined; record = decoder?.next()) rows.push(...record.rows.map(({ a }) => String(a)));
    return rows;
  };
  expect(rowsOf('[{"a":1},{"a":2},{}]')).toEqual(["1", "2", "null"]);
  expect(rowsOf("[]")).toEqual([]);
  expect(() => rowsOf('[{"a":1},2]')).toThrow("a record must be a JSON object");
  expect(formats[1]?.inferFields('[{"a":1},{"b":"x"}]\n', {}).map(({ name }) => name)).toEqual(["a", "b"]);
});

test("[CN16] types are guessed from a sample: the narrowest that fits every row", () => {
  const [csv, json] = formats;
  const columns = csv?.inferFields("id,price,day,name,cut\n1,2.5,2026-01-31,a,1\n2,3,2026-02-01,b,2\n3,4,2026", { header: true });
  expect(columns?.map((field) => field.type.type)).toEqual([
    "BIGINT",
    "DOUBLE",
    "DATE",
    "VARCHAR",
    "BIGINT",
  ]);
  const members = json?.inferFields('{"a":1,"b":"x"}\n{"a":1.5,"b":null,"c":true}\n', {});
  expect(members?.map((field) => [field.name, field.type.type])).toEqual([
    ["a", "DOUBLE"],
    ["b", "VARCHAR"],
    ["c", "BOOLEAN"],
  ]);
});

test.each([
  [["1", "9223372036854775807"], "BIGINT"],
  [["1", "9223372036854775808"], "DECIMAL(19, 0)"],
  [["0.5", "12345678901234.56"], "DECIMAL(16, 2)"],
  [["0.5", "1234.56"], "DOUBLE"],
  [["1", "1e300"], "DOUBLE"],
  [["2026-01-01 10:00:00", "2026-01-01 10:00:00.123456"], "TIMESTAMP(6)"],
  [["2026-01-01T10:00:00.123456789"], "TIMESTAMP(9)"],
  [["2026-01-01T10:00:00Z", "2026-01-01T10:00:00+02:00"], "TIMESTAMP_LTZ(3)"],
  [["2026-01-01 10:00", "2026-01-01T10:00:00Z"], "TIMESTAMP(3)"],
  [["1", "x"], "STRING"],
])("[CN16] %j is %s", (cells, type) => expect(inferTextType(cells)).toBe(type));

test("[CN16] long numbers of JSON lines are recognised", () => {
  const fields = formats[1]?.inferFields('{"id":9007199254740993,"p":1234567890123456.75}\n{"id":1,"p":2}\n', {});
  expect(fields?.map(({ type }) => formatLogicalType(type))).toEqual(["BIGINT", "DECIMAL(18, 2)"]);
});

test.each([
  ["a.csv", [["csv", { header: true }]]],
  ["A.TXT", [["csv", { header: true }]]],
  ["a.tsv", [["csv", { header: true, "field-delimiter": "\t" }]]],
  ["a.jsonl", [["json", {}]]],
  ["a.ndjson", [["json", {}]]],
  ["a.json", [["json", {}]]],
  ["csv", []],
  ["a.png", []],
])("[OP15] a file called %s is of the formats %j", (name, expected) => {
  const claims = descriptors.map(({ type, optionsFor }) => [type, optionsFor(name)]).filter(([, options]) => options !== undefined);
  expect(claims).toEqual(expected);
});

test.each(descriptors)("[OP15] the options that a name tells are options of $type", ({ options, optionsFor }) => {
  const told = ["a.csv", "a.tsv", "a.jsonl"].flatMap((name) => optionsFor(name) ?? []);
  expect(told.length).toBeGreaterThan(0);
  for (const each of told) expect(options.safeParse(each).success).toBe(true);
});

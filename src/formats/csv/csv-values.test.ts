import { expect, test } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../base/utf8.ts";
import { ByteWriter } from "../../stream/byte-buffer.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { rowText } from "../../stream/row-text.ts";
import { csvFactory } from "./format.ts";

/** Rows of a text, as text; the message of the error that ends them. */
function read(types: readonly string[], text: string | Uint8Array, options: object = {}): readonly string[] {
  const schema = schemaOf(types.map((type, place) => ({ name: `c${place}`, type })));
  const decoder = csvFactory.createDecoder(schema, options);
  const show = rowText(schema);
  const rows: string[] = [];
  decoder.push(typeof text === "string" ? encodeUtf8(text) : text);
  decoder.end();
  try {
    for (let record = decoder.next(); record !== undefined; record = decoder.next()) rows.push(...record.rows.map((row) => show(row).slice(3, -1)));
  } catch (error) {
    rows.push(String(error));
  }
  return rows;
}

test.each([
  ["a,b\nc,d\r\ne,f\rg,h", {}, 4],
  ['a b "c",d\n', {}, 1],
  ['"a" ,b\n', {}, 1],
  ['x\u0001y\n', { "field-delimiter": "\\u0001" }, 1],
  ["x，y\n", { "field-delimiter": "，" }, 1],
  ["«a，b»，y\n", { "field-delimiter": "，", "quote-character": "«" }, 0],
  ['a,b,"c\nd",e\nf,g\n', { "ignore-trailing-unmappable": true }, 2],
  ["a,b,\n", { "allow-trailing-comma": false, "ignore-parse-errors": true }, 0],
  ["a\nb,c\n", { "fail-on-missing-columns": true, "ignore-parse-errors": true }, 1],
  ["a,b\n\nc,d\n", { strict: true, "ignore-parse-errors": true }, 3],
] as const)("[CN100] %j with %j holds so many rows: %i", (text, options, count) => {
  expect(read(["STRING", "STRING"], text, options).filter((row) => !row.startsWith("FormatError")).length).toBe(count);
});

test("[CN100] what follows a quote, a quote and an escape that stay open, and quotes where there are none, are errors", () => {
  expect(read(["STRING"], '"a"b\n')).toEqual(['FormatError: text follows the closing quote of column 1: "b"']);
  expect(read(["STRING"], '"a\nb')).toEqual(["FormatError: a quote is opened here and not closed in the rest of the file"]);
  expect(read(["STRING"], "a\\", { "escape-character": "\\" })).toEqual(["FormatError: the file ends in an escape character"]);
  expect(() => read(["STRING"], "", { "quote-character": "'", "disable-quote-character": true })).toThrow("disable quotes");
});

test("[CN101] overlong characters and surrogates are taken, broken ones are not; UTF-32 is read by its first bytes", () => {
  expect(read(["STRING"], Uint8Array.of(0x61, 0xc0, 0xaf, 10))).toEqual(["a/"]);
  expect(read(["STRING"], Uint8Array.of(0x61, 0xed, 0xa0, 0x80, 10))).toEqual(["a?"]);
  expect(read(["STRING"], Uint8Array.of(0x61, 0xff, 10))).toEqual([
    "FormatError: byte 0xff is no text in UTF-8: the file may be in another encoding, such as windows-1252",
  ]);
  expect(read(["STRING"], Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0))).toEqual(["a"]);
});

test.each([
  ["INT", "+7, -5 ,٣", ["7", "-5", "3"]],
  ["INT", "2147483648", ["error"]],
  ["BIGINT", "9223372036854775807", ["9223372036854775807"]],
  ["DOUBLE", "1f,0x1p3,NaN,.5", ["1.0", "8.0", "NaN", "0.5"]],
  ["DECIMAL(4, 1)", "1.25,1e3,1e9", ["1.3", "null", "null"]],
  ["BOOLEAN", "TRUE,yes,0", ["true", "false", "false"]],
  ["BYTES", "AQID", ["[1, 2, 3]"]],
  ["BYTES", "AQI", ["error"]],
] as const)("[CN102] %s of %j", (type, cells, values) => {
  const rows = cells.split(",").map((cell) => read([type], `${cell}\n`, { strict: true })[0] ?? "");
  expect(rows.map((row) => (row.startsWith("FormatError") ? "error" : row))).toEqual(values);
});

test.each([
  ["DATE", "2026-1-5", "2026-01-05"],
  ["DATE", "2023-02-30", "2023-03-02"],
  ["DATE", "1582-10-10", "1582-10-20"],
  ["TIMESTAMP(3)", "2023-02-30 24:00:00", "2023-03-01T00:00"],
  ["TIMESTAMP_LTZ(3)", "2026-01-05 10:00:00.5Z", "2026-01-05T10:00:00.500Z"],
])("[CN103] [CN104] %s of %j", (type, cell, value) => {
  expect(read([type], `${cell}\n`, { strict: true })).toEqual([value]);
});

test("[CN105] forms that Flink refuses are read unless its rules are asked for", () => {
  for (const [type, cell, value] of [["TIMESTAMP(3)", "2026-01-05T10:00", "2026-01-05T10:00"], ["TIMESTAMP(3)", "2026-1-5 9:05:07", "2026-01-05T09:05:07"], ["INT", " ", "null"]] as const) {
    expect(read([type], `${cell}\n`)).toEqual([value]);
    expect(read([type], `${cell}\n`, { strict: true })[0]).toContain("is not a value of");
  }
  expect(read(["INT NOT NULL"], " \n")).toEqual(["FormatError: field c0: there is no value, and the field must not be NULL."]);
  expect(read(["INT", "INT"], "1,2\n\n3,4\n")).toEqual(["1, 2", "3, 4"]);
});

test.each([
  ["BOOLEAN", "yes"],
  ["DECIMAL(4, 1)", "1e9"],
  ["DATE", "2023-02-29"],
  ["DATE", "1582-10-10"],
  ["TIMESTAMP(3)", "2023-04-31 10:00:00"],
])("[CN105] what Flink takes for another %s, without a word, is an error: %s", (type, cell) => {
  expect(read([type], `${cell}\n`)).toEqual([`FormatError: field c0: "${cell}" is not a value of ${type}.`]);
  expect(read([type], `${cell}\n`, { strict: true })[0]).not.toContain("Error");
});

test("[CN106] values are written as Flink writes them", () => {
  const types = ["FLOAT", "DECIMAL(10, 2)", "TIMESTAMP_LTZ(3)", "TIME(3)", "BYTES", "ARRAY<STRING>", "STRING"];
  const schema = schemaOf(types.map((type, place) => ({ name: `c${place}`, type })));
  const line = '1.4E-45,1E+5,"2026-01-05 10:00:00.5Z",10:15:00,AQID,"a b;;c",plain\n';
  const decoder = csvFactory.createDecoder(schema, { strict: true });
  decoder.push(encodeUtf8(line));
  decoder.end();
  const [row] = decoder.next()?.rows ?? [];
  const writer = new ByteWriter();
  if (row !== undefined) csvFactory.createEncoder(schema, {}).encode(row, writer);
  expect(decodeUtf8(writer.bytes())).toBe(line);
});

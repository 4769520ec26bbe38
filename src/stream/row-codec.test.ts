import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteReader, ByteWriter } from "./byte-buffer.ts";
import { ConformError } from "./conform.ts";
import { parseLogicalType, schemaOf } from "./logical-type-text.ts";
import { copyRow, rowClass, rowFromValues, schemaOfRow } from "./row-class.ts";
import { rowFromObject } from "./row-from-object.ts";
import { rowMemory, rowReader, rowWriter } from "./row-codec.ts";
import { StringInterner } from "./string-interner.ts";
import { arbitraryRow, arbitraryRows, arbitrarySchema, arbitraryType, arbitraryValue } from "./testing/arbitrary-values.ts";
import { valueCodec } from "./value-codec.ts";
import type { Row } from "./row.ts";

const words = schemaOf([{ name: "word", type: "STRING" }, { name: "n", type: "INT NOT NULL" }]);

describe("rows", () => {
  test("[CD3] equal schemas have the same frozen class; names cannot break out of the generated code", () => {
    expect(rowClass(words)).toBe(rowClass(schemaOf([{ name: "word", type: "string" }, { name: "n", type: "int not null" }])));
    expect(Object.isFrozen(rowClass(words)) && Object.isFrozen(rowClass(words).prototype)).toBe(true);
    const hostile = '"]; globalThis.escaped = true; this["x';
    const row = rowFromValues(schemaOf([{ name: hostile, type: "INT" }]))([1]);
    expect([row[hostile], Reflect.has(globalThis, "escaped")]).toEqual([1, false]);
  });

  test("[CD3] a row and its copy have the values of every schema", () => {
    const cases = arbitrarySchema.chain((schema) => fc.tuple(fc.constant(schema), arbitraryRow(schema)));
    fc.assert(
      fc.property(cases, ([schema, row]) => {
        expect(copyRow(schema)(row)).toEqual(row);
        expect(schemaOfRow(row)).toEqual(schema);
      }),
    );
  });

  test("[CD6] rows of objects: each field read once, checked, missing ones NULL, slips of the pen refused", () => {
    const toRow = rowFromObject(words);
    let reads = 0;
    const object = { get word() { reads++; return "a"; }, n: 1 };
    expect(toRow(object)).toEqual(rowFromValues(words)(["a", 1]));
    expect(reads).toBe(1);
    expect(toRow({ n: 1 }).word).toBe(null);
    expect(toRow({ $kind: 3, word: "a", n: 1 }).$kind).toBe(3);
    expect(() => toRow({ wrd: "a", n: 1 })).toThrow(/field "wrd" is not in the schema \(word, n\)/);
    expect(() => toRow({ word: "a" })).toThrow('field "n": INT NOT NULL must not be null');
    expect(() => toRow({ word: "a", n: 2 ** 31 })).toThrow('field "n": 2147483648 is outside the range of INT');
    expect(() => toRow(42)).toThrow("42 is not a row");
    expect(() => toRow([1])).toThrow("an array is not a row");
  });
});

describe("codecs", () => {
  test("[CD8] rows of any schema come back, one after the other", () => {
    fc.assert(
      fc.property(arbitraryRows, ({ schema, rows }) => {
        const memory = rowMemory(new SharedArrayBuffer(1 << 16));
        const write = rowWriter(schema, memory);
        const read = rowReader(schema, memory);
        let at = 8;
        for (const { row, timestamp } of rows) at += write(row, timestamp, at, memory.uint8.length - at);
        const got: { row: Row; timestamp: number }[] = [];
        for (let from = 8; from < at; ) from += read(from, (row, timestamp) => got.push({ row, timestamp }));
        expect(got).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });

  test("[CD8] more than 30 columns, all NULL or none", () => {
    const types = ["STRING", "INT", "BIGINT"];
    const columns = Array.from({ length: 100 }, (_, index) => ({ name: `c${index}`, type: types[index % 3] ?? "" }));
    const schema = schemaOf(columns);
    const memory = rowMemory(new ArrayBuffer(1 << 13));
    const full = schema.fields.map((_, index) => (index % 3 === 0 ? `v${index}` : index));
    for (const values of [full, full.map(() => null), full.map((value, index) => (index % 2 === 0 ? value : null))]) {
      const row = rowFromValues(schema)(values);
      rowWriter(schema, memory)(row, NaN, 0, 1 << 13);
      rowReader(schema, memory)(0, (got) => expect(got).toEqual(row));
    }
  });

  test("[CD8] a wrong value or too little room leaves the memory untouched", () => {
    const memory = rowMemory(new ArrayBuffer(1024));
    const write = rowWriter(words, memory);
    const row = rowFromValues(words)(["a", 1]);
    expect(write(row, 0, 0, 16)).toBe(0);
    for (const wrong of [{ n: "1" }, { n: null }, { n: { valueOf: () => 1 } }, { word: 5 }, { n: 1.5 }]) {
      expect(() => write(Object.assign(copyRow(words)(row), wrong), 0, 0, 1024)).toThrow(ConformError);
    }
    expect(memory.uint8.every((byte) => byte === 0)).toBe(true);
  });

  test("[CD8] a field that changes between two reads is read once", () => {
    const memory = rowMemory(new ArrayBuffer(1024));
    const row = rowFromValues(words)(["a", 1]);
    let reads = 0;
    Object.defineProperty(row, "word", { get: () => (reads++ === 0 ? "b" : 5) });
    rowWriter(words, memory)(row, 0, 0, 1024);
    rowReader(words, memory)(0, (got) => expect([got.word, reads]).toEqual(["b", 1]));
  });

  test("[CD7] values of any type come back", () => {
    const typed = arbitraryType.chain((type) => fc.tuple(fc.constant(type), fc.array(arbitraryValue(type), { maxLength: 4 })));
    fc.assert(
      fc.property(typed, ([type, values]) => {
        const writer = new ByteWriter(4);
        const codec = valueCodec(type);
        for (const value of values) codec.write(writer, value);
        const reader = new ByteReader(writer.bytes());
        expect(values.map(() => codec.read(reader))).toEqual(values);
        expect(reader.remaining).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  test("[CD5] RAW keeps undefined, rows and maps in objects; a row comes back as one of its class", () => {
    const row = rowFromValues(words)(["a", 1]);
    const value = { list: [undefined, -0, 1e300, row], map: new Map<unknown, unknown>([[row, null]]), ["__proto__"]: 1 };
    const writer = new ByteWriter();
    valueCodec(parseLogicalType("RAW")).write(writer, value);
    const got = valueCodec(parseLogicalType("RAW")).read(new ByteReader(writer.bytes())) as typeof value;
    expect(got).toEqual(value);
    expect(got.list[3]).toBeInstanceOf(rowClass(words));
  });

  test("[CD9] an interner gives the right text for any bytes, whatever it saw before", () => {
    const interner = new StringInterner();
    const memory = rowMemory(new ArrayBuffer(4096));
    const write = rowWriter(words, memory);
    const read = rowReader(words, memory, interner);
    for (let index = 0; index < 200_000; index++) {
      const word = index % 3 === 0 ? `k${index}` : index % 3 === 1 ? `longer key number ${index % 5000}` : "\0".repeat(index % 9);
      write(rowFromValues(words)([word, index]), 0, 0, 4096);
      read(0, (row) => {
        if (row.word !== word) expect(row.word).toBe(word);
      });
    }
  });
});

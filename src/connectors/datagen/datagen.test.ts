import { expect, test } from "vitest";
import { seededRandom } from "../../base/random.ts";
import { hashString } from "../../base/java-hash.ts";
import { rowText } from "../../stream/row-text.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { SourceHarness } from "../testing/connector-harness.ts";
import { datagen, type DatagenConfig } from "./descriptor.ts";
import { datagenFactory } from "./reader.ts";
import { createFieldGenerator } from "./field-generator.ts";
import type { GeneratorOptions } from "./generator-options.ts";

const halves = { descriptor: datagen, factory: datagenFactory };

const config = (more: Partial<DatagenConfig>): DatagenConfig => ({
  fields: [{ name: "id", type: "BIGINT" }],
  rowsPerSecond: 10,
  options: { id: { kind: "sequence", start: "1", end: "7" } },
  ...more,
});

test("[CN5] subtask i of p takes every p-th value of a sequence, and the source ends with it", () => {
  const source = new SourceHarness(halves, config({}), { parallelism: 2 });
  expect(source.poll(30)).toEqual(["endOfInput", "endOfInput"]);
  expect(source.column("id")).toEqual([
    [1, 3, 5, 7],
    [2, 4, 6],
  ]);
});

test("[CN6] a subtask emits its share of a second in one burst, then waits for the next second", () => {
  const source = new SourceHarness(halves, config({ rowsPerSecond: 3 }), { parallelism: 2 });
  source.poll(30);
  expect(source.column("id")).toEqual([
    [1, 3],
    [2, 4],
  ]);
  expect(source.readers[0]?.nextAvailableAt?.()).toBe(1000);
  source.time = 1000;
  source.poll(30);
  expect(source.column("id")).toEqual([
    [1, 3, 5, 7],
    [2, 4, 6],
  ]);
});

test("[CN7] number-of-rows is split with the remainder to the first subtasks, and counted anew after a restore", () => {
  const random = config({ numberOfRows: 5, options: {}, rowsPerSecond: 1000 });
  const source = new SourceHarness(halves, random, { parallelism: 2 });
  source.poll(1);
  const restored = source.snapshot();
  source.poll(30);
  expect(source.emitted.map((rows) => rows.length)).toEqual([3, 2]);
  const again = new SourceHarness(halves, random, { parallelism: 2, restored });
  again.poll(30);
  expect(again.emitted.map((rows) => rows.length)).toEqual([3, 2]);
});

test("[CN5] a sequence goes on behind the values of the snapshot", () => {
  const first = new SourceHarness(halves, config({}));
  first.poll(3);
  const second = new SourceHarness(halves, config({}), { restored: first.snapshot() });
  second.poll(30);
  expect([...first.column("id").flat(), ...second.column("id").flat()]).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("[CN8] random values keep to min and max, text has hexadecimal digits of the length asked for", () => {
  const source = new SourceHarness(
    halves,
    config({
      fields: [
        { name: "n", type: "INT" },
        { name: "big", type: "BIGINT" },
        { name: "price", type: "DECIMAL(5, 2)" },
        { name: "text", type: "STRING" },
      ],
      options: { n: { min: "-2", max: "2" }, price: { min: "1", max: "9" }, text: { length: 4 } },
      numberOfRows: 200,
      rowsPerSecond: 1000,
    }),
  );
  source.poll(300);
  const rows = source.emitted[0] ?? [];
  expect(new Set(rows.map((row) => row["n"]))).toEqual(new Set([-2, -1, 0, 1, 2]));
  expect(rows.every((row) => /^[1-9]\.\d\d$/.test(String(row["price"])))).toBe(true);
  expect(rows.every((row) => /^[0-9a-f]{4}$/.test(String(row["text"])))).toBe(true);
  expect(rows.some((row) => typeof row["big"] === "bigint")).toBe(true);
});

test("wrong options are problems of the document that name the field", () => {
  const { diagnostics } = datagen.infer(config({ options: { id: { kind: "sequence", start: "5", end: "1" }, other: {} } }), {});
  expect(diagnostics.map((each) => each.code)).toEqual(["datagen.options", "datagen.unknown-field"]);
  expect(diagnostics[0]?.message).toContain("id");
});

const problem = (type: string, options: GeneratorOptions): string | undefined => {
  const [found] = datagen.infer({ fields: [{ name: "f", type }], rowsPerSecond: 1, options: { f: options } }, {}).diagnostics;
  return found && `${found.field}: ${found.message}`;
};

test.each<[string, GeneratorOptions, string]>([
  ["INT", { length: 3 }, 'options.f: Field f: "length" means nothing for INT.'],
  ["STRING", { min: "1" }, 'options.f: Field f: "min" means nothing for STRING.'],
  ["CHAR(3)", { length: 3 }, 'options.f: Field f: "length" means nothing for CHAR(3).'],
  ["INT", { "max-past": 5 }, 'options.f: Field f: "max-past" means nothing for INT.'],
  ["INT", { kind: "sequence", start: "1", end: "2", "null-rate": 0.5 }, 'options.f: Field f: "null-rate" belongs to kind "random".'],
  ["INT", { start: "1" }, 'options.f: Field f: "start" belongs to kind "sequence".'],
  ["VARCHAR(5)", { length: 6 }, 'options.f: Field f: "length" must not exceed 5.'],
])("[CN18] %s with %j: %s", (type, options, message) => expect(problem(type, options)).toBe(message));

test.each<[string, GeneratorOptions, number]>([
  ["BINARY(8)", {}, 8],
  ["VARBINARY(7)", {}, 7],
  ["BYTES", {}, 100],
  ["BYTES", { length: 5 }, 5],
  ["CHAR(3)", {}, 3],
  ["VARCHAR(9)", {}, 9],
  ["STRING", {}, 100],
])("[CN18] a random %s with %j has length %i", (type, options, length) => {
  const [field] = schemaOf([{ name: "f", type }]).fields;
  if (field === undefined) throw new Error("no field");
  expect(createFieldGenerator(field, options).valueAt(0, { random: seededRandom(1), now: () => 0 })).toHaveLength(length);
});

/** A field of every type that can be generated, at random and counted, within what a number holds and beyond. */
const manyFields: readonly (readonly [type: string, options: GeneratorOptions])[] = [
  ["TINYINT", {}],
  ["SMALLINT", { min: "-5", max: "900" }],
  ["INT", {}],
  ["BIGINT", {}],
  ["BIGINT", { min: "1700000000000", max: "1800000000000" }],
  ["BIGINT", { min: "-4000000000", max: "4611686018427387904" }],
  ["BIGINT", { min: "-9007199254740000", max: "9007199254740991" }],
  ["FLOAT", { min: "-1", max: "1" }],
  ["DOUBLE", {}],
  ["DOUBLE", { min: "0", max: "100" }],
  ["DECIMAL(9, 3)", { min: "-100", max: "1000" }],
  ["BOOLEAN", { "null-rate": 0.25 }],
  ["STRING", { length: 12 }],
  ["STRING", { length: 20, "var-len": true }],
  ["CHAR(3)", {}],
  ["BYTES", { length: 4 }],
  ["VARBINARY(9)", { "var-len": true }],
  ["DATE", {}],
  ["TIME(0)", {}],
  ["TIMESTAMP(3)", { "max-past": 10_000 }],
  ["TIMESTAMP_LTZ(3)", {}],
  ["BIGINT", { kind: "sequence", start: "-3", end: "100000" }],
  ["BIGINT", { kind: "sequence", start: "9007199254740900", end: "9007199254800000" }],
  ["TINYINT", { kind: "sequence", start: "-128", end: "127" }],
  ["STRING", { kind: "sequence", start: "-2", end: "9000" }],
  ["STRING", { kind: "sequence", start: "9007199254740900", end: "9007199254800000" }],
  ["FLOAT", { kind: "sequence", start: "16777000", end: "20000000" }],
  ["DOUBLE", { kind: "sequence", start: "-1", end: "1000" }],
  ["DOUBLE", { kind: "sequence", start: "9007199254740900", end: "9007199254800000" }],
  ["DECIMAL(20, 2)", { kind: "sequence", start: "-1", end: "1000" }],
];

test.each([1, 7, 35])("[CN140] polled for up to %i rows, a seed gives the rows and the snapshot that it always gave", (limit) => {
  const fields = manyFields.map(([type], index) => ({ name: `f${index}`, type }));
  const options = Object.fromEntries(manyFields.map(([, each], index) => [`f${index}`, each]));
  const source = new SourceHarness(halves, config({ fields, options, rowsPerSecond: 100_000 }), { parallelism: 2 });
  source.time = 1_764_590_000_123;
  source.poll(105 / limit, limit);
  const split = (part: number) => ({ id: String(part), part, of: 2, taken: 105 });
  expect(source.snapshot()).toEqual({ enumerator: [], readers: [[split(0)], [split(1)]] });
  expect(source.poll(400, limit)).toEqual(["endOfInput", "endOfInput"]);
  const text = rowText(schemaOf(fields));
  expect(source.emitted.map((rows) => rows.length)).toEqual([128, 128]);
  // As the generator before this one gave them, field by field with BigInt and text in between.
  expect(source.emitted.map((rows) => hashString(rows.map(text).join("\n")))).toEqual([-683808490, -550930421]);
});

test("[CN8] a wide range of integers is divided exactly, with and without BigInt", () => {
  const random = seededRandom(7);
  const twin = seededRandom(7);
  const seat = { random, now: () => 0 };
  for (const max of [2n ** 32n, 2n ** 40n + 12_345n, 2n ** 42n - 1n, 2n ** 42n, 2n ** 52n]) {
    const [field] = schemaOf([{ name: "f", type: "BIGINT" }]).fields;
    if (field === undefined) throw new Error("no field");
    const generator = createFieldGenerator(field, { min: "-5", max: String(max - 5n) });
    for (let row = 0; row < 2_000; row++) {
      const bits = (BigInt(twin.integer(2 ** 32)) << 32n) | BigInt(twin.integer(2 ** 32));
      expect(generator.valueAt(row, seat)).toBe(Number((bits % (max + 1n)) - 5n));
    }
  }
});

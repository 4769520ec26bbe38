import { describe, expect, test } from "vitest";
import { conform } from "./conform.ts";
import { schemaOf } from "./logical-type-text.ts";
import { rowClass } from "./row-class.ts";
import { rowLogText, rowText } from "./row-text.ts";
import type { RowKind } from "./row.ts";

/** Type, value and what Flink 2.3 prints of it inside a row. */
const cases: readonly (readonly [string, unknown, string])[] = [
  ["INT", null, "null"],
  ["STRING", "a, b", "a, b"],
  ["BOOLEAN", true, "true"],
  ["BIGINT", 2n ** 63n - 1n, "9223372036854775807"],
  ["DOUBLE", 1, "1.0"],
  ["DOUBLE", -0, "-0.0"],
  ["DOUBLE", 123.456, "123.456"],
  ["DOUBLE", 9999999, "9999999.0"],
  ["DOUBLE", 1e7, "1.0E7"],
  ["DOUBLE", 12345678.9, "1.23456789E7"],
  ["DOUBLE", 0.001, "0.001"],
  ["DOUBLE", 0.00012, "1.2E-4"],
  ["DOUBLE", 1e21, "1.0E21"],
  ["DOUBLE", 5e-324, "4.9E-324"],
  ["DOUBLE", -Infinity, "-Infinity"],
  ["DOUBLE", NaN, "NaN"],
  ["FLOAT", 0.1, "0.1"],
  ["FLOAT", 16777216, "1.6777216E7"],
  ["DECIMAL(10, 2)", "12.5", "12.50"],
  ["DECIMAL(10, 8)", "0.00000001", "1E-8"],
  ["DATE", 0, "1970-01-01"],
  ["DATE", -719_529, "-0001-12-31"],
  ["TIME", 3_600_000, "01:00"],
  ["TIME(3)", 3_661_001, "01:01:01.001"],
  ["TIMESTAMP(3)", 0, "1970-01-01T00:00"],
  ["TIMESTAMP(3)", -1, "1969-12-31T23:59:59.999"],
  ["TIMESTAMP_LTZ(3)", 0, "1970-01-01T00:00:00Z"],
  ["BYTES", new Uint8Array([1, 255]), "[1, -1]"],
  ["ARRAY<DOUBLE>", [1, null], "[1.0, null]"],
  ["MAP<STRING, INT>", new Map([["a", 1], ["b", 2]]), "{a=1, b=2}"],
  ["ROW<a INT, b STRING>", { $kind: 2, a: 1, b: "x" }, "+U[1, x]"],
];

describe("[CD11] the print format", () => {
  test.each(cases)("%s %s prints %s", (type, value, text) => {
    const schema = schemaOf([{ name: "v", type }]);
    const row = new (rowClass(schema))(0, ...schema.fields.map((field) => conform(value, field.type)));
    expect(rowText(schema)(row)).toBe(`+I[${text}]`);
  });

  test("begins with the row kind", () => {
    const schema = schemaOf([{ name: "n", type: "INT" }, { name: "s", type: "STRING" }]);
    const print = rowText(schema);
    const kinds: readonly RowKind[] = [0, 1, 2, 3];
    expect(kinds.map((kind) => print(new (rowClass(schema))(kind, 1, "a")))).toEqual(["+I[1, a]", "-U[1, a]", "+U[1, a]", "-D[1, a]"]);
  });
});

test("[PX16] in the log a string that looks like two values is quoted, so that fields can be told apart", () => {
  const schema = schemaOf([{ name: "s", type: "STRING" }, { name: "n", type: "INT" }]);
  const text = rowLogText(schema);
  const row = (value: string) => text(new (rowClass(schema))(0, value, 1));
  expect([row("a b"), row("a, b"), row('"a')]).toEqual(["a b, 1", '"a, b", 1', '"\\"a", 1']);
});

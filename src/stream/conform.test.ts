import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conform, ConformError } from "./conform.ts";
import { Decimal } from "./decimal.ts";
import { parseLogicalType } from "./logical-type-text.ts";
import { PreciseTimestamp } from "./precise-timestamp.ts";
import { arbitraryType, arbitraryValue } from "./testing/arbitrary-values.ts";

const taken: readonly (readonly [string, unknown, unknown])[] = [
  ["TINYINT", -128, -128],
  ["INT", -0, 0],
  ["INT", undefined, null],
  ["BIGINT", 2n ** 63n - 1n, 2n ** 63n - 1n],
  ["BIGINT", 5n, 5],
  ["FLOAT", 0.1, Math.fround(0.1)],
  ["DECIMAL(10, 2)", "1.005", new Decimal(101n, 2)],
  ["DECIMAL(10, 2)", -1.005, new Decimal(-101n, 2)],
  ["DECIMAL(3, 0)", 999n, new Decimal(999n, 0)],
  ["VARCHAR(2)", "longer", "longer"],
  ["TIMESTAMP(6)", 7, new PreciseTimestamp(7, 0)],
  ["TIMESTAMP(6)", new PreciseTimestamp(7, 123_456), new PreciseTimestamp(7, 123_000)],
  ["ARRAY<INT>", [1, null], [1, null]],
  ["MAP<STRING, INT>", new Map([["a", 1]]), new Map([["a", 1]])],
];

const refused: readonly (readonly [string, unknown, string])[] = [
  ["TINYINT", 128, "128 is outside the range of TINYINT (-128 to 127)"],
  ["INT", 2147483648, "2147483648 is outside the range of INT (-2147483648 to 2147483647)"],
  ["INT", 1.5, "1.5 is not a value of INT"],
  ["INT NOT NULL", null, "INT NOT NULL must not be null"],
  ["BIGINT", 2 ** 53, "9007199254740992 is beyond the exact integers of a number; give BIGINT a bigint, such as 9007199254740993n"],
  ["BIGINT", 2n ** 63n, "9223372036854775808 is outside the range of BIGINT (-9223372036854775808 to 9223372036854775807)"],
  ["DECIMAL(3, 1)", 100, "100 is outside the range of DECIMAL(3, 1)"],
  ["DECIMAL(3, 1)", "1x", '"1x" is not a value of DECIMAL(3, 1)'],
  ["STRING", 5, "5 is not a value of STRING"],
  ["BYTES", { length: 3, [Symbol.toStringTag]: "Uint8Array" }, "an object is not a value of BYTES"],
  ["TIMESTAMP(3)", NaN, "NaN is not a value of TIMESTAMP(3)"],
  ["TIME", 86_400_000, "86400000 is outside the range of TIME (0 to 86399999)"],
  ["ARRAY<INT>", "no", '"no" is not a value of ARRAY<INT>'],
  ["ROW<a INT>", { a: "x" }, 'field "a": "x" is not a value of INT'],
  ["RAW", () => 1, "a function cannot be kept in a RAW value"],
];

describe("values from outside", () => {
  test.each(taken)("[CD4] %s takes %s", (type, value, kept) => {
    expect(conform(value, parseLogicalType(type))).toEqual(kept);
  });

  test.each(refused)("[CD4] %s refuses %s", (type, value, message) => {
    expect(() => conform(value, parseLogicalType(type))).toThrow(new ConformError(message));
  });

  test("[CD4] every value that the engine keeps stays as it is", () => {
    const typed = arbitraryType.chain((type) => fc.tuple(fc.constant(type), arbitraryValue(type)));
    fc.assert(fc.property(typed, ([type, value]) => void expect(conform(value, type)).toEqual(value)));
  });

  test("[CD4] what could be changed later is copied", () => {
    const bytes = new Uint8Array([1]);
    const array = [1];
    const keptBytes = conform(bytes, parseLogicalType("BYTES"));
    const keptArray = conform(array, parseLogicalType("ARRAY<INT>"));
    bytes[0] = 2;
    array.push(2);
    expect([keptBytes, keptArray]).toEqual([new Uint8Array([1]), [1]]);
  });

  test("[CD5] a cyclic RAW value is refused, not followed for ever", () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(() => conform(cyclic, { type: "RAW", nullable: true })).toThrow(/contains itself/);
  });
});

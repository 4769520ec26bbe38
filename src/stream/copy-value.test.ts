import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conform, ConformError } from "./conform.ts";
import { copierOf, rowCopier } from "./copy-value.ts";
import { parseLogicalType, schemaOf } from "./logical-type-text.ts";
import { rowClass } from "./row-class.ts";
import { arbitraryType, arbitraryValue } from "./testing/arbitrary-values.ts";
import { partsMax, textMax } from "./value-bounds.ts";

/** Everything in `value` that can be changed. */
function changeable(value: unknown): readonly object[] {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return [];
  const inside = value instanceof Map ? [...value].flat() : value instanceof Uint8Array ? [] : Object.values(value);
  return [value, ...inside.flatMap(changeable)];
}

test("[SB40] a copy is equal and shares nothing that can be changed", () => {
  const typed = arbitraryType.chain((type) => fc.tuple(fc.constant(type), arbitraryValue(type)));
  fc.assert(
    fc.property(typed, ([type, value]) => {
      const schema = { fields: [{ name: "v", type }] };
      const row = new (rowClass(schema))(2, value);
      const copy = rowCopier(schema)(row);
      expect(copy).toEqual(row);
      const shared = new Set(changeable(row));
      expect(changeable(copy).some((part) => shared.has(part))).toBe(false);
    }),
  );
});

test("[SB40] values that cannot be changed are not copied", () => {
  for (const text of ["STRING", "BIGINT", "DOUBLE", "BOOLEAN", "DECIMAL(10, 2)", "TIMESTAMP(9)"]) expect(copierOf(parseLogicalType(text))).toBeUndefined();
});

test("[SB40] a planted bug: a copy of the row alone leaves its array with the host", () => {
  const schema = schemaOf([{ name: "a", type: "ARRAY<INT>" }]);
  const row = new (rowClass(schema))(0, [1]);
  const shallow = new (rowClass(schema))(0, row["a"]);
  (shallow["a"] as number[]).push(2);
  expect(row["a"]).toEqual([1, 2]);
  (rowCopier(schema)(row)["a"] as number[]).push(3);
  expect(row["a"]).toEqual([1, 2]);
});

describe("[CD12] values from functions have bounds", () => {
  const branching = (levels: number): unknown => {
    let value: unknown = [];
    for (let level = 0; level < levels; level++) value = [value, value];
    return value;
  };
  const tooLarge: readonly (readonly [string, string, () => unknown])[] = [
    ["RAW that branches", "RAW", () => branching(190)],
    ["an array of which only the length is there", "ARRAY<INT>", () => new Array(2 ** 32 - 1)],
    ["arrays in arrays", "ARRAY<ARRAY<INT>>", () => Array(2000).fill(Array(2000).fill(1))],
    ["a map", "MAP<INT, INT>", () => new Map(Array.from({ length: partsMax + 1 }, (_, key) => [key, key]))],
    ["a text", "STRING", () => "x".repeat(textMax + 1)],
    ["texts in an array", "ARRAY<STRING>", () => Array(17).fill("x".repeat(2 ** 20))],
    ["bytes", "BYTES", () => new Uint8Array(textMax + 1)],
    ["an endless bigint", "RAW", () => 2n ** 70_000n],
  ];
  test.each(tooLarge)("%s that is too large is refused", (_what, type, make) => {
    expect(() => conform(make(), parseLogicalType(type))).toThrow(ConformError);
  });

  test("a length that is no integer is refused, and bytes are read by the engine", () => {
    const odd = new Proxy([1, 2], { get: (target, key): unknown => (key === "length" ? 3.5 : Reflect.get(target, key)) });
    expect(() => conform(odd, parseLogicalType("ARRAY<INT>"))).toThrow("the length of an array is an integer");
    const lying = Object.defineProperty(new Uint8Array(4), "length", { value: 1e9 });
    expect(conform(lying, parseLogicalType("BYTES"))).toEqual(new Uint8Array(4));
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatLogicalType, formatSchema, LogicalTypeError, parseLogicalType, schemaOf } from "./logical-type-text.ts";
import { arbitraryType } from "./testing/arbitrary-values.ts";

/** Text and its canonical form. */
const forms: readonly (readonly [string, string])[] = [
  ["bigint not null", "BIGINT NOT NULL"],
  ["INTEGER", "INT"],
  ["decimal", "DECIMAL(10, 0)"],
  ["DEC(5)", "DECIMAL(5, 0)"],
  ["NUMERIC(10,2)", "DECIMAL(10, 2)"],
  ["DOUBLE PRECISION", "DOUBLE"],
  ["CHAR", "CHAR(1)"],
  ["VARCHAR(2147483647)", "STRING"],
  ["VARBINARY(2147483647)", "BYTES"],
  ["TIME", "TIME(0)"],
  ["TIMESTAMP", "TIMESTAMP(6)"],
  ["TIMESTAMP(3) WITHOUT TIME ZONE", "TIMESTAMP(3)"],
  ["TIMESTAMP(3) WITH LOCAL TIME ZONE", "TIMESTAMP_LTZ(3)"],
  ["INT ARRAY NOT NULL", "ARRAY<INT> NOT NULL"],
  ["MAP<STRING, INT NULL>", "MAP<STRING, INT>"],
  ["ROW(a INT 'how many', `b c` STRING NOT NULL)", "ROW<a INT, `b c` STRING NOT NULL>"],
  ["ROW<>", "ROW<>"],
];

const faults: readonly (readonly [string, string])[] = [
  ["", "a type is missing at character 1"],
  ["STRNG", '"STRNG" is not a type at character 1'],
  ["toString", '"toString" is not a type at character 1'],
  ["DECIMAL(39)", "the precision must be between 1 and 38, not 39 at character 9"],
  ["DECIMAL(5, 6)", "the scale must be between 0 and 5, not 6 at character 12"],
  ["TIMESTAMP(10)", "the precision must be between 0 and 9, not 10 at character 11"],
  ["CHAR(0)", "the length must be between 1 and 2147483647, not 0 at character 6"],
  ["ARRAY<INT", '">" is missing at character 10'],
  ["INT INT", 'unexpected "INT" at character 5'],
  ["ROW<a INT, a INT>", 'field "a" is there twice at character 12'],
  ["INT?", 'unexpected "?" at character 4'],
];

describe("logical type text", () => {
  test.each(forms)("[CD1] reads %j as %j", (text, canonical) => {
    expect(formatLogicalType(parseLogicalType(text))).toBe(canonical);
  });

  test.each(faults)("[CD1] refuses %j: %s", (text, message) => {
    expect(() => parseLogicalType(text)).toThrow(new LogicalTypeError(message.replace(/ at character \d+$/, ""), Number(/\d+$/.exec(message)?.[0]) - 1));
  });

  test("[CD1] what is formatted is read back, for all types", () => {
    fc.assert(fc.property(arbitraryType, (type) => void expect(parseLogicalType(formatLogicalType(type))).toEqual(type)));
  });

  test("[CD2] a schema names the column that is wrong", () => {
    expect(() => schemaOf([{ name: "n", type: "INTT" }])).toThrow('column "n": "INTT" is not a type at character 1');
    expect(() => schemaOf([{ name: "n", type: "INT" }, { name: "n", type: "INT" }])).toThrow('column "n" is there twice');
    expect(() => schemaOf([{ name: "__proto__", type: "INT" }])).toThrow("reserved name");
    expect(formatSchema(schemaOf([{ name: "n", type: "int" }, { name: "a b", type: "string" }]))).toBe("n INT, `a b` STRING");
  });
});

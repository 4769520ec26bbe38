import { describe, expect, it } from "vitest";
import { Decimal } from "./decimal.ts";
import { formatLogicalType, parseLogicalType, schemaOf } from "./logical-type-text.ts";
import { parseTextValue } from "./text-value.ts";
import { numberLimits, typeLimits, writtenTypeLimits } from "./type-limits.ts";

const nested = (levels: number): string => `${"ARRAY<".repeat(levels - 1)}INT${">".repeat(levels - 1)}`;
const behind = (levels: number): string => `INT${" ARRAY".repeat(levels - 1)}`;

describe("[CD14] the text of a type", () => {
  for (const [way, text] of [["around", nested], ["behind", behind]] as const) {
    it(`has ${typeLimits.depth} levels, written ${way} each other, and no more`, () => {
      const deepest = parseLogicalType(text(typeLimits.depth));
      expect(() => parseLogicalType(text(typeLimits.depth + 1))).toThrow(/deeper than 64 levels/);
      const asRow = formatLogicalType({ type: "ROW", fields: [{ name: "x", type: deepest }], nullable: true });
      expect(parseLogicalType(asRow, writtenTypeLimits)).toMatchObject({ type: "ROW" });
    });
  }

  it("uses up the stack without the limit: the test can fail", () => {
    const unlimited = { characters: Infinity, depth: Infinity };
    expect(() => parseLogicalType(nested(100_000), unlimited)).toThrow(RangeError);
  });

  it("mixes both ways of writing arrays without becoming deeper", () => {
    expect(() => parseLogicalType(`ARRAY<${behind(typeLimits.depth - 1)}>`)).not.toThrow();
    expect(() => parseLogicalType(`ARRAY<${behind(typeLimits.depth)}>`)).toThrow(/deeper/);
    expect(() => parseLogicalType(`${nested(typeLimits.depth)}${" ARRAY".repeat(typeLimits.depth)}`)).toThrow(/deeper/);
  });

  it("has a bounded length and a bounded number of fields", () => {
    expect(() => parseLogicalType(`INT${" ".repeat(typeLimits.characters)}`)).toThrow(/50003 characters, more than 50000/);
    const row = (fields: number): string => `ROW<${Array.from({ length: fields }, (_, at) => `f${at} INT`).join(", ")}>`;
    expect(() => parseLogicalType(row(typeLimits.columns))).not.toThrow();
    expect(() => parseLogicalType(row(typeLimits.columns + 1))).toThrow(/more than 1000 fields/);
  });

  it("is bounded for all columns of a schema together", () => {
    const columns = (count: number, type: string): { name: string; type: string }[] =>
      Array.from({ length: count }, (_, at) => ({ name: `c${at}`, type }));
    expect(() => schemaOf(columns(typeLimits.columns, "INT"))).not.toThrow();
    expect(() => schemaOf(columns(typeLimits.columns + 1, "INT"))).toThrow(/1001 columns are more than 1000/);
    expect(() => schemaOf(columns(3, `INT${" ".repeat(40_000)}`))).toThrow(/120009 characters, more than 100000/);
    expect(() => schemaOf([{ name: "n".repeat(typeLimits.name + 1), type: "INT" }])).toThrow(/a name of 1001 characters/);
  });

  it("is quoted in part only by what is said of it", () => {
    const said = (): unknown => parseLogicalType("x".repeat(40_000));
    expect(said).toThrow(/is not a type/);
    expect(String(capture(said)).length).toBeLessThan(300);
  });
});

describe("[CD15] the text of a number", () => {
  for (const type of ["BIGINT", "DOUBLE", "DECIMAL(38, 0)", "TIMESTAMP(3)"]) {
    it(`is none of ${type} when it is longer than 1,000 characters`, () => {
      const read = (): unknown => parseTextValue(parseLogicalType(type), "1".repeat(numberLimits.characters + 1));
      expect(read).toThrow(/1001 characters/);
      expect(String(capture(read)).length).toBeLessThan(200);
    });
  }

  it("is no DECIMAL beyond 10^400", () => {
    expect(Decimal.parse("1e399")?.toString()).toBe(`1${"0".repeat(399)}`);
    expect(Decimal.parse("1e401")).toBeUndefined();
    expect(Decimal.parse("1e99999")).toBeUndefined();
  });
});

function capture(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

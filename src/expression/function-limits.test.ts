import { describe, expect, it } from "vitest";
import { functionLimits } from "./function-limits.ts";
import { lintFunction } from "./lint.ts";

const codes = (source: string): string[] =>
  lintFunction({ field: "function", source, parameters: ["row"] }, { rows: { row: ["a"] } }).map(({ code }) => code);

describe("[GR57] a user function", () => {
  it("has at most 50,000 characters", () => {
    expect(codes(`row.a${" ".repeat(functionLimits.characters - 5)}`)).toEqual([]);
    expect(codes(`row.a${" ".repeat(functionLimits.characters - 4)}`)).toEqual(["function.too-long"]);
  });

  it.each([
    ["brackets", (levels: number) => "[".repeat(levels) + "]".repeat(levels)],
    ["terms", (levels: number) => `1${"+1".repeat(levels)}`],
    ["member accesses", (levels: number) => `Math${".PI".repeat(levels)}`],
    ["negations", (levels: number) => `${"!".repeat(levels)}row`],
    ["functions", (levels: number) => `${"a=>".repeat(levels)}1`],
    ["conditions", (levels: number) => `${"1?1:".repeat(levels)}1`],
    ["calls", (levels: number) => `Math.abs${"()".repeat(levels)}`],
    ["blocks", (levels: number) => `${"{".repeat(levels)}${"}".repeat(levels)}return 1`],
    ["branches", (levels: number) => `${"if (row) 1; else ".repeat(levels)}return 1`],
    ["templates", (levels: number) => "`${".repeat(levels) + "1" + "}`".repeat(levels)],
  ])("is as deep as people write and no deeper: %s", (_name, nested) => {
    expect(codes(nested(100))).not.toContain("function.too-deep");
    for (const levels of [functionLimits.depth + 1, 2900]) expect(codes(nested(levels)), `${levels}`).toEqual(["function.too-deep"]);
  });

  it("has its first problems said, each in a few words", () => {
    const problems = lintFunction({ field: "function", source: `${"missing;\n".repeat(5000)}return ${"x".repeat(1000)}`, parameters: [] });
    expect(problems).toHaveLength(functionLimits.problems);
    expect(problems.every(({ message }) => message.length < 200)).toBe(true);
    expect(problems.map(({ line }) => line)).toEqual(Array.from({ length: functionLimits.problems }, (_, at) => at + 1));
  });
});

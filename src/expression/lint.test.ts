import { describe, expect, it } from "vitest";
import { lintFunction } from "./lint.ts";

const expression = (source: string) => ({ field: "function", source, parameters: ["row", "ctx"], form: "expression" }) as const;
const body = (source: string) => ({ ...expression(source), form: "body" }) as const;
const codes = (problems: ReturnType<typeof lintFunction>) => problems.map(({ code, line, column }) => `${code} ${line}:${column}`);

describe("[SB6] what the editor says of a function", () => {
  it.each([
    "row.a + 1",
    "({ a: row.a })",
    " ( row.a ) ",
    "(row.a, row.b)",
    "((x) => ({ y: x }))(row.a) // done",
    "row.a /* done */",
    "[...row.a].map(({ word = 'x', ...rest }) => ({ word, rest }))",
    "function () { return arguments.length }",
    "row.constructor",
    "class A { #b = 1; c() { return this.#b } }",
  ])("nothing of the expression %s", (source) => expect(codes(lintFunction(expression(source)))).toEqual([]));

  it.each([
    "const { a: [b], ...c } = row; return b + c.length",
    "for (const word of row.line.split(' ')) collect(word);\nfunction collect(x) { return x }",
    "try { row.a() } catch { return 1 }",
    "outer: for (;;) { break outer }",
    "",
  ])("nothing of the body %s", (source) => expect(codes(lintFunction(body(source)))).toEqual([]));

  it.each([
    ["row.a +", "function.syntax 1:8"],
    ["row.a)\n+ (row.b", "function.syntax 1:6"],
    ["(row.a", "function.syntax 1:7"],
    ["r => r); x; (r => r", "function.syntax 1:7"],
    ["1; 2", "function.syntax 1:2"],
    ["row.a\n  + fetch(1)", "function.free-name 2:5"],
    ["import('x')", "function.import 1:1,function.text 1:1"],
    ["import.meta.url", "function.import 1:1"],
    ["async () => 1", "function.async 1:1"],
    ["'<!-- not a comment'", "function.text 1:2"],
    ["window", "function.free-name 1:1"],
    ["({ fetch })", "function.free-name 1:4"],
  ])("of the expression %s: %s", (source, expected) => expect(codes(lintFunction(expression(source))).sort().join()).toBe(expected));

  it.each([
    ["import x from 'y'", "function.syntax 1:1"],
    ["return 1 } { return 2", "function.syntax 1:10"],
    ["x = 1", "function.free-name 1:1"],
    ["await 1", "function.async 1:1"],
  ])("of the body %s: %s", (source, expected) => expect(codes(lintFunction(body(source))).join()).toBe(expected));

  it("names fields that the row does not have", () => {
    const problems = lintFunction(expression("row.a + row.b + row['c'] + row[x] + other.b + row.$kind"), { row: ["a"] });
    expect(codes(problems)).toEqual(["function.field-unknown 1:9", "function.field-unknown 1:17", "function.free-name 1:32", "function.free-name 1:37"]);
    expect(problems[0]?.message).toBe("row has no field b; it has a");
  });

  it("says what to use instead", () => {
    expect(lintFunction(expression("console.log(row)"))[0]?.message).toBe("console is not available in a function: use ctx.log() of a process function");
  });
});

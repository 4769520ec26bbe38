import { describe, expect, it } from "vitest";
import { lintFunction } from "./lint.ts";
import { formOf, parseFunction } from "./parse-function.ts";

const text = (source: string) => ({ field: "function", source, parameters: ["row", "ctx"] }) as const;
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
    "(function () { return arguments.length })()",
    "row.constructor",
    "class A { #b = 1; c() { return this.#b } }",
  ])("nothing of the expression %s", (source) => expect(codes(lintFunction(text(source)))).toEqual([]));

  it.each([
    "const { a: [b], ...c } = row; return b + c.length",
    "for (const word of row.line.split(' ')) collect(word);\nfunction collect(x) { return x }",
    "try { row.a() } catch { return 1 }",
    "outer: for (;;) { break outer }",
    "",
  ])("nothing of the body %s", (source) => expect(codes(lintFunction(text(source)))).toEqual([]));

  it.each([
    ["row.a +", "function.syntax 1:8"],
    ["row.a)\n+ (row.b", "function.syntax 1:6"],
    ["(row.a", "function.syntax 1:7"],
    ["r => r); x; (r => r", "function.syntax 1:7"],
    ["row.a\n  + fetch(1)", "function.free-name 2:5"],
    ["import('x')", "function.import 1:1,function.text 1:1"],
    ["import.meta.url", "function.import 1:1"],
    ["async () => 1", "function.async 1:1,function.not-called 1:1"],
    ["'<!-- not a comment'", "function.text 1:2"],
    ["window", "function.free-name 1:1"],
    ["({ fetch })", "function.free-name 1:4"],
  ])("of the expression %s: %s", (source, expected) => expect(codes(lintFunction(text(source))).sort().join()).toBe(expected));

  it.each([
    ["import 'y'", "function.import 1:1"],
    ["return 1 } { return 2", "function.syntax 1:10"],
    ["x = 1", "function.free-name 1:1"],
    ["await 1", "function.async 1:1"],
  ])("of the body %s: %s", (source, expected) => expect(codes(lintFunction(text(source))).join()).toBe(expected));

  it.each([
    ["row.a", "expression"],
    ["{ a: row.a, b: { c: 1 } }", "expression"],
    ["  row.a // the same", "expression"],
    ["collect({ a: 1 })", "expression"],
    ["row.a;", "body"],
    ["1; 2", "body"],
    ["if (row.a) return 1", "body"],
    ["{ return row }", "body"],
    ["", "body"],
    ["row.a +", "body"],
  ])("[SB11] %s is one %s", (source, form) => expect(formOf(parseFunction(source))).toBe(form));

  it.each([
    ["return row.", "1:12"],
    ["const x = ;\nreturn x", "1:11"],
    ["{ a: 1, b: 2", "1:13"],
    ["const n = 1;\nreturn n +* 2", "2:11"],
    ["({ a: 1,\n   b: * })", "2:7"],
  ])("[SB11] of %j, which is neither, where the parser that got further stopped", (source, place) => {
    expect(codes(lintFunction(text(source)))).toEqual([`function.syntax ${place}`]);
  });

  it.each([
    ["const n = row.a; n + 1", true, "function.no-return 1:1"],
    ["[1].map((x) => { return x });", true, "function.no-return 1:1"],
    ["if (row.a) return; return row", true, ""],
    ["throw new Error('never')", true, ""],
    ["row => row.a", undefined, "function.not-called 1:1"],
    ["(function (row) { return row })", true, "function.not-called 1:1"],
    ["({ word: row.a })", false, "function.no-effect 1:1"],
    ["row.a > 1 && ctx.log(row.a)", false, ""],
    ["", false, ""],
  ])("[SB11] of %j whose value counts (%s): %s", (source, givesValue, expected) => {
    expect(codes(lintFunction(text(source), givesValue === undefined ? {} : { givesValue })).join()).toBe(expected);
  });

  it("names fields that the row does not have", () => {
    const problems = lintFunction(text("row.a + row.b + row['c'] + row[x] + other.b + row.$kind"), { rows: { row: ["a"] } });
    expect(codes(problems)).toEqual(["function.field-unknown 1:9", "function.field-unknown 1:17", "function.free-name 1:32", "function.free-name 1:37"]);
    expect(problems[0]?.message).toBe("row has no field b; it has a");
  });

  it("says what to use instead", () => {
    expect(lintFunction(text("console.log(row)"))[0]?.message).toBe("console is not available in a function: use ctx.log() of a process function");
  });
});

describe("[UI108] a result that is certainly of another kind", () => {
  const kinds = { row: { category: "text", n: "number", ok: "boolean" } } as const;
  it.each([
    ["row.category", "boolean", "function.result-kind 1:1"],
    ["(row['n'])", "boolean", "function.result-kind 1:1"],
    ["if (row.n > 2) return true;\nreturn row.category", "boolean", "function.result-kind 2:8"],
    ["row.ok ? 'a' : 'b'", "boolean", "function.result-kind 1:1"],
    ["`${row.n}`", "number", "function.result-kind 1:1"],
    ["row.category === 'a'", "boolean", ""],
    ["row.ok", "boolean", ""],
    ["!row.category", "boolean", ""],
    ["row.n > 1 && row.category", "boolean", ""],
    ["row?.category", "boolean", ""],
    ["return [1].map((x) => { return 'a' }).length > 0", "boolean", ""],
    ["row.n * 2", "number", ""],
  ] as const)("%s, wanted is a %s: %s", (source, wants, expected) => {
    expect(codes(lintFunction(text(source), { kinds, wants })).join()).toBe(expected);
  });
});

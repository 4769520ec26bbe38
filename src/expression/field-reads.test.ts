import { expect, test } from "vitest";
import { fieldReads } from "./field-reads.ts";
import { parseFunction } from "./parse-function.ts";

function readsOf(source: string) {
  const parsed = parseFunction(source);
  if (!("tree" in parsed)) throw new Error(parsed.message);
  const reads = fieldReads(parsed.tree, "row");
  return reads.kind === "fields" ? [...reads.names].sort().join(" ") : reads.kind;
}

test.each([
  ["row.price < 100", "price"],
  ["({ user: row.user, price: row['price'] * 0.9 })", "price user"],
  ["row?.user.split(' ').map((word) => word + row.n)", "n user"],
  ["`${row.user}: ${row.n}`", "n user"],
  ["for (const word of row.line.split(' ')) collect({ word })", "line"],
  ["const n = (ctx.state.count.value() ?? 0) + 1; collect({ n, row: row.n })", "n"],
  ["({ ...row, n: row.n + 1 })", "all"],
  ["const { user, n } = row; return user + n", "all"],
  ["1", ""],
])("[SB41] %s reads %s and needs no copy", (source, reads) => {
  expect(readsOf(source)).toBe(reads);
});

test.each([
  "row",
  "({ row })",
  "[row]",
  "[...row.n, row]",
  "ctx.keep(row)",
  "(row).n",
  "row[ctx.name]",
  "row.n = 1",
  "row.n++",
  "delete row.n",
  "[row.n] = [1]",
  "({ a: row.n } = { a: 1 })",
  "for (row.n of [1]);",
  "for (row.n in { a: 1 });",
  "row.n()",
  "row.n?.()",
  "(row.n)()",
  "(row?.n)()",
  "row.n`text`",
  "new row.n()",
  "const { ...rest } = (row, row); return rest",
  "const keep = row; return keep.n",
  "arguments[0].n",
  "(() => arguments)()",
  "eval('row')",
  "class A extends row.n { m() { return row } }",
  "r\\u006fw",
])("[SB41] %s may have the row, and gets a copy", (source) => {
  expect(readsOf(source)).toBe("object");
});

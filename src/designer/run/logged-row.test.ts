import { describe, expect, it } from "vitest";
import { schemaOf } from "../../stream/logical-type-text.ts";
import { rowFromJson } from "../../stream/json-value.ts";
import { rowLogText } from "../../stream/row-text.ts";
import { loggedRow, writtenRow } from "./logged-row.ts";

const schema = schemaOf([
  { name: "word", type: "STRING" },
  { name: "n", type: "INT" },
  { name: "big", type: "BIGINT" },
  { name: "share", type: "DOUBLE" },
  { name: "price", type: "DECIMAL(10, 2)" },
  { name: "ok", type: "BOOLEAN" },
  { name: "at", type: "TIMESTAMP(3)" },
  { name: "day", type: "DATE" },
]);
const rowOf = rowFromJson(schema);
const again = (json: unknown[]): unknown => {
  const read = loggedRow(rowLogText(schema)(rowOf(json)), schema);
  return read === undefined ? undefined : rowOf(JSON.parse(read));
};

describe("[OB50] rows of the log", () => {
  it.each([
    [["river", 1, 2, 0.5, "12.30", true, "2026-01-31 23:59:00.125", "2026-01-31"]],
    [["a, \"b\", c", -1, 3, 1e300, "0.00", false, "1969-12-31 00:00:00", "1969-12-31"]],
    [["\"quoted\"", 0, -7, 1, "-1.50", true, "2026-06-01 10:00:00", "2026-06-01"]],
    [["", 0, 0, 0, "1.00", true, "2026-06-01 10:00:00", "2026-06-01"]],
    [[null, null, null, null, null, null, null, null]],
  ])("are read back as they were: %j", (json) => {
    expect(again(json)).toEqual(rowOf(json));
  });

  it("that were cut, or have parts of their own, are not made up", () => {
    expect(again(["x".repeat(200), 1, 1, 1, "1.00", true, "2026-06-01 10:00:00", "2026-06-01"])).toBeUndefined();
    const list = schemaOf([{ name: "tags", type: "ARRAY<STRING>" }]);
    expect(loggedRow("[a, b]", list)).toBeUndefined();
    expect(loggedRow("a, b, c", schemaOf([{ name: "a", type: "STRING" }, { name: "b", type: "INT" }]))).toBeUndefined();
  });

  it("that a sink has written are read back from what its fields held", () => {
    const fields = schemaOf([{ name: "word", type: "STRING" }, { name: "n", type: "INT" }]);
    expect(writtenRow(["null", null], fields)).toBe('["null",null]');
    expect(writtenRow(["a", "x"], fields)).toBeUndefined();
  });
});

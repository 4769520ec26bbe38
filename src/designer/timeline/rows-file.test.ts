import { expect, it } from "vitest";
import { csvPieces, jsonPieces, tsvPieces } from "./rows-file.ts";

const columns = [
  { name: "id", type: "BIGINT" },
  { name: "name", type: "STRING" },
  { name: "paid", type: "BOOLEAN NOT NULL" },
  { name: "sum", type: "DECIMAL(38, 2)" },
];
const inserted = [
  { kind: 0, values: ["9223372036854775807", 'a, "b"', "true", "12345678901234567890.10"] },
  { kind: 0, values: [null, "", "false", null] },
];

it("[UI94] CSV has names, quotes what has to be quoted, and tells NULL from an empty text", () => {
  expect(csvPieces({ columns, rows: inserted }).join("")).toBe(
    'id,name,paid,sum\r\n9223372036854775807,"a, ""b""",true,12345678901234567890.10\r\n,"",false,\r\n',
  );
});

it("[UI94] JSON has an object per row, with every digit of its numbers", () => {
  const text = jsonPieces({ columns, rows: inserted }).join("");
  expect(text.split("\n")[1]).toBe('{"id":9223372036854775807,"name":"a, \\"b\\"","paid":true,"sum":12345678901234567890.10},');
  expect(JSON.parse(text)[1]).toEqual({ id: null, name: "", paid: false, sum: null });
  expect(JSON.parse(jsonPieces({ columns, rows: [] }).join(""))).toEqual([]);
});

it("[UI94] what a double has no number for is text in JSON", () => {
  const rows = ["NaN", "Infinity", "-1.5E-7", "1.0"].map((value) => ({ kind: 0, values: [value] }));
  const text = jsonPieces({ columns: [{ name: "x", type: "DOUBLE" }], rows }).join("");
  expect(JSON.parse(text)).toEqual([{ x: "NaN" }, { x: "Infinity" }, { x: -1.5e-7 }, { x: 1 }]);
});

it("[UI94] the row kind is a column where a row is no insertion, under a name that no other column has", () => {
  const rows = [...inserted, { kind: 3, values: ["1", "x", "true", "1.00"] }];
  const taken = [{ name: "row_kind", type: "STRING" }, ...columns.slice(1)];
  expect(csvPieces({ columns: taken, rows }).join("").split("\r\n")[0]).toBe("_row_kind,row_kind,name,paid,sum");
  expect(tsvPieces({ columns, rows }).join("").split("\n")[3]).toBe("-D\t1\tx\ttrue\t1.00");
});

it("[UI94] more rows than one piece holds are all there, once and in order", () => {
  const rows = Array.from({ length: 25_000 }, (_, id) => ({ kind: 0, values: [String(id)] }));
  const named = { columns: [{ name: "id", type: "INT" }], rows };
  expect(JSON.parse(jsonPieces(named).join(""))).toEqual(rows.map((_, id) => ({ id })));
  expect(csvPieces(named).join("").split("\r\n").length).toBe(25_002);
});

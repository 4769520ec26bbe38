import { describe, expect, it } from "vitest";
import type { OutputStatus } from "../../observe/output-history.ts";
import { FoundRows, type RowOrder, type RowQuery, type OutputRow, type SinkRows } from "./sink-rows.ts";

const everyRow: RowQuery = { words: "", status: undefined, order: undefined };

function rowsOf(values: readonly (readonly (string | null)[])[], status: (place: number) => OutputStatus = () => "committed"): SinkRows {
  return {
    first: 0,
    end: values.length,
    row: (place): OutputRow | undefined =>
      values[place] && { kind: 0, values: values[place], subtask: undefined, status: status(place), doneAt: undefined },
  };
}

const by = (column: number, type: string, descending = false): RowOrder => ({ column, type, descending });
const texts = (rows: SinkRows, places: readonly number[], column = 0) => places.map((place) => rows.row(place)?.values[column]);

describe("rows that are looked for", () => {
  it("[UI93] have all the words, in any case and any column; NULL is found by its name", () => {
    const rows = rowsOf([["Weir", "12"], ["gate", "120"], [null, "12"]]);
    expect(new FoundRows({ ...everyRow, words: "12 WEIR" }).in(rows)).toEqual([0]);
    expect(new FoundRows({ ...everyRow, words: "12" }).in(rows)).toEqual([0, 1, 2]);
    expect(new FoundRows({ ...everyRow, words: "null" }).in(rows)).toEqual([2]);
  });

  it("[UI93] follow what becomes of them", () => {
    const found = new FoundRows({ ...everyRow, status: "notCommitted" });
    const values = [["a"], ["b"], ["c"]];
    expect(found.in(rowsOf(values, () => "uncommitted"))).toEqual([0, 1, 2]);
    expect(found.in(rowsOf(values, (place) => (place < 2 ? "committed" : "preCommitted")))).toEqual([2]);
  });
});

describe("rows in the order of a column", () => {
  it("[UI93] numbers go by their value to the last digit, texts by their characters, NULL comes last both ways", () => {
    const numbers = rowsOf([["9007199254740993"], ["9"], [null], ["10"], ["-3"], ["9007199254740992"]]);
    const order = (descending: boolean) => texts(numbers, new FoundRows({ ...everyRow, order: by(0, "BIGINT", descending) }).in(numbers));
    expect(order(false)).toEqual(["-3", "9", "10", "9007199254740992", "9007199254740993", null]);
    expect(order(true)).toEqual(["9007199254740993", "9007199254740992", "10", "9", "-3", null]);
    const words = rowsOf([["10"], ["9"], ["a"]]);
    expect(texts(words, new FoundRows({ ...everyRow, order: by(0, "STRING") }).in(words))).toEqual(["10", "9", "a"]);
    const doubles = rowsOf([["NaN"], ["2.5"], ["-Infinity"], ["Infinity"]]);
    expect(texts(doubles, new FoundRows({ ...everyRow, order: by(0, "DOUBLE") }).in(doubles))).toEqual(["-Infinity", "2.5", "Infinity", "NaN"]);
  });

  it("[UI93] rows that come while the run goes on take their places, as if all had been there", () => {
    const values = Array.from({ length: 300 }, (_, place) => [String((place * 7919) % 101)]);
    const whole = new FoundRows({ ...everyRow, order: by(0, "INT") }).in(rowsOf(values));
    const growing = new FoundRows({ ...everyRow, order: by(0, "INT") });
    for (let end = 0; end <= 300; end += 7) growing.in(rowsOf(values.slice(0, end)));
    expect(growing.in(rowsOf(values))).toEqual(whole);
    expect(growing.in(rowsOf(values.slice(0, 50)))).toEqual(new FoundRows({ ...everyRow, order: by(0, "INT") }).in(rowsOf(values.slice(0, 50))));
  });
});

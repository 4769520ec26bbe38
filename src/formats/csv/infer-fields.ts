import { encodeUtf8 } from "../../base/utf8.ts";
import { parseLogicalType } from "../../stream/logical-type-text.ts";
import type { Field } from "../../stream/logical-type.ts";
import { inferTextType } from "../../stream/text-value.ts";
import { toIsoDate } from "../date-order.ts";
import { fieldNames, guessedFieldsMax } from "../field-names.ts";
import { pointedNumber } from "./cell-value.ts";
import { CsvScanner, type CellMarks } from "./csv-scanner.ts";
import { cellMarks, type CsvOptions } from "./options.ts";

/** Rows of a sample that are looked at when types are guessed. */
const sampleRows = 1_000;
/** Cells of a sample that are looked at. */
const sampleCells = 50_000;

/** The lines of a sample by cells, without those that hold none and those that cannot be split. */
export function sampleLines(sample: string, marks: CellMarks, isWhole: boolean): readonly (readonly string[])[] {
  const scanner = new CsvScanner(marks);
  scanner.push(encodeUtf8(sample));
  // The last line of a sample is cut off somewhere, unless it is all there is.
  if (isWhole) scanner.end();
  const lines: (readonly string[])[] = [];
  let cells = 0;
  while (scanner.next() && lines.length <= sampleRows && cells < sampleCells) {
    // A bad line says nothing about types; the decoder will report it with its place.
    if (scanner.problem !== undefined) continue;
    const split = Array.from({ length: scanner.count }, (_, cell) => scanner.text(cell));
    if (split.length === 0 || (split.length === 1 && split[0]?.trim() === "")) continue;
    lines.push(split);
    cells += split.length;
  }
  return lines;
}

/** Fields of the first lines of a file, by the types that fit every row. [CN16] */
export function inferCsvFields(sample: string, options: CsvOptions, isWhole: boolean): readonly Field[] {
  const lines = sampleLines(sample, cellMarks(options), isWhole);
  const body = options.header ? lines.slice(1) : lines;
  const header = options.header ? (lines[0] ?? []) : [];
  // A delimiter at the end of every line makes no column.
  const width = body.reduce((most, cells) => Math.max(most, cells.at(-1)?.trim() === "" ? cells.length - 1 : cells.length), 1);
  const named = header.at(-1)?.trim() === "" ? header.length - 1 : header.length;
  const names = fieldNames(Array.from({ length: Math.min(Math.max(width, named), guessedFieldsMax) }, (_, place) => header[place] ?? ""));
  return names.map((name, place) => ({ name, type: parseLogicalType(columnType(columnOf(body, place), options)) }));
}

/** What stands in a column: not what is blank. */
export const columnOf = (lines: readonly (readonly string[])[], place: number): readonly string[] =>
  lines.map((cells) => cells[place] ?? "").filter((cell) => cell.trim() !== "");

/** The narrowest type of the cells of a column as the options have them read. */
export function columnType(column: readonly string[], options: Pick<CsvOptions, "decimal-comma" | "date-order" | "null-literal">): string {
  const cells = column.filter((cell) => cell !== options["null-literal"]).map((cell) => cell.trim());
  const order = options["date-order"];
  const type = inferTextType(order === "iso" ? cells : cells.map((cell) => toIsoDate(cell, order)));
  if (!options["decimal-comma"] || type.startsWith("TIMESTAMP") || type === "DATE") return type;
  const numbers = cells.map((cell) => pointedNumber(cell) ?? "x");
  if (!cells.some((cell) => /[.,]/.test(cell))) return type;
  const numeric = inferTextType(numbers);
  return numeric === "BIGINT" ? "DOUBLE" : numeric;
}

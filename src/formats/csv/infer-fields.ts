import Papa from "papaparse";
import { parseLogicalType } from "../../stream/logical-type-text.ts";
import type { Field } from "../../stream/logical-type.ts";
import { inferTextType } from "../../stream/text-value.ts";
import type { CsvOptions } from "./options.ts";

/** Rows of a sample that are looked at when types are guessed. */
const sampleRows = 200;

/** Fields of the first lines of a file, by the types that fit every row. [CN16] */
export function inferCsvFields(sample: string, options: CsvOptions): readonly Field[] {
  const { data } = Papa.parse<string[]>(sample, {
    delimiter: options["field-delimiter"],
    quoteChar: options["quote-character"],
    skipEmptyLines: true,
  });
  // The last line of a sample may be cut off.
  const rows = data.length > 2 ? data.slice(0, -1) : data;
  const names = options.header ? (rows[0] ?? []) : (rows[0] ?? []).map((_cell, place) => `f${place}`);
  const body = rows.slice(options.header ? 1 : 0, sampleRows);
  return names.map((name, place) => {
    const cells = body.map((row) => row[place] ?? "").filter((cell) => cell !== "");
    return { name: name.trim() === "" ? `f${place}` : name.trim(), type: parseLogicalType(inferTextType(cells)) };
  });
}

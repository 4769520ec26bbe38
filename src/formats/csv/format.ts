import Papa from "papaparse";
import { encodeUtf8 } from "../../base/utf8.ts";
import type { Field, Schema } from "../../stream/logical-type.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import { parseTextValue, valueToText } from "../../stream/text-value.ts";
import type { FormatFactory, RecordDecoder, RecordEncoder } from "../../runtime/format.ts";
import { lineDecoder, noRows } from "../line-decoder.ts";
import { readFormatOptions } from "../option-spec.ts";
import { inferCsvFields } from "./infer-fields.ts";
import { csvOptions, type CsvOptions } from "./options.ts";

export const csvFactory: FormatFactory = {
  type: "csv",
  createDecoder: (schema, options) => csvDecoder(schema, readFormatOptions(csvOptions, options)),
  createEncoder: (schema, options) => csvEncoder(schema, readFormatOptions(csvOptions, options)),
  inferFields: (sample, options) => inferCsvFields(sample, readFormatOptions(csvOptions, options)),
};

function csvDecoder(schema: Schema, options: CsvOptions): RecordDecoder {
  const makeRow = rowFromValues(schema);
  const { fields } = schema;
  let headerPending = options.header;
  return lineDecoder({
    quote: options["disable-quote-character"] ? undefined : options["quote-character"],
    ignoreErrors: options["ignore-parse-errors"],
    readRows(line) {
      if (headerPending) {
        headerPending = false;
        return noRows;
      }
      if (line === "" || (options["allow-comments"] && line.startsWith("#"))) return noRows;
      const cells = splitCells(line, options);
      if (cells.length !== fields.length) {
        throw new Error(`the line has ${cells.length} columns, the schema has ${fields.length} fields: ${shorten(line)}`);
      }
      return [makeRow(fields.map((field, place) => cellValue(field, cells[place] ?? "", options["null-literal"])))];
    },
  });
}

function cellValue(field: Field, cell: string, nullLiteral: string | undefined): unknown {
  if (cell === nullLiteral) return null;
  // An empty cell is SQL NULL for everything that is not text.
  const isText = field.type.type === "VARCHAR" || field.type.type === "CHAR";
  if (cell === "" && !isText) return null;
  try {
    return parseTextValue(field.type, isText ? cell : cell.trim());
  } catch (error) {
    throw new Error(`field ${field.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function splitCells(text: string, options: CsvOptions): readonly string[] {
  const quote = options["quote-character"];
  if (options["disable-quote-character"] || !text.includes(quote)) return text.split(options["field-delimiter"]);
  const { data, errors } = Papa.parse<string[]>(text, {
    delimiter: options["field-delimiter"],
    quoteChar: quote,
    header: false,
  });
  const [problem] = errors;
  if (problem !== undefined) throw new Error(`${problem.message}: ${shorten(text)}`);
  return data[0] ?? [];
}

function csvEncoder(schema: Schema, options: CsvOptions): RecordEncoder {
  const texts = schema.fields.map((field) => valueToText(field.type));
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell) => quoted(cell, options)).join(options["field-delimiter"])}\n`;
  return {
    prologue: encodeUtf8(options.header ? line(schema.fields.map((field) => field.name)) : ""),
    encode(row, to) {
      const cells = schema.fields.map((field, place) => {
        const value = row[field.name];
        return value === null ? (options["null-literal"] ?? "") : (texts[place]?.(value) ?? "");
      });
      to.utf8(line(cells));
    },
  };
}

function quoted(cell: string, options: CsvOptions): string {
  const quote = options["quote-character"];
  if (options["disable-quote-character"]) return cell;
  const needsQuotes = cell.includes(options["field-delimiter"]) || cell.includes(quote) || /[\r\n]/.test(cell);
  return needsQuotes ? quote + cell.replaceAll(quote, quote + quote) + quote : cell;
}

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}...` : text);

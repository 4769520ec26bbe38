import { engineMessage } from "../../base/engine-messages.ts";
import { excerpt } from "../../base/excerpt.ts";
import { encodeUtf8 } from "../../base/utf8.ts";
import type { FormatFactory, RecordDecoder, RecordEncoder } from "../../runtime/format.ts";
import type { Field, LogicalType, Schema } from "../../stream/logical-type.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import type { Row } from "../../stream/row.ts";
import { parseTextValue, valueToText } from "../../stream/text-value.ts";
import { readFormatOptions } from "../option-spec.ts";
import { fieldError, noRows, recordDecoder } from "../record-decoder.ts";
import { toWrittenValue } from "./cell-value.ts";
import { CsvCutter } from "./csv-cutter.ts";
import { guessCsvOptions } from "./guess-options.ts";
import { inferCsvFields } from "./infer-fields.ts";
import { cellMarks, csvOptions, type CsvOptions } from "./options.ts";
import { splitCells } from "./split-cells.ts";

export const csvFactory: FormatFactory = {
  type: "csv",
  createDecoder: (schema, options, resume) => csvDecoder(schema, readFormatOptions(csvOptions, options), resume),
  createEncoder: (schema, options) => csvEncoder(schema, readFormatOptions(csvOptions, options)),
  guessOptions: guessCsvOptions,
  inferFields: (sample, options, isWhole = false) => inferCsvFields(sample, readFormatOptions(csvOptions, options), isWhole),
};

/** Places of a CSV file: in front of its header, and behind. */
const places = { header: { headerPending: true }, body: { headerPending: false } };

function csvDecoder(schema: Schema, options: CsvOptions, resume: unknown): RecordDecoder {
  const readCells = cellReader(schema, options);
  const marks = cellMarks(options);
  // A file of one column of text has a row in an empty line: that is how an empty text is written.
  const isText = schema.fields.length === 1 && schema.fields.every(({ type }) => isTextual(type));
  let place = places.body;
  return recordDecoder(
    {
      encoding: options.encoding,
      ignoreErrors: options["ignore-parse-errors"],
      createCutter(from) {
        if (from === undefined ? options.header : (from as typeof place).headerPending) place = places.header;
        return new CsvCutter(marks, () => place);
      },
      readRows(line) {
        if ((line === "" && !isText) || (marks.comments && /^[ \t]*(?:#|$)/.test(line))) return noRows;
        if (place === places.body) return [readCells(splitCells(line, marks), line)];
        if (line !== "") place = places.body;
        return noRows;
      },
    },
    resume,
  );
}

const isTextual = ({ type }: LogicalType): boolean => type === "VARCHAR" || type === "CHAR";

/** Makes rows of the cells of lines. Where errors are ignored a cell that cannot be read is NULL, as in Flink. */
function cellReader(schema: Schema, options: CsvOptions): (cells: readonly string[], line: string) => Row {
  const makeRow = rowFromValues(schema);
  const { fields } = schema;
  const ignoresErrors = options["ignore-parse-errors"];
  const padsRows = options["pad-short-rows"] || ignoresErrors;
  const read = fields.map((field) => cellValue(field, options));
  return (cells, line) => {
    const surplus = cells.length - fields.length;
    // One empty cell behind the last one is the delimiter at the end of a line.
    if (surplus > 1 || (surplus === 1 && cells.at(-1)?.trim() !== "") || (surplus < 0 && !padsRows)) {
      throw new Error(engineMessage("columns", { columns: cells.length, fields: fields.length, text: excerpt(line, 80) }));
    }
    return makeRow(
      read.map((value, place) => {
        const cell = cells[place];
        const field = fields[place];
        try {
          return cell === undefined ? absent(field) : value(cell);
        } catch (error) {
          if (ignoresErrors && field?.type.nullable !== false) return null;
          throw fieldError(field?.name ?? "", error);
        }
      }),
    );
  };
}

function absent(field: Field | undefined): null {
  if (field?.type.nullable === false) throw new Error(engineMessage("noValue"));
  return null;
}

function cellValue(field: Field, options: CsvOptions): (cell: string) => unknown {
  const { type } = field;
  const nullLiteral = options["null-literal"];
  if (isTextual(type)) return (cell) => (cell === nullLiteral ? absent(field) : parseTextValue(type, cell));
  const written = toWrittenValue(type, options);
  return (cell) => {
    const text = cell.trim();
    // An empty cell is SQL NULL for everything that is not text.
    return text === "" || cell === nullLiteral ? absent(field) : parseTextValue(type, written(text));
  };
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

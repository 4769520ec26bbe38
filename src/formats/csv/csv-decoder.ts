import { engineMessage } from "../../base/engine-messages.ts";
import { excerpt } from "../../base/excerpt.ts";
import { decodeUtf8 } from "../../base/utf8.ts";
import { FormatError, type DecodedRecord, type RecordDecoder } from "../../runtime/format.ts";
import type { Field, Schema } from "../../stream/logical-type.ts";
import { rowFromValues } from "../../stream/row-class.ts";
import type { Row, Value } from "../../stream/row.ts";
import { fieldError, messageOf, noRows, RecordError, recordText } from "../record-decoder.ts";
import { Transcoder } from "../text-encoding.ts";
import { cellReader, isTextual, type CellReader } from "./cell-reader.ts";
import { CsvScanner } from "./csv-scanner.ts";
import { cellMarks, type CsvOptions } from "./options.ts";

/** What a decoder that goes on in the middle of a file knows. */
interface Resume {
  readonly encoding: string | undefined;
  readonly place: { readonly headerPending: boolean };
}

interface Column {
  readonly field: Field;
  readonly read: CellReader;
  /** Integers of few digits are read from the bytes, without a text. */
  readonly isInteger: boolean;
  /** So are numbers with a point. */
  readonly isDouble: boolean;
  /** Its cells are texts as they stand. */
  readonly isPlainText: boolean;
}

/** Most values of the types whose short cells are read from bytes. */
const shortRange: Readonly<Record<string, number>> = { TINYINT: 127, SMALLINT: 32_767, INT: 2_147_483_647, BIGINT: Infinity };

/** Reads rows of CSV: one scanner cuts each record and takes it apart, so that nothing of a file is in no record. [CN85] [CN86] [CN100] */
export class CsvDecoder implements RecordDecoder {
  readonly #options: CsvOptions;
  readonly #scanner: CsvScanner;
  readonly #text: Transcoder;
  readonly #columns: readonly Column[];
  readonly #values: Value[];
  readonly #makeRow: (values: readonly Value[]) => Row;
  readonly #takesEmptyLines: boolean;
  readonly #padsRows: boolean;
  #headerPending: boolean;
  #resume: Resume | undefined;
  /** Why no more bytes are read; told when the records in front of it are out. */
  #broken: string | undefined;
  #offset = 0;

  /** `resume`: of the record behind which the bytes go on. */
  constructor(schema: Schema, options: CsvOptions, resume: unknown) {
    const from = resume as Resume | undefined;
    if (options["disable-quote-character"] && options["quote-character"] !== '"') throw new TypeError(engineMessage("quoteDisabled"));
    this.#options = options;
    this.#scanner = new CsvScanner(cellMarks(options));
    this.#text = new Transcoder(options.encoding, from === undefined ? undefined : (from.encoding ?? "UTF-8"));
    const isPlain = options["null-literal"] === undefined && !options["empty-string-as-null"];
    this.#columns = schema.fields.map((field): Column => ({
      field,
      read: cellReader(field.type, options),
      isInteger: isPlain && field.type.type in shortRange,
      isDouble: isPlain && !options["decimal-comma"] && field.type.type === "DOUBLE",
      isPlainText: isPlain && isTextual(field.type),
    }));
    this.#values = schema.fields.map(() => null);
    this.#makeRow = rowFromValues(schema);
    // A file of one column of text has a row in an empty line: that is how an empty text is written.
    this.#takesEmptyLines = options.strict || (schema.fields.length === 1 && schema.fields.every(({ type }) => isTextual(type)));
    this.#padsRows = options["pad-short-rows"] || options["ignore-parse-errors"];
    this.#headerPending = from === undefined ? options.header : from.place.headerPending;
  }

  push(bytes: Uint8Array): void {
    this.#take(() => this.#text.push(bytes));
  }

  end(): void {
    this.#take(() => this.#text.end());
    // Flink's parser takes a mark without any text for an empty line.
    if (this.#broken === undefined) this.#scanner.end(this.#options.strict && this.#text.isMarkOnly);
  }

  next(): DecodedRecord | undefined {
    const scanner = this.#scanner;
    if (!scanner.next()) {
      if (this.#broken === undefined) return undefined;
      throw new FormatError(this.#broken, { line: scanner.endLine + 1, offset: this.#offset });
    }
    const endOffset = this.#text.sourceOffset(scanner.endOffset);
    this.#offset = endOffset;
    const rows = this.#rowsOf(endOffset);
    return { rows, endOffset, endLine: scanner.endLine, resume: this.#resumePlace() };
  }

  #take(read: () => Uint8Array): void {
    if (this.#broken !== undefined) return;
    try {
      const bytes = read();
      if (bytes.length > 0) this.#scanner.push(bytes);
    } catch (error) {
      this.#broken = messageOf(error);
    }
  }

  /** One object until what it says changes. */
  #resumePlace(): Resume {
    const { encoding } = this.#text;
    const headerPending = this.#headerPending;
    if (this.#resume?.encoding !== encoding || this.#resume?.place.headerPending !== headerPending) {
      this.#resume = { encoding, place: { headerPending } };
    }
    return this.#resume;
  }

  #rowsOf(offset: number): readonly Row[] {
    const scanner = this.#scanner;
    const { startLine: line } = scanner;
    if (scanner.isWide) recordText(scanner.bytes, { line, offset });
    if (scanner.count === 0 || (scanner.isEmptyLine && !this.#takesEmptyLines)) return noRows;
    try {
      if (scanner.problem !== undefined) throw new Error(scanner.problem);
      if (this.#headerPending) {
        if (!scanner.isEmptyLine) this.#headerPending = false;
        return noRows;
      }
      return [this.#readRow()];
    } catch (error) {
      if (this.#options["ignore-parse-errors"]) return noRows;
      const inside = error instanceof RecordError ? error : undefined;
      const text = decodeUtf8(scanner.bytes);
      throw new FormatError(messageOf(error), { line: line + (inside?.line ?? 0), offset, text, column: inside?.field });
    }
  }

  #readRow(): Row {
    const columns = this.#columns;
    const values = this.#values;
    const { count } = this.#scanner;
    if (count !== columns.length) this.#checkCount(count);
    for (let place = 0; place < columns.length; place++) {
      const column = columns[place];
      if (column !== undefined) values[place] = place < count ? this.#readCell(column, place) : this.#absent(column);
    }
    return this.#makeRow(values);
  }

  #readCell(column: Column, place: number): Value {
    const scanner = this.#scanner;
    if (column.isPlainText) return scanner.text(place);
    if (column.isInteger) {
      const value = scanner.shortInteger(place);
      if (value !== undefined && Math.abs(value) <= (shortRange[column.field.type.type] ?? 0)) return value;
    }
    if (column.isDouble) {
      const value = scanner.shortFraction(place);
      if (value !== undefined) return value;
    }
    try {
      return column.read(scanner.text(place)) ?? this.#absent(column);
    } catch (error) {
      if (this.#options["ignore-parse-errors"] && (column.field.type.nullable || this.#options.strict)) return null;
      throw error instanceof RecordError ? error : fieldError(column.field.name, error);
    }
  }

  #absent({ field }: Column): null {
    if (field.type.nullable || this.#options.strict) return null;
    throw fieldError(field.name, new Error(engineMessage("noValue")));
  }

  /** Throws where a record has more or fewer cells than it may. */
  #checkCount(count: number): void {
    const options = this.#options;
    const fields = this.#columns.length;
    const surplus = count - fields;
    if (surplus < 0 ? this.#padsRows && !options["fail-on-missing-columns"] : options["ignore-trailing-unmappable"]) return;
    // One empty cell behind the last one is the delimiter at the end of a line.
    if (surplus === 1 && options["allow-trailing-comma"] && this.#scanner.text(fields).trim() === "") return;
    throw new Error(engineMessage("columns", { columns: count, fields, text: excerpt(decodeUtf8(this.#scanner.bytes), 80) }));
  }
}

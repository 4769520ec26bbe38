import { encodeUtf8 } from "../../base/utf8.ts";
import type { FormatFactory, RecordEncoder } from "../../runtime/format.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { readFormatOptions } from "../option-spec.ts";
import { cellWriter, quotesOf } from "./cell-writer.ts";
import { CsvDecoder } from "./csv-decoder.ts";
import { guessCsvOptions } from "./guess-options.ts";
import { inferCsvFields } from "./infer-fields.ts";
import { csvOptions, type CsvOptions } from "./options.ts";

export const csvFactory: FormatFactory = {
  type: "csv",
  createDecoder: (schema, options, resume) => new CsvDecoder(schema, readFormatOptions(csvOptions, options), resume),
  createEncoder: (schema, options) => csvEncoder(schema, readFormatOptions(csvOptions, options)),
  guessOptions: guessCsvOptions,
  inferFields: (sample, options, isWhole = false) => inferCsvFields(sample, readFormatOptions(csvOptions, options), isWhole),
};

function csvEncoder(schema: Schema, options: CsvOptions): RecordEncoder {
  const { fields } = schema;
  const writers = fields.map((field) => cellWriter(field.type, options));
  const delimiter = options["field-delimiter"];
  const quotes = quotesOf(options);
  return {
    prologue: encodeUtf8(options.header ? `${fields.map(({ name }) => quotes(name)).join(delimiter)}\n` : ""),
    encode(row, to) {
      let line = "";
      for (let place = 0; place < fields.length; place++) {
        if (place > 0) line += delimiter;
        line += writers[place]?.(row[fields[place]?.name ?? ""]) ?? "";
      }
      to.utf8(`${line}\n`);
    },
  };
}

import { dateOrderOption } from "../date-order.ts";
import type { FormatOptions, OptionSpecs } from "../option-spec.ts";
import { encodingOption } from "../encoding-option.ts";
import type { CellMarks } from "./csv-scanner.ts";

/** Flink's `csv.*` options without the prefix; `header` and those behind `null-literal` are of files that people have: Flink lacks them. */
export const csvOptions = {
  header: { type: "boolean", default: false },
  "field-delimiter": { type: "character", default: "," },
  "quote-character": { type: "character", default: '"' },
  "disable-quote-character": { type: "boolean", default: false },
  "escape-character": { type: "optional-character" },
  "allow-comments": { type: "boolean", default: false, readingOnly: true },
  "ignore-parse-errors": { type: "boolean", default: false, readingOnly: true },
  "null-literal": { type: "text" },
  "array-element-delimiter": { type: "character", default: ";" },
  "empty-string-as-null": { type: "boolean", default: false, readingOnly: true },
  "trim-spaces": { type: "boolean", default: false, readingOnly: true },
  "allow-trailing-comma": { type: "boolean", default: true, readingOnly: true },
  "ignore-trailing-unmappable": { type: "boolean", default: false, readingOnly: true },
  "fail-on-missing-columns": { type: "boolean", default: false, readingOnly: true },
  strict: { type: "boolean", default: false, readingOnly: true },
  encoding: encodingOption,
  "decimal-comma": { type: "boolean", default: false, readingOnly: true },
  "date-order": dateOrderOption,
  "pad-short-rows": { type: "boolean", default: false, readingOnly: true },
} as const satisfies OptionSpecs;

export type CsvOptions = FormatOptions<typeof csvOptions>;

export function cellMarks(options: CsvOptions): CellMarks {
  return {
    delimiter: options["field-delimiter"],
    quote: options["disable-quote-character"] ? undefined : options["quote-character"],
    escape: options["escape-character"],
    comments: options["allow-comments"],
    trims: options["trim-spaces"],
  };
}

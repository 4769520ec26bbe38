import type { FormatOptions, OptionSpecs } from "../option-spec.ts";

/** Flink's `csv.*` options without the prefix, and `header`, which Flink lacks. */
export const csvOptions = {
  header: { type: "boolean", default: false },
  "field-delimiter": { type: "character", default: "," },
  "quote-character": { type: "character", default: '"' },
  "disable-quote-character": { type: "boolean", default: false },
  "allow-comments": { type: "boolean", default: false },
  "ignore-parse-errors": { type: "boolean", default: false },
  "null-literal": { type: "text" },
} as const satisfies OptionSpecs;

export type CsvOptions = FormatOptions<typeof csvOptions>;

import { dateOrderOption } from "../date-order.ts";
import type { FormatOptions, OptionSpecs } from "../option-spec.ts";
import { encodingOption } from "../encoding-option.ts";

/** Flink's `json.*` options without the prefix; those behind `encode.ignore-null-fields` are of files that people have. */
export const jsonOptions = {
  "fail-on-missing-field": { type: "boolean", default: false, readingOnly: true },
  "ignore-parse-errors": { type: "boolean", default: false, readingOnly: true },
  "encode.ignore-null-fields": { type: "boolean", default: false },
  encoding: encodingOption,
  "date-order": dateOrderOption,
} as const satisfies OptionSpecs;

export type JsonOptions = FormatOptions<typeof jsonOptions>;

import type { FormatOptions, OptionSpecs } from "../option-spec.ts";

/** Flink's `json.*` options without the prefix. */
export const jsonOptions = {
  "fail-on-missing-field": { type: "boolean", default: false },
  "ignore-parse-errors": { type: "boolean", default: false },
  "encode.ignore-null-fields": { type: "boolean", default: false },
} as const satisfies OptionSpecs;

export type JsonOptions = FormatOptions<typeof jsonOptions>;

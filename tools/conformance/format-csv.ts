import { csvFactory } from "../../src/formats/csv/format.ts";
import { csvOptions } from "../../src/formats/csv/options.ts";
import type { LogicalType, Schema } from "../../src/stream/logical-type.ts";
import { booleanOption, fileSuite, type FileCase, type FileFormat } from "./format-files.ts";
import type { Suite } from "./suite.ts";

/** Flink's own rules alone; an option that its csv does not know it takes without a word, `header` among them. */
function options({ options: given }: FileCase): Readonly<Record<string, unknown>> {
  const specs: Readonly<Record<string, { readonly type: string; readonly flink?: false }>> = csvOptions;
  const read: Record<string, unknown> = { strict: true };
  if (given["quote-character"] !== undefined && given["disable-quote-character"] === "true") throw new TypeError("a quote, and no quotes");
  for (const [name, text] of Object.entries(given)) {
    const spec = name === "header" ? undefined : specs[name];
    if (spec !== undefined) read[name] = spec.type === "boolean" ? booleanOption(name, text) : text;
  }
  return read;
}

function check({ fields }: Schema): void {
  for (const { type } of fields) {
    const parts = type.type === "ARRAY" ? [type.element] : type.type === "ROW" ? type.fields.map((field) => field.type) : [];
    if (type.type === "MAP" || parts.some(isNested)) throw new TypeError("no type of csv");
  }
}

const isNested = ({ type }: LogicalType): boolean => type === "MAP" || type === "ARRAY" || type === "ROW";

const format: FileFormat = { factory: csvFactory, options, check };

export const formatCsvSuite: Suite = fileSuite("format-csv", format, ({ select, level, text = "", columns }: FileCase) => {
  if (text.includes("999999999-") && columns.some(([, type]) => type.startsWith("TIMESTAMP"))) return "times beyond the year 275760";
  if (level === "message") return "a connector that writes csv messages";
  return select === undefined ? undefined : "a query that reads some columns of a file only";
});

import type { FileGuess } from "../../designer/shell/designer-context.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";
import type { AppCatalog } from "../catalog.ts";

/** Guesses the format by the file's ending and the fields by the format's own rules. */
export function guessFile(catalog: AppCatalog, name: string, sample: string): FileGuess | undefined {
  const type = /\.(json|jsonl|ndjson)$/i.test(name) ? "json" : /\.(csv|tsv|txt)$/i.test(name) ? "csv" : undefined;
  const format = type === undefined ? undefined : catalog.findFormat(type);
  if (type === undefined || !format) return undefined;
  const formatOptions = type === "csv" ? csvOptions(name) : {};
  try {
    const fields = format
      .inferFields(sample, formatOptions)
      .map((field) => ({ name: field.name, type: formatLogicalType(field.type) }));
    return fields.length === 0 ? undefined : { format: type, formatOptions, fields };
  } catch {
    // What the format cannot read is no file of records: the designer says so.
    return undefined;
  }
}

function csvOptions(name: string): Readonly<Record<string, unknown>> {
  return /\.tsv$/i.test(name) ? { header: true, "field-delimiter": "\t" } : { header: true };
}

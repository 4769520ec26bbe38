import type { FileGuess } from "../../designer/workspace/designer-context.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";

/** Guesses the format by the file's ending and the fields by the format's own rules, which are loaded with the first file. */
export async function guessFile(name: string, sample: string): Promise<FileGuess | undefined> {
  const type = /\.(json|jsonl|ndjson)$/i.test(name) ? "json" : /\.(csv|tsv|txt)$/i.test(name) ? "csv" : undefined;
  const { formatFactories } = await import("../../formats/factories.ts");
  const format = formatFactories.find((candidate) => candidate.type === type);
  if (!format) return undefined;
  const formatOptions = type === "csv" ? csvOptions(name) : {};
  try {
    const fields = format.inferFields(sample, formatOptions);
    if (fields.length === 0) return undefined;
    return {
      format: format.type,
      formatOptions,
      fields: fields.map((field) => ({ name: field.name, type: formatLogicalType(field.type) })),
    };
  } catch {
    // What the format cannot read is no file of records: the designer says so.
    return undefined;
  }
}

function csvOptions(name: string): Readonly<Record<string, unknown>> {
  return /\.tsv$/i.test(name) ? { header: true, "field-delimiter": "\t" } : { header: true };
}

import type { FileGuess } from "../../designer/workspace/workbench.ts";
import { formats } from "../../formats/descriptors.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";

/** Guesses the format by the file's name and the fields by the format's own rules, which are loaded with the first file. */
export async function guessFile(name: string, sample: string): Promise<FileGuess | undefined> {
  const format = formats.find((candidate) => candidate.optionsFor(name) !== undefined);
  const formatOptions = format?.optionsFor(name);
  if (format === undefined || formatOptions === undefined) return undefined;
  const { formatFactories } = await import("../../formats/factories.ts");
  try {
    const fields = formatFactories.find(({ type }) => type === format.type)?.inferFields(sample, formatOptions) ?? [];
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

import { z } from "zod";
import type { FieldMeta } from "../graph/descriptor.ts";
import { configProblem } from "../graph/config-problem.ts";
import type { Diagnostic } from "../graph/diagnostic.ts";
import { formats } from "../formats/descriptors.ts";

const forms = Object.fromEntries(formats.map(({ type, options }) => [type, options]));

/** Configuration fields of what reads files, or writes them: the form offers the options that count there. [UI104] */
const formatFields = (direction: "reading" | "writing") => ({
  format: z
    .enum(formats.map(({ type }) => type))
    .default("csv")
    .meta({
      label: { en: "Format", "zh-Hans": "格式" },
      flink: "format",
      widget: "select",
    } satisfies FieldMeta),
  formatOptions: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({
      label: { en: "Format options", "zh-Hans": "格式选项" },
      widget: "group",
      formBy: { field: "format", forms: Object.fromEntries(formats.map((format) => [format.type, format.forms[direction]])) },
    } satisfies FieldMeta),
});

export const readingFields = formatFields("reading");
export const writingFields = formatFields("writing");

interface FormatConfig {
  readonly format: string;
  readonly formatOptions: Readonly<Record<string, unknown>>;
}

/** Options that the format does not know or cannot read. `header` is of CSV files and means nothing to others. [CN17] */
export function formatProblems({ format, formatOptions: { header, ...options } }: FormatConfig): readonly Diagnostic[] {
  const schema = forms[format];
  const given = header !== undefined && schema?.shape["header"] !== undefined ? { ...options, header } : options;
  if (schema === undefined) return [];
  const { error } = schema.safeParse(given, { reportInput: true });
  return (error?.issues ?? []).map((issue) => configProblem(issue, schema, ["formatOptions"]));
}

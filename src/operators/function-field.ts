import { z } from "zod";
import type { FieldMeta, Text } from "../graph/descriptor.ts";
import { fieldSchema } from "../graph/job-document.ts";

/** What a user function of an operator is for; drives the editor and its checks. */
export interface FunctionFieldOptions {
  readonly label: Text;
  readonly help: Text;
  readonly parameters: readonly string[];
  readonly result: NonNullable<FieldMeta["function"]>["result"];
  readonly form: "expression" | "body";
  readonly flink: string;
}

/** Configuration field that holds the source of a user function. */
export function functionField(options: FunctionFieldOptions) {
  const { label, help, parameters, result, form, flink } = options;
  return z
    .string()
    .min(1)
    .meta({ label, help, flink, widget: "function", function: { form, parameters, result } } satisfies FieldMeta);
}

/** Configuration field that holds the schema of the rows a user function makes. */
export const resultFields = z
  .array(fieldSchema)
  .min(1)
  .meta({
    label: { en: "Output fields", "zh-Hans": "输出字段" },
    help: {
      en: "Names and types of the rows the function returns. Each value is checked against its type.",
      "zh-Hans": "函数返回的数据行的字段名与类型。每个值都会按类型检查。",
    },
    widget: "schema",
  } satisfies FieldMeta);

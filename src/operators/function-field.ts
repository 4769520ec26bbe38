import { z } from "zod";
import type { FieldMeta, FunctionMeta, Text } from "../graph/descriptor.ts";
import { fieldSchema } from "../graph/job-document.ts";

/** What a user function of an operator is for; drives the editor and its checks. */
export interface FunctionFieldOptions extends FunctionMeta {
  readonly label: Text;
  readonly help: Text;
  readonly flink: string;
  readonly when?: FieldMeta["when"];
}

/** Configuration field that holds the source of a user function, an expression or a body. [SB11] */
export function functionField({ label, help, flink, when, ...meta }: FunctionFieldOptions) {
  return z
    .string()
    .min(1)
    .meta({ label, help, flink, widget: "function", function: meta, ...(when && { when }) } satisfies FieldMeta);
}

/** `functionField` of a function that may be left empty, as Flink's own does nothing. */
export function optionalBody({ label, help, flink, ...meta }: FunctionFieldOptions) {
  return z
    .string()
    .default("")
    .meta({ label, help, flink, widget: "function", function: meta } satisfies FieldMeta);
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

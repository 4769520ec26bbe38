import type { FieldMeta } from "../../graph/descriptor.ts";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import { lintFunction, type RowFields } from "../../expression/lint.ts";
import { formFields, isRecord } from "../inspector/form-model.ts";
import type { FunctionCheck } from "./analysis.ts";

/** Lints the function fields of every operator against the fields of its input rows. [UI15] */
export const checkFunctions: FunctionCheck = (document, catalog, schemas) =>
  document.operators.flatMap((operator) => {
    const descriptor = catalog.find(operator.type);
    if (!descriptor) return [];
    const input = Object.values(schemas.inputs.get(operator.id) ?? {})[0];
    const fields = input?.schema.fields.map(({ name }) => name);
    return formFields(descriptor.config, operator.config).flatMap(({ key, meta }): Diagnostic[] => {
      const source = isRecord(operator.config) ? operator.config[key] : undefined;
      if (!meta?.function || typeof source !== "string" || source === "") return [];
      return lintFunction(
        { field: key, source, form: meta.function.form, parameters: meta.function.parameters },
        rowsOf(meta.function, fields),
      ).map(({ code, message, values, line, column }) => ({
        severity: "error",
        code,
        message,
        values,
        operator: operator.id,
        field: key,
        line,
        column,
      }));
    });
  });

/** By convention the parameter that holds the input row is called `row`; others are not checked. */
function rowsOf({ parameters }: NonNullable<FieldMeta["function"]>, fields: readonly string[] | undefined): RowFields {
  return fields && parameters.includes("row") ? { row: fields } : {};
}

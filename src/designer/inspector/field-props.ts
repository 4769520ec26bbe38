import type { ReactNode } from "react";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { Fix } from "../analysis/fixes.ts";
import type { FormField } from "./form-model.ts";

/** What is wrong at or below a field; `field` is the path from there on, "" for the field itself. */
export interface FieldDiagnostic extends Diagnostic {
  /** As the analysis found it: what a fix is for. */
  readonly found: Diagnostic;
}

export interface ConfigFieldProps {
  readonly field: FormField;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly diagnostics: readonly FieldDiagnostic[];
  readonly fixesOf: (diagnostic: Diagnostic) => readonly Fix[];
  /** Schemas of the inputs that are known, by name: what `field` and `fields` choose from, and what functions get rows of. */
  readonly inputs: Readonly<Record<string, Schema>>;
  /** Values of the fields beside it. */
  readonly siblings: Readonly<Record<string, unknown>>;
  readonly disabled: boolean;
  /** The values of several operators, where they differ: `value` is none of them then. [UI163] */
  readonly mixed?: string | undefined;
}

/** Schema of the input that a field is about: the named one, else the first. [GR75] */
export const inputOf = (inputs: ConfigFieldProps["inputs"], name: string | undefined): Schema | undefined =>
  name === undefined ? Object.values(inputs)[0] : inputs[name];

/** What the parameters hold, those of one input together. [GR75] */
export function rowsOf(
  rows: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, Schema>>,
): readonly { readonly parameters: string; readonly schema: Schema }[] {
  const byInput = Map.groupBy(Object.keys(rows), (parameter) => rows[parameter] ?? "");
  return [...byInput].flatMap(([input, parameters]) => {
    const schema = inputs[input];
    return schema === undefined ? [] : [{ parameters: parameters.join(", "), schema }];
  });
}

/** Those of `diagnostics` that are about `key` or a part of it, with their paths from there on. */
export function diagnosticsAt(diagnostics: readonly (Diagnostic | FieldDiagnostic)[], key: string): readonly FieldDiagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const path = diagnostic.field;
    const found = "found" in diagnostic ? diagnostic.found : diagnostic;
    if (path === key) return [{ ...diagnostic, field: "", found }];
    return path?.startsWith(`${key}.`) ? [{ ...diagnostic, field: path.slice(key.length + 1), found }] : [];
  });
}

/** What the control of a field gets on top: the id its label points to, that of its notes, and how to draw fields inside it. */
export interface InputProps extends ConfigFieldProps {
  readonly id: string;
  readonly describedBy: string;
  /** Draws a field: how a control that has fields inside draws those. */
  readonly Field: (props: ConfigFieldProps) => ReactNode;
}

import type { ReactNode } from "react";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { Fix } from "../analysis/fixes.ts";
import type { FormField } from "./form-model.ts";

export interface ConfigFieldProps {
  readonly field: FormField;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** What is wrong at or below the field; `field` is the path from here on, "" for the field itself. */
  readonly diagnostics: readonly Diagnostic[];
  readonly fixesOf: (diagnostic: Diagnostic) => readonly Fix[];
  /** Schema of the first input: what `field` and `fields` choose from. */
  readonly input: Schema | undefined;
  /** Values of the fields beside it. */
  readonly siblings: Readonly<Record<string, unknown>>;
  readonly disabled: boolean;
}

/** Those of `diagnostics` that are about `key` or a part of it, with their paths from there on. */
export function diagnosticsAt(diagnostics: readonly Diagnostic[], key: string): readonly Diagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const path = diagnostic.field;
    if (path === key) return [{ ...diagnostic, field: "" }];
    return path?.startsWith(`${key}.`) ? [{ ...diagnostic, field: path.slice(key.length + 1) }] : [];
  });
}

/** What the control of a field gets on top: the id its label points to, that of its notes, and how to draw fields inside it. */
export interface InputProps extends ConfigFieldProps {
  readonly id: string;
  readonly describedBy: string;
  /** Draws a field: how a control that has fields inside draws those. */
  readonly Field: (props: ConfigFieldProps) => ReactNode;
}

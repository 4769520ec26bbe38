import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { Fix } from "../analysis/fixes.ts";
import type { FormField } from "./form-model.ts";

export interface ConfigFieldProps {
  readonly field: FormField;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly diagnostics: readonly Diagnostic[];
  readonly fixesOf: (diagnostic: Diagnostic) => readonly Fix[];
  /** Schema of the first input: what `field` and `fields` choose from. */
  readonly input: Schema | undefined;
  readonly disabled: boolean;
}

/** What the control of a field gets on top: the id its label points to, and that of its notes. */
export interface InputProps extends ConfigFieldProps {
  readonly id: string;
  readonly describedBy: string;
}

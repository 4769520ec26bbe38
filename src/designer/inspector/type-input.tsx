import { useState, type ReactNode } from "react";
import { LogicalTypeError, parseLogicalType } from "../../stream/logical-type-text.ts";
import { engineText } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import type { InputProps } from "./field-props.ts";
import { SelectField } from "../glyph/select-field.tsx";
import { useWorkbench } from "../workspace/workbench-context.ts";

const commonTypes = [
  "STRING", "BOOLEAN", "TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL(10, 2)", "DATE", "TIME(3)",
  "TIMESTAMP(3)", "TIMESTAMP_LTZ(3)", "BYTES", "ARRAY<STRING>", "MAP<STRING, STRING>", "RAW",
];

interface TypeInputProps extends Pick<InputProps, "id" | "value" | "onChange" | "disabled"> {
  /** For the text field, which has no label of its own. */
  readonly label: string;
  readonly describedBy?: string | undefined;
}

/** A logical type: one of the common ones from a list, or any other as Flink SQL writes it. */
export function TypeInput({ id, label, describedBy, value, onChange, disabled }: TypeInputProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("inspector");
  const [writes, setWrites] = useState(false);
  const text = typeof value === "string" ? value : "";
  const problem = typeProblem(text);
  if (writes || problem !== undefined) {
    return (
      <span className="type-input">
        <input
          id={id}
          className="text-field mono"
          aria-label={label}
          aria-describedby={describedBy}
          aria-invalid={problem !== undefined}
          value={text}
          disabled={disabled}
          spellCheck={false}
          autoFocus={writes}
          onChange={(event) => {
            setWrites(true);
            onChange(event.target.value);
          }}
          onBlur={() => {
            setWrites(false);
            workbench.editor.seal();
          }}
        />
        {problem !== undefined && <span className="field-error">{problem}</span>}
      </span>
    );
  }
  const choices = commonTypes.includes(text) ? commonTypes : [text, ...commonTypes];
  return (
    <SelectField
      id={id}
      className="mono"
      aria-label={label}
      aria-describedby={describedBy}
      disabled={disabled}
      value={text}
      onChange={(event) => (event.target.value === "" ? setWrites(true) : onChange(event.target.value))}
    >
      {choices.map((type) => (
        <option key={type}>{type}</option>
      ))}
      <option value="">{t("otherType")}</option>
    </SelectField>
  );
}

/** Why a text is no type, in the page's language, or undefined. [UI167] */
export function typeProblem(text: string): string | undefined {
  try {
    parseLogicalType(text);
    return undefined;
  } catch (error) {
    if (error instanceof LogicalTypeError) return engineText(error.message);
    throw error;
  }
}

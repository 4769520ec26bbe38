import { useId, type ReactNode } from "react";
import { useStore } from "zustand";
import type { Text } from "../../graph/descriptor.ts";
import { readNumberAt, type NumberPlace } from "../analysis/kept-texts.ts";
import { useText } from "../i18n/use-text.ts";
import { useAnalysis, useDocument, useWorkbench } from "../workspace/workbench-context.ts";
import { textOf } from "../i18n/use-text.ts";
import { FieldError } from "./field-error.tsx";

interface NumberFieldProps {
  readonly label: Text;
  readonly place: NumberPlace;
  /** Places that what is typed is for as well. */
  readonly also?: readonly NumberPlace[];
  /** The values of all these places, where they differ. [UI163] */
  readonly mixed?: string | undefined;
  readonly value: number | undefined;
  /** What counts while nothing is set. */
  readonly placeholder: string;
  readonly min: number;
  readonly max: number;
  /** Default: true. */
  readonly whole?: boolean;
  readonly disabled: boolean;
  readonly unit?: string;
  readonly help?: string;
  /** What should be known of a value that may stand there. */
  readonly warning?: string | undefined;
  readonly onChange: (value: number | undefined) => void;
}

/** A number of the document. What is typed and is none that may stand there is kept beside the document, and said. [UI106] */
export function NumberField({
  label,
  place,
  also = [],
  mixed,
  value,
  placeholder,
  min,
  max,
  whole = true,
  disabled,
  unit,
  help,
  warning,
  onChange,
}: NumberFieldProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("inspector");
  const id = useId();
  const { texts } = workbench.analysis;
  const document = useDocument((state) => state.document);
  const kept = useStore(texts.store, () => texts.textAt(place, document));
  const problems = useAnalysis((state) => state.diagnostics).filter(
    ({ code, field, operator, edge }) =>
      code.startsWith("form.") && field === place.key && operator === place.operator && edge === place.edge,
  );
  const type = (text: string): void => {
    const read = text === "" ? undefined : readNumberAt(text, { label, min, max, whole }, place, String(value ?? placeholder));
    for (const one of [place, ...also]) {
      if (typeof read === "object") texts.keep(document, text, { ...read, ...one, field: one.key }, one);
      else texts.drop(one);
    }
    if (typeof read !== "object") onChange(read);
  };
  return (
    <div className={problems.length > 0 ? "form-field is-bad" : "form-field"} data-field={place.key}>
      <label htmlFor={id}>
        <span>{textOf(label)}</span>
        {mixed !== undefined ? <i>{t("mixed")}</i> : value !== undefined && <i>{t("changed")}</i>}
      </label>
      <span className="text-field">
        <input
          id={id}
          type="text"
          inputMode={whole ? "numeric" : "decimal"}
          aria-describedby={`${id}-notes`}
          aria-invalid={problems.length > 0}
          placeholder={mixed === undefined ? placeholder : t("mixed")}
          value={kept ?? value ?? ""}
          disabled={disabled}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => type(event.target.value)}
          onBlur={() => workbench.editor.seal()}
        />
        {unit !== undefined && <span className="field-unit">{unit}</span>}
      </span>
      <div id={`${id}-notes`}>
        {problems.map((problem) => (
          <FieldError key={problem.code} diagnostic={problem} fixes={[]} />
        ))}
        {warning !== undefined && problems.length === 0 && <p className="field-error is-warning">{warning}</p>}
        {mixed !== undefined && <p className="field-help">{mixed}</p>}
        {help !== undefined && <p className="field-help">{help}</p>}
      </div>
    </div>
  );
}

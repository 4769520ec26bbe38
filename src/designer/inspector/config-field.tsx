import { useId, type ReactNode } from "react";
import type { Diagnostic } from "../../graph/diagnostic.ts";
import type { Schema } from "../../stream/logical-type.ts";
import { diagnosticText } from "../analysis/diagnostic-text.ts";
import type { Fix } from "../analysis/fixes.ts";
import { Icon } from "../glyph/icon.tsx";
import { textOf, useText } from "../i18n/use-text.ts";
import { FieldInput } from "./field-input.tsx";
import { isChanged, type FormField } from "./form-model.ts";

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

/** Label above, Flink's name beside it, "changed" where it is not Flink's default, error and its fix below (DESIGN.md 4.10). */
export function ConfigField(props: ConfigFieldProps): ReactNode {
  const { field, value, diagnostics, fixesOf } = props;
  const t = useText("inspector");
  const id = useId();
  const label = field.meta ? textOf(field.meta.label) : field.key;
  const help = field.meta?.help && textOf(field.meta.help);
  const bad = diagnostics.some(({ severity }) => severity === "error");
  return (
    <div className={bad ? "form-field is-bad" : "form-field"}>
      <label htmlFor={id}>
        <span>{label}</span>
        {field.meta?.flink !== undefined && <code title={t("flinkName")}>{field.meta.flink}</code>}
        {isChanged(field, value) && <i>{t("changed")}</i>}
      </label>
      <FieldInput {...props} id={id} describedBy={`${id}-notes`} />
      <div id={`${id}-notes`}>
        {diagnostics.map((diagnostic) => (
          <FieldError key={`${diagnostic.code} ${diagnostic.line} ${diagnostic.column}`} diagnostic={diagnostic} fixes={fixesOf(diagnostic)} />
        ))}
        {help !== undefined && <p className="field-help">{help}</p>}
      </div>
    </div>
  );
}

/** What is wrong, why, and the buttons that mend it. */
export function FieldError({ diagnostic, fixes }: { readonly diagnostic: Diagnostic; readonly fixes: readonly Fix[] }): ReactNode {
  useText("diagnostics");
  const place = diagnostic.line === undefined ? "" : `${diagnostic.line}:${diagnostic.column ?? 1} `;
  return (
    <>
      <p className={diagnostic.severity === "error" ? "field-error" : "field-error is-warning"}>
        <Icon name={diagnostic.severity === "error" ? "kill" : "bell"} size={13} />
        <span>
          {place !== "" && <code>{place}</code>}
          {diagnosticText(diagnostic)}
        </span>
      </p>
      {fixes.map((fix) => (
        <button key={fix.label} type="button" className="button is-line" onClick={fix.apply}>
          {fix.label}
        </button>
      ))}
    </>
  );
}

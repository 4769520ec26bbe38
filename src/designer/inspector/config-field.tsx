import { useId, type ReactNode } from "react";
import { textOf, useText } from "../i18n/use-text.ts";
import { ByFieldInput } from "./by-field-input.tsx";
import { durationText, parseDuration } from "./config-value.ts";
import { FieldError } from "./field-error.tsx";
import type { ConfigFieldProps, InputProps } from "./field-props.ts";
import { FieldsInput } from "./fields-input.tsx";
import { FileInput } from "./file-input.tsx";
import { isChanged, type Widget } from "./form-model.ts";
import { FunctionEditor } from "./function-editor.tsx";
import { GroupInput } from "./group-input.tsx";
import { ListInput } from "./list-input.tsx";
import { RowsInput } from "./rows-input.tsx";
import { SchemaInput } from "./schema-input.tsx";
import { SelectField } from "../glyph/select-field.tsx";
import { TypeInput } from "./type-input.tsx";
import { JsonInput, TypedInput } from "./typed-input.tsx";

/** Label above, Flink's name beside it, "changed" where it is not Flink's default, error and its fix below. */
export function ConfigField(props: ConfigFieldProps): ReactNode {
  const { field, value, diagnostics, fixesOf, mixed } = props;
  const t = useText("inspector");
  const id = useId();
  const label = field.meta ? textOf(field.meta.label) : field.key;
  const help = field.meta?.help && textOf(field.meta.help);
  // What is wrong with a part of it is said at that part.
  const own = nestedWidgets.has(field.widget) ? diagnostics.filter((each) => each.field === "") : diagnostics;
  const bad = own.some(({ severity }) => severity === "error");
  return (
    <div className={bad ? "form-field is-bad" : "form-field"} data-field={field.key}>
      <label htmlFor={id}>
        <span>{label}</span>
        {field.meta?.flink !== undefined && <code title={t("flinkName")}>{field.meta.flink}</code>}
        {mixed !== undefined ? <i>{t("mixed")}</i> : isChanged(field, value) && <i>{t("changed")}</i>}
      </label>
      <FieldInput {...props} id={id} describedBy={`${id}-notes`} Field={ConfigField} />
      <div id={`${id}-notes`}>
        {own.map((diagnostic) => (
          <FieldError
            key={`${diagnostic.code} ${diagnostic.field} ${diagnostic.line} ${diagnostic.column}`}
            diagnostic={diagnostic}
            fixes={fixesOf(diagnostic.found)}
          />
        ))}
        {mixed !== undefined && <p className="field-help">{mixed}</p>}
        {help !== undefined && <p className="field-help">{help}</p>}
      </div>
    </div>
  );
}

const nestedWidgets: ReadonlySet<Widget> = new Set(["group", "list", "byField"]);

/** The control of one field, by its widget. */
function FieldInput(props: InputProps): ReactNode {
  const { field, value, onChange } = props;
  switch (field.widget) {
    case "boolean":
      return (
        <input
          ref={(box) => void (box && (box.indeterminate = props.mixed !== undefined))}
          id={props.id}
          type="checkbox"
          aria-describedby={props.describedBy}
          checked={(value ?? field.default) === true}
          disabled={props.disabled}
          onChange={(event) => onChange(event.target.checked)}
        />
      );
    case "select":
      return <SelectInput {...props} />;
    case "number":
      return (
        <TypedInput {...props} unit={field.meta?.unit} read={readNumber} write={String} />
      );
    case "duration":
      return (
        <TypedInput
          {...props}
          unit={undefined}
          read={parseDuration}
          write={(ms) => durationText(Number(ms))}
        />
      );
    case "function":
      return <FunctionEditor {...props} />;
    case "field":
    case "fields":
      return <FieldsInput {...props} />;
    case "type":
      return <TypeInput {...props} label={field.meta ? textOf(field.meta.label) : field.key} />;
    case "schema":
      return <SchemaInput {...props} />;
    case "rows":
      return <RowsInput {...props} />;
    case "file":
      return <FileInput {...props} />;
    case "json":
      return <JsonInput {...props} />;
    case "group":
      return <GroupInput {...props} />;
    case "list":
      return <ListInput {...props} />;
    case "byField":
      return <ByFieldInput {...props} />;
    case "text":
      return <TypedInput {...props} unit={field.meta?.unit} read={(text) => text} write={String} />;
  }
}

function readNumber(text: string): number | undefined {
  const number = Number(text.replace("−", "-"));
  return text.trim() === "" || !Number.isFinite(number) ? undefined : number;
}

function SelectInput({ id, describedBy, field, value, onChange, disabled, mixed }: InputProps): ReactNode {
  const t = useText("inspector");
  const index = field.choices.findIndex((choice) => choice === (value ?? field.default));
  return (
    <SelectField
      id={id}
      aria-describedby={describedBy}
      disabled={disabled}
      value={index}
      onChange={(event) => onChange(field.choices[Number(event.target.value)])}
    >
      {(field.optional || index < 0) && <option value={-1}>{t(mixed === undefined ? "none" : "mixed")}</option>}
      {field.choices.map((choice, at) => (
        <option key={String(choice)} value={at}>
          {String(choice)}
        </option>
      ))}
    </SelectField>
  );
}


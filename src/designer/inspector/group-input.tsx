import type { ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import { withValue } from "./config-value.ts";
import { diagnosticsAt, type InputProps } from "./field-props.ts";
import { formFields, isRecord, isShown, type FormField } from "./form-model.ts";

/** A nested object: its own fields, indented. */
export function GroupInput(props: InputProps): ReactNode {
  const { field, value, onChange } = props;
  const t = useText("inspector");
  if (field.optional && value === undefined) {
    return (
      <button
        id={props.id}
        type="button"
        className="button is-line"
        disabled={props.disabled}
        onClick={() => onChange(initialValue(field))}
      >
        {t("set")}
      </button>
    );
  }
  return (
    <div id={props.id} role="group" aria-describedby={props.describedBy} className="form-group">
      <InnerFields {...props} fields={fieldsOf(props)} />
      {field.optional && (
        <button type="button" className="button is-line" disabled={props.disabled} onClick={() => onChange(undefined)}>
          {t("unset")}
        </button>
      )}
    </div>
  );
}

function fieldsOf({ field, value, siblings }: InputProps): readonly FormField[] {
  const { formBy } = field.meta ?? {};
  if (formBy === undefined) return field.fields(value);
  const form = formBy.forms[String(siblings[formBy.field])] ?? Object.values(formBy.forms)[0];
  return form === undefined ? [] : formFields(form, value);
}

interface InnerFieldsProps extends InputProps {
  readonly fields: readonly FormField[];
  /** What conditions of the fields may ask for besides their own values. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** The fields of an object, those that are shown now. */
export function InnerFields({ fields, facts, Field, id: _id, describedBy: _notes, ...props }: InnerFieldsProps): ReactNode {
  const { value, onChange, diagnostics } = props;
  const values = isRecord(value) ? value : {};
  const siblings = { ...values, ...facts };
  return fields
    .filter((inner) => isShown(inner, siblings))
    .map((inner) => (
      <Field
        key={inner.key}
        {...props}
        field={inner}
        value={values[inner.key]}
        siblings={siblings}
        onChange={(changed) => onChange(withChoice(values, inner, changed))}
        diagnostics={diagnosticsAt(diagnostics, inner.key)}
      />
    ));
}

/** Choosing another option of a union leaves the fields of the old one behind. */
function withChoice(values: Readonly<Record<string, unknown>>, inner: FormField, changed: unknown): unknown {
  if (inner.optionFields === undefined) return withValue(values, [inner.key], changed);
  const kept = new Set(inner.optionFields(changed).map(({ key }) => key));
  const shared = Object.entries(values).filter(([key]) => kept.has(key));
  return { ...initialOf(inner.optionFields(changed)), ...Object.fromEntries(shared), [inner.key]: changed };
}

/** What an optional object begins as: the first option of a union, with its fields at their first values. */
function initialValue(field: FormField): Record<string, unknown> {
  return initialOf(field.fields(undefined));
}

function initialOf(fields: readonly FormField[]): Record<string, unknown> {
  const given = fields.filter((field) => !field.optional && field.default === undefined);
  return Object.fromEntries(given.map((field) => [field.key, firstValue(field)]));
}

function firstValue(field: FormField): unknown {
  switch (field.widget) {
    case "select":
      return field.choices[0];
    case "number":
    case "duration":
      return field.widget === "number" ? 1 : 1000;
    case "boolean":
      return false;
    case "list":
      return field.meta?.item === undefined ? [] : [field.meta.item];
    case "schema":
      return [{ name: "field1", type: "STRING" }];
    case "group":
      return initialOf(field.fields(undefined));
    default:
      return "";
  }
}

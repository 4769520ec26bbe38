import type { ReactNode } from "react";
import { formatLogicalType } from "../../stream/logical-type-text.ts";
import { useText } from "../i18n/use-text.ts";
import { inputOf, type InputProps } from "./field-props.ts";
import { SelectField } from "../glyph/select-field.tsx";

/** Chooses among the fields of the input: one of them, or several in order. A name that is gone stays visible until replaced. */
export function FieldsInput(props: Omit<InputProps, "Field" | "siblings">): ReactNode {
  const { id, describedBy, field, value, onChange, inputs, disabled } = props;
  const input = inputOf(inputs, field.meta?.input);
  const t = useText("inspector");
  const known = input?.fields ?? [];
  const several = field.widget === "fields";
  const chosen = several ? stringsOf(value) : stringsOf([value]);
  const add = (name: string): void => onChange(several ? [...chosen, name] : name);
  const remove = (name: string): void => onChange(several ? chosen.filter((each) => each !== name) : undefined);
  const rest = known.filter(({ name }) => !chosen.includes(name));
  const unknown = chosen.filter((name) => !known.some((each) => each.name === name));
  if (!several) {
    return (
      <SelectField
        id={id}
        className="mono"
        aria-describedby={describedBy}
        disabled={disabled || known.length === 0}
        value={chosen[0] ?? ""}
        onChange={(event) => (event.target.value === "" ? remove("") : add(event.target.value))}
      >
        {(field.optional || chosen.length === 0) && <option value="">{input ? t("none") : t("notConnected")}</option>}
        {unknown.map((name) => (
          <option key={name} value={name}>
            {t("missingField", { name })}
          </option>
        ))}
        {known.map(({ name, type }) => (
          <option key={name} value={name}>
            {name} {formatLogicalType(type)}
          </option>
        ))}
      </SelectField>
    );
  }
  return (
    <div className="chosen-fields">
      {chosen.map((name) => (
        <button
          key={name}
          type="button"
          className="chosen-field"
          disabled={disabled}
          aria-label={t("removeField", { name })}
          onClick={() => remove(name)}
        >
          <code>{name}</code> ×
        </button>
      ))}
      <SelectField
        id={id}
        className="mono"
        aria-describedby={describedBy}
        disabled={disabled || rest.length === 0}
        value=""
        onChange={(event) => add(event.target.value)}
      >
        <option value="">{input ? t("addField") : t("notConnected")}</option>
        {rest.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

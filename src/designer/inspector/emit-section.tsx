import { useId, useState, type FormEvent, type ReactNode } from "react";
import { rowFromJson } from "../../stream/json-value.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";
import type { Field, LogicalType, Schema } from "../../stream/logical-type.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { isLive } from "../run/session-state.ts";
import { sampleRows } from "./sample-rows.ts";
import { useSessionState, useWorkbench } from "../workspace/workbench-context.ts";

interface EmitProps {
  readonly operator: string;
  readonly schema: Schema;
}

/** Record typed into a manual source of the running job: a field each, checked against its type where it is typed. [UI91] */
export function EmitSection({ operator, schema }: EmitProps): ReactNode {
  const t = useText("inspector");
  const workbench = useWorkbench();
  const live = isLive(useSessionState((state) => state.phase));
  const id = useId();
  const [wrong, setWrong] = useState<ReadonlyMap<string, string>>(new Map());
  const textOf = (form: FormData, name: string): string => String(form.get(name) ?? "");
  const wrongIn = (form: FormData): ReadonlyMap<string, string> =>
    new Map(schema.fields.filter((field) => !fits(textOf(form, field.name), field)).map(({ name }) => [name, textOf(form, name)]));
  // What was not typed yet is not wrong yet.
  const typed = ({ currentTarget }: FormEvent<HTMLFormElement>): void =>
    setWrong(new Map([...wrongIn(new FormData(currentTarget))].filter(([, text]) => text !== "")));
  const emit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const found = wrongIn(form);
    setWrong(found);
    if (found.size > 0) return;
    workbench.session.emit(operator, schema.fields.map(({ name, type }) => typedValue(textOf(form, name), type)));
    workbench.workspace.announce(t("emitted"));
  };
  return (
    <section>
      <h3>
        {t("emit")} <span>{live ? "" : t("emitNeedsRun")}</span>
      </h3>
      <form className="form" onSubmit={emit} onInput={typed}>
        {schema.fields.map((field) => (
          <EmitField key={field.name} id={`${id}-${field.name}`} field={field} wrong={wrong.get(field.name)} />
        ))}
        <button type="submit" className="button is-line" disabled={!live}>
          {t("emitButton")}
        </button>
      </form>
    </section>
  );
}

interface EmitFieldProps {
  readonly id: string;
  readonly field: Field;
  /** What stands in it and is no value of its type. */
  readonly wrong: string | undefined;
}

function EmitField({ id, field, wrong }: EmitFieldProps): ReactNode {
  const t = useText("inspector");
  const type = formatLogicalType(field.type);
  return (
    <div className={wrong === undefined ? "form-field" : "form-field is-bad"}>
      <label htmlFor={id}>
        <span>{field.name}</span>
        <code>{type}</code>
      </label>
      <input
        id={id}
        name={field.name}
        className="text-field mono"
        aria-describedby={`${id}-notes`}
        aria-invalid={wrong !== undefined}
        spellCheck={false}
        autoComplete="off"
      />
      <div id={`${id}-notes`}>
        {wrong !== undefined && (
          <p className="field-error">
            <Icon name="kill" size={13} />
            <span>{t("emitWrong", { field: field.name, type, example: exampleOf(field), text: wrong.slice(0, 60) })}</span>
          </p>
        )}
      </div>
    </div>
  );
}

/** A value of the field's type, as it would be typed. */
function exampleOf(field: Field): string {
  const [value] = sampleRows({ fields: [field] })[0] ?? [];
  return typeof value === "string" ? value : JSON.stringify(value);
}

function fits(text: string, field: Field): boolean {
  try {
    rowFromJson({ fields: [field] })([typedValue(text, field.type)]);
    return true;
  } catch {
    return false;
  }
}

/**
 * An empty field is NULL unless it is a text. Values that have a type of their own in Flink SQL stay text, so that BIGINT and DECIMAL
 * stay exact; what is made of others is read as JSON where it is JSON.
 */
export function typedValue(text: string, type: LogicalType): unknown {
  if (type.type === "VARCHAR" || type.type === "CHAR") return text;
  if (text.trim() === "") return null;
  if (!["ARRAY", "MAP", "ROW", "RAW"].includes(type.type)) return text.trim();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

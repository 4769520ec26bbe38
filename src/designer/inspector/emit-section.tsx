import { useId, useState, type FormEvent, type ReactNode } from "react";
import { rowFromJson } from "../../stream/json-value.ts";
import { formatLogicalType } from "../../stream/logical-type-text.ts";
import type { LogicalType, Schema } from "../../stream/logical-type.ts";
import { useText } from "../i18n/use-text.ts";
import { isLive } from "../run/session-state.ts";
import { useSessionState, useWorkbench } from "../workspace/workbench-context.ts";

interface EmitProps {
  readonly operator: string;
  readonly schema: Schema;
}

/** Record typed into a manual source of the running job: a field each, checked against its type before it is sent. */
export function EmitSection({ operator, schema }: EmitProps): ReactNode {
  const t = useText("inspector");
  const workbench = useWorkbench();
  const live = isLive(useSessionState((state) => state.phase));
  const id = useId();
  const [problem, setProblem] = useState<string>();
  const emit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const values = schema.fields.map(({ name, type }) => typedValue(String(form.get(name) ?? ""), type));
    try {
      rowFromJson(schema)(values);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      return;
    }
    setProblem(undefined);
    workbench.session.emit(operator, values);
    workbench.workspace.announce(t("emitted"));
  };
  return (
    <section>
      <h3>
        {t("emit")} <span>{live ? "" : t("emitNeedsRun")}</span>
      </h3>
      <form className="form" onSubmit={emit}>
        {schema.fields.map(({ name, type }) => (
          <div key={name} className="form-field">
            <label htmlFor={`${id}-${name}`}>
              <span>{name}</span>
              <code>{formatLogicalType(type)}</code>
            </label>
            <input id={`${id}-${name}`} name={name} className="text-field mono" spellCheck={false} autoComplete="off" />
          </div>
        ))}
        {problem !== undefined && <p className="field-error">{problem}</p>}
        <button type="submit" className="button is-line" disabled={!live}>
          {t("emitButton")}
        </button>
      </form>
    </section>
  );
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

import type { ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { isRecord } from "./form-model.ts";
import type { InputProps } from "./field-props.ts";
import { TypeInput } from "./type-input.tsx";
import { useWorkbench } from "../workspace/workbench-context.ts";

interface SchemaRow {
  readonly name: string;
  readonly type: string;
}

/** Names and types of fields, one a line, types in Flink SQL's words. */
export function SchemaInput({ id, describedBy, value, onChange, disabled }: InputProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("inspector");
  const rows = rowsOf(value);
  const change = (index: number, row: SchemaRow): void => onChange(rows.map((each, at) => (at === index ? row : each)));
  const freeName = (): string => {
    for (let n = rows.length + 1; ; n++) if (!rows.some(({ name }) => name === `field${n}`)) return `field${n}`;
  };
  return (
    <div className="schema-input" role="group" aria-describedby={describedBy}>
      {rows.map((row, index) => (
        <div key={index} className="schema-row">
          <input
            id={index === 0 ? id : undefined}
            className="text-field mono"
            aria-label={t("fieldName", { n: index + 1 })}
            value={row.name}
            disabled={disabled}
            spellCheck={false}
            onChange={(event) => change(index, { ...row, name: event.target.value })}
            onBlur={() => workbench.editor.seal()}
          />
          <TypeInput
            id={`${id}-type-${index}`}
            label={t("fieldType", { name: row.name })}
            value={row.type}
            disabled={disabled}
            onChange={(type) => change(index, { ...row, type: String(type) })}
          />
          <button
            type="button"
            className="button is-square"
            aria-label={t("item.up", { item: row.name })}
            title={t("item.up", { item: row.name })}
            disabled={disabled || index === 0}
            onClick={() => onChange(movedUp(rows, index))}
          >
            <Icon name="fold" size={12} />
          </button>
          <button
            type="button"
            className="button is-square"
            aria-label={t("removeField", { name: row.name })}
            disabled={disabled || rows.length < 2}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          >
            <Icon name="close" size={12} />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button is-line"
        disabled={disabled}
        onClick={() => onChange([...rows, { name: freeName(), type: "STRING" }])}
      >
        <Icon name="plus" size={12} />
        {t("newField")}
      </button>
    </div>
  );
}

const movedUp = (rows: readonly SchemaRow[], index: number): SchemaRow[] =>
  rows.flatMap((row, at) => (at === index - 1 ? [...rows.slice(index, index + 1), row] : at === index ? [] : [row]));

function rowsOf(value: unknown): SchemaRow[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map(({ name, type }) => ({ name: String(name ?? ""), type: String(type ?? "") }));
}

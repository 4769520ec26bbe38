import type { ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { FieldError } from "./field-error.tsx";
import { diagnosticsAt, type InputProps } from "./field-props.ts";
import { isRecord } from "./form-model.ts";
import { InnerFields } from "./group-input.tsx";
import { withValue } from "./config-value.ts";

/** An object per column of the schema beside it, folded away until it is opened or something in it is wrong. [UI32] */
export function ByFieldInput(props: InputProps): ReactNode {
  const { id, describedBy, field, value, onChange, diagnostics, disabled, siblings } = props;
  const t = useText("inspector");
  const entries = isRecord(value) ? value : {};
  const columns = columnsOf(siblings["fields"]);
  const gone = Object.keys(entries).filter((name) => columns.every((column) => column.name !== name));
  return (
    <div id={id} className="form-list" role="group" aria-describedby={describedBy}>
      {columns.map(({ name, type }) => {
        const found = diagnosticsAt(diagnostics, name);
        return (
          <details key={name} className={found.length > 0 ? "form-item is-bad" : "form-item"} open={found.length > 0 || undefined}>
            <summary>
              <b className="mono">{name}</b> <span className="dim">{summaryOf(entries[name])}</span>
            </summary>
            {found.filter((each) => each.field === "").map((each) => (
              <FieldError key={`${each.code} ${each.message}`} diagnostic={each} fixes={props.fixesOf(each.found)} />
            ))}
            <InnerFields
              {...props}
              fields={field.fields(entries[name])}
              facts={{ $type: /^[A-Z_]+/.exec(type.trim().toUpperCase())?.[0] }}
              value={entries[name]}
              onChange={(changed) => onChange(withValue(entries, [name], isEmpty(changed) ? undefined : changed))}
              diagnostics={found}
            />
          </details>
        );
      })}
      {gone.map((name) => (
        <div key={name} className="form-item form-item-head">
          <b className="mono">{name}</b>
          <button
            type="button"
            className="button is-square"
            aria-label={t("removeField", { name })}
            disabled={disabled}
            onClick={() => onChange(withValue(entries, [name], undefined))}
          >
            <Icon name="close" size={12} />
          </button>
        </div>
      ))}
    </div>
  );
}

function columnsOf(fields: unknown): readonly { readonly name: string; readonly type: string }[] {
  if (!Array.isArray(fields)) return [];
  return fields.filter(isRecord).map(({ name, type }) => ({ name: String(name ?? ""), type: String(type ?? "") }));
}

/** What is set, by Flink's option names. */
function summaryOf(entry: unknown): string {
  return isRecord(entry) ? Object.entries(entry).map(([key, value]) => `${key} ${String(value)}`).join(", ") : "";
}

const isEmpty = (entry: unknown): boolean => isRecord(entry) && Object.keys(entry).length === 0;

import type { ReactNode } from "react";
import { LogicalTypeError, parseLogicalType } from "../../stream/logical-type-text.ts";
import { sealEdits } from "../document/document-store.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { isRecord } from "./form-model.ts";
import type { InputProps } from "./field-props.ts";

interface SchemaRow {
  readonly name: string;
  readonly type: string;
}

const commonTypes = [
  "STRING",
  "BOOLEAN",
  "TINYINT",
  "SMALLINT",
  "INT",
  "BIGINT",
  "FLOAT",
  "DOUBLE",
  "DECIMAL(10, 2)",
  "DATE",
  "TIME(3)",
  "TIMESTAMP(3)",
  "TIMESTAMP_LTZ(3)",
  "BYTES",
  "ARRAY<STRING>",
  "MAP<STRING, STRING>",
  "RAW",
];

/** Names and types of fields, one a line, types in Flink SQL's words. */
export function SchemaInput({ id, describedBy, value, onChange, disabled }: InputProps): ReactNode {
  const t = useText("inspector");
  const rows = rowsOf(value);
  const change = (index: number, row: SchemaRow): void => onChange(rows.map((each, at) => (at === index ? row : each)));
  const freeName = (): string => {
    for (let n = rows.length + 1; ; n++) if (!rows.some(({ name }) => name === `field${n}`)) return `field${n}`;
  };
  return (
    <div className="schema-input" role="group" aria-describedby={describedBy}>
      <datalist id={`${id}-types`}>
        {commonTypes.map((type) => (
          <option key={type} value={type} />
        ))}
      </datalist>
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
            onBlur={sealEdits}
          />
          <input
            className="text-field mono"
            aria-label={t("fieldType", { name: row.name })}
            aria-invalid={typeProblem(row.type) !== undefined}
            title={typeProblem(row.type)}
            list={`${id}-types`}
            value={row.type}
            disabled={disabled}
            spellCheck={false}
            onChange={(event) => change(index, { ...row, type: event.target.value })}
            onBlur={sealEdits}
          />
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

/** Why a text is no type, or undefined. */
export function typeProblem(text: string): string | undefined {
  try {
    parseLogicalType(text);
    return undefined;
  } catch (error) {
    if (error instanceof LogicalTypeError) return error.message;
    throw error;
  }
}

function rowsOf(value: unknown): SchemaRow[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map(({ name, type }) => ({ name: String(name ?? ""), type: String(type ?? "") }));
}

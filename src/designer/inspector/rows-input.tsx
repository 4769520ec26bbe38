import { useState, type ReactNode } from "react";
import { parseExactJson } from "../../stream/exact-json.ts";
import { useText } from "../i18n/use-text.ts";
import type { InputProps } from "./field-props.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

/**
 * Rows of literal values: one JSON array a line. A line that is one bare text is taken as a row of that one text, because most
 * samples are lines of words.
 */
export function RowsInput({ id, describedBy, value, onChange, disabled }: InputProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("inspector");
  const written = Array.isArray(value) ? value.map(rowInputText).join("\n") : "";
  const [draft, setDraft] = useState<string>();
  const lines = (draft ?? written).split("\n");
  return (
    <>
      <textarea
        id={id}
        className="text-field mono"
        aria-describedby={describedBy}
        disabled={disabled}
        spellCheck={false}
        wrap="off"
        rows={Math.min(12, Math.max(3, lines.length))}
        value={draft ?? written}
        onChange={(event) => {
          setDraft(event.target.value);
          onChange(parseRows(event.target.value));
        }}
        onBlur={() => {
          setDraft(undefined);
          workbench.editor.seal();
        }}
      />
      <p className="field-help">{t("rowsHelp", { count: Array.isArray(value) ? value.length : 0 })}</p>
    </>
  );
}

export function parseRows(text: string): unknown[][] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      try {
        const parsed = parseExactJson(line);
        return Array.isArray(parsed) ? parsed : [parsed];
      } catch {
        return [line];
      }
    });
}

/** The shortest text that `parseRows` reads back as the same row. */
export function rowInputText(row: unknown): string {
  if (Array.isArray(row) && row.length === 1 && typeof row[0] === "string") {
    const [line] = row;
    const [back] = parseRows(line);
    if (back?.length === 1 && back[0] === line) return line;
  }
  return JSON.stringify(row);
}

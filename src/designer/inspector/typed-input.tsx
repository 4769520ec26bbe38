import { useState, type ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import type { InputProps } from "./field-props.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

interface TypedProps extends InputProps {
  readonly unit: string | undefined;
  /** Undefined: the text is no such value. */
  readonly read: (text: string) => unknown;
  readonly write: (value: unknown) => string;
  readonly problem: string;
}

/**
 * A text field over a typed value. What is typed is kept as typed while it has the focus; the document gets every text that
 * can be read, and never one that cannot. An empty optional field unsets the value.
 */
export function TypedInput({
  id,
  describedBy,
  field,
  value,
  onChange,
  disabled,
  unit,
  read,
  write,
  problem,
}: TypedProps): ReactNode {
  const workbench = useWorkbench();
  const written = value === undefined ? "" : write(value);
  const [draft, setDraft] = useState<string>();
  const drafted = draft === undefined || draft === "" ? undefined : read(draft);
  const unreadable = draft !== undefined && draft !== "" && drafted === undefined;
  // A change from elsewhere, an undo say, wins over what was typed.
  const current = unreadable || (drafted === undefined ? "" : write(drafted)) === written;
  const shown = draft !== undefined && current ? draft : written;
  const type = (text: string): void => {
    setDraft(text);
    const next = text === "" && (field.optional || field.widget !== "text") ? undefined : read(text);
    if (next !== undefined || (text === "" && field.optional)) onChange(next);
  };
  return (
    <>
      <span className="text-field">
        <input
          id={id}
          type="text"
          inputMode={field.widget === "number" ? "decimal" : "text"}
          aria-describedby={describedBy}
          aria-invalid={unreadable}
          disabled={disabled}
          spellCheck={false}
          placeholder={field.default === undefined ? "" : write(field.default)}
          value={shown}
          onChange={(event) => type(event.target.value)}
          onBlur={() => {
            setDraft(undefined);
            workbench.editor.seal();
          }}
        />
        {unit !== undefined && <span className="field-unit">{unit}</span>}
      </span>
      {unreadable && <p className="field-error">{problem}</p>}
    </>
  );
}

/** Any value, as JSON. */
export function JsonInput({ id, describedBy, value, onChange, disabled }: InputProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("inspector");
  const written = value === undefined ? "" : JSON.stringify(value, null, 2);
  const [draft, setDraft] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const type = (text: string): void => {
    setDraft(text);
    if (text.trim() === "") {
      setProblem(undefined);
      onChange(undefined);
      return;
    }
    try {
      onChange(JSON.parse(text));
      setProblem(undefined);
    } catch (error) {
      setProblem(t("notJson", { reason: error instanceof Error ? error.message : String(error) }));
    }
  };
  return (
    <>
      <textarea
        id={id}
        className="text-field mono"
        aria-describedby={describedBy}
        aria-invalid={problem !== undefined}
        disabled={disabled}
        spellCheck={false}
        rows={Math.min(10, Math.max(2, written.split("\n").length))}
        value={draft ?? written}
        onChange={(event) => type(event.target.value)}
        onBlur={() => {
          if (problem === undefined) setDraft(undefined);
          workbench.editor.seal();
        }}
      />
      {problem !== undefined && <p className="field-error">{problem}</p>}
    </>
  );
}

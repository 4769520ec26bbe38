import { useState, type ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import type { InputProps } from "./field-props.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

interface TypedProps extends InputProps {
  readonly unit: string | undefined;
  /** Undefined: the text is no such value. */
  readonly read: (text: string) => unknown;
  readonly write: (value: unknown) => string;
}

/**
 * A text field over a typed value. What is typed is kept as typed: a text that is no such value goes into the document as it is, so
 * that it is there after the focus has left, in the list of problems, and in a shared job. An empty field unsets the value. [UI106]
 */
export function TypedInput({ id, describedBy, field, value, onChange, disabled, unit, read, write, diagnostics }: TypedProps): ReactNode {
  const workbench = useWorkbench();
  const textOf = (held: unknown): string => (held === undefined ? "" : typeof held === "string" ? held : write(held));
  const written = textOf(value);
  const [draft, setDraft] = useState<string>();
  const unsets = field.optional || field.widget !== "text";
  const valueOf = (text: string): unknown => (text === "" && unsets ? undefined : (read(text) ?? text));
  // A change from elsewhere, an undo say, wins over what was typed.
  const shown = draft !== undefined && textOf(valueOf(draft)) === written ? draft : written;
  const meant = field.widget === "duration" && typeof value === "number" && shown !== written ? `= ${written}` : undefined;
  const type = (text: string): void => {
    setDraft(text);
    onChange(valueOf(text));
  };
  return (
    <span className="text-field">
      <input
        id={id}
        type="text"
        inputMode={field.widget === "number" ? "decimal" : "text"}
        aria-describedby={describedBy}
        aria-invalid={diagnostics.some(({ severity }) => severity === "error")}
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
      {(meant ?? unit) !== undefined && <span className="field-unit">{meant ?? unit}</span>}
    </span>
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

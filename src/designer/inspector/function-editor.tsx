import { useRef, type KeyboardEvent, type ReactNode } from "react";
import { formatLogicalType } from "../../stream/logical-type-text.ts";
import { useText } from "../i18n/use-text.ts";
import { rowsOf, type InputProps } from "./field-props.ts";
import { useFunctionForm } from "./function-form.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

type FunctionEditorProps = Pick<
  InputProps,
  "id" | "describedBy" | "field" | "value" | "onChange" | "diagnostics" | "inputs" | "disabled"
>;

/** JavaScript of a user function: line numbers, the lines with problems marked, what the parameters hold underneath. */
export function FunctionEditor({
  id,
  describedBy,
  field,
  value,
  onChange,
  diagnostics,
  inputs,
  disabled,
}: FunctionEditorProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("inspector");
  const gutter = useRef<HTMLDivElement>(null);
  const source = typeof value === "string" ? value : "";
  const lines = source.split("\n");
  const bad = new Set(diagnostics.map(({ line }) => line));
  const signature = field.meta?.function;
  const form = useFunctionForm(source);
  return (
    <div className="function-editor">
      {signature && (
        <p className="function-signature">
          <code>
            ({signature.parameters.join(", ")}) =&gt;{form === "body" && " {"}
          </code>
          {form !== undefined && <span>{t(`form.${form}${signature.result === "void" ? "Void" : ""}`)}</span>}
        </p>
      )}
      <div className="function-body text-field">
        <div ref={gutter} className="function-lines mono" aria-hidden="true">
          {lines.map((_, index) => (
            <span key={index} className={bad.has(index + 1) ? "is-bad" : undefined}>
              {index + 1}
            </span>
          ))}
        </div>
        <textarea
          id={id}
          className="mono"
          aria-describedby={describedBy}
          disabled={disabled}
          spellCheck={false}
          autoCapitalize="off"
          wrap="off"
          rows={Math.min(14, Math.max(3, lines.length + 1))}
          value={source}
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
          onKeyDown={indent}
          onBlur={() => workbench.editor.seal()}
        />
      </div>
      {rowsOf(signature?.rows ?? {}, inputs).map(({ parameters, schema }) => (
        <p key={parameters} className="field-help">
          <code>{parameters}</code>:{" "}
          <code>{schema.fields.map(({ name, type }) => `${name} ${formatLogicalType(type)}`).join(", ")}</code>
        </p>
      ))}
    </div>
  );
}

/** Enter keeps the indentation of its line. Tab leaves the field, as everywhere. */
function indent(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== "Enter" || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
  const area = event.currentTarget;
  const line = area.value.slice(0, area.selectionStart).split("\n").at(-1) ?? "";
  const space = /^\s*/.exec(line)?.[0] ?? "";
  if (space === "") return;
  event.preventDefault();
  area.setRangeText(`\n${space}`, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

import { useEffect, useRef, type ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import { useWorkbench } from "../workspace/workbench-context.ts";

/** Name of an operator, edited in place. Enter and leaving keep it, Escape does not. */
export function NameField({
  operator,
  name,
  left,
}: {
  readonly operator: string;
  readonly name: string;
  readonly left: number;
}): ReactNode {
  const workbench = useWorkbench();
  const t = useText("canvas");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const finish = (keep: boolean): void => {
    const value = input.current?.value.trim();
    if (keep && value !== undefined && value !== "" && value !== name) workbench.editor.edit({ kind: "rename", operator, name: value });
    workbench.modes.leave();
  };
  return (
    <input
      ref={input}
      className="node-name-field nodrag nopan"
      style={{ left, width: 196 - left }}
      aria-label={t("rename.label", { name })}
      defaultValue={name}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        event.stopPropagation();
        if (event.key !== "Enter" && event.key !== "Escape") return;
        finish(event.key === "Enter");
        workbench.canvas.control?.focus();
      }}
    />
  );
}

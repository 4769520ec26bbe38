import { useEffect, useRef, type CSSProperties, type ReactNode } from "react";
import { useText } from "../i18n/use-text.ts";
import { useWorkbench } from "./workbench-context.ts";

interface NameFieldProps {
  readonly operator: string;
  readonly name: string;
  readonly className: string;
  readonly style?: CSSProperties;
  /** The name is as it will be. `by`: where the focus goes then is for the one who pressed the key to say. */
  readonly onDone: (by: "key" | "blur") => void;
}

/** Name of an operator, edited in place. Enter and leaving keep it, Escape does not; a blank one is refused. [UI164] [UI168] */
export function NameField({ operator, name, className, style, onDone }: NameFieldProps): ReactNode {
  const workbench = useWorkbench();
  const t = useText("canvas");
  const shell = useText("shell");
  const input = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => input.current?.select(), []);
  const finish = (keep: boolean, by: "key" | "blur"): void => {
    if (isOver.current) return;
    isOver.current = true;
    const value = input.current?.value.trim();
    if (keep && value === "") workbench.dialogs.showToast(shell("nameKept", { name }), "refused");
    else if (keep && value !== undefined && value !== name) workbench.editor.edit({ kind: "rename", operator, name: value });
    onDone(by);
  };
  return (
    <input
      ref={input}
      className={className}
      style={style}
      aria-label={t("rename.label", { name })}
      defaultValue={name}
      spellCheck={false}
      onBlur={() => finish(true, "blur")}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        event.stopPropagation();
        if (event.key !== "Enter" && event.key !== "Escape") return;
        // What gets the focus by this key is not pressed by it.
        event.preventDefault();
        finish(event.key === "Enter", "key");
      }}
    />
  );
}

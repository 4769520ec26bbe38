import { useEffect, useState, type ReactNode } from "react";
import { runCommand } from "../commands/registry.ts";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { hideToast, useDialogs } from "../workspace/dialog-store.ts";

const lifeMs = 6000;

/** Something finished elsewhere. One at a time, 6 s, stays while the pointer or the focus is on it. */
export function Toast(): ReactNode {
  const t = useText("shell");
  const toast = useDialogs((state) => state.toast);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!toast || held) return undefined;
    const timer = setTimeout(() => hideToast(toast.id), lifeMs);
    return () => clearTimeout(timer);
  }, [toast, held]);
  if (!toast) return null;
  return (
    <div
      className="toast"
      role="status"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={toast.undo ? "undo" : "check"} size={14} />
      <span>{toast.message}</span>
      {toast.undo && (
        <button
          type="button"
          onClick={() => {
            runCommand("edit.undo");
            hideToast(toast.id);
          }}
        >
          {t("undo")}
        </button>
      )}
    </div>
  );
}

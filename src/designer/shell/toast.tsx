import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { useText } from "../i18n/use-text.ts";
import { type Toast as ToastMessage } from "../workspace/dialogs.ts";
import { useDialogs, useDocument, useWorkbench } from "../workspace/workbench-context.ts";

const lifeMs = 6000;

/** Something finished elsewhere. One at a time, 6 s, stays while the pointer or the focus is on it. */
export function Toast(): ReactNode {
  const toast = useDialogs((state) => state.toast);
  return toast ? <ToastCard key={toast.id} toast={toast} /> : null;
}

function ToastCard({ toast }: { readonly toast: ToastMessage }): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => workbench.dialogs.hideToast(toast.id), lifeMs);
    return () => clearTimeout(timer);
  }, [toast, held, workbench]);
  useOnNextEdit(() => toast.undo && workbench.dialogs.hideToast(toast.id));
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
            workbench.commands.run("edit.undo");
            workbench.dialogs.hideToast(toast.id);
          }}
        >
          {t("undo")}
        </button>
      )}
    </div>
  );
}

/** After another edit an offer to undo would take back that one. */
function useOnNextEdit(react: () => void): void {
  const document = useDocument((state) => state.document);
  const [present] = useState(document);
  const reactNow = useEffectEvent(react);
  useEffect(() => {
    if (document !== present) reactNow();
  }, [document, present]);
}

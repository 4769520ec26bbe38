import { useEffect, useEffectEvent, useState, type ReactNode } from "react";
import { Icon } from "../glyph/icon.tsx";
import { currentLanguage } from "../i18n/language.ts";
import { useText } from "../i18n/use-text.ts";
import type { ToastMessage } from "../workspace/dialogs.ts";
import { useDialogs, useDocument, useWorkbench } from "../workspace/workbench-context.ts";

const lifeMs: Readonly<Record<ToastMessage["outcome"], number>> = { done: 6_000, undoable: 6_000, refused: 12_000 };
const icons = { done: "check", undoable: "undo", refused: "kill" } as const;

/** What came of an action. One at a time, stays while the pointer or the focus is on it; a refusal looks and is read out as one. [UI42] */
export function Toast(): ReactNode {
  const toast = useDialogs((state) => state.toast);
  return toast ? <ToastCard key={toast.id} toast={toast} /> : null;
}

function ToastCard({ toast }: { readonly toast: ToastMessage }): ReactNode {
  const workbench = useWorkbench();
  const t = useText("shell");
  const [held, setHeld] = useState(false);
  const canUndo = toast.outcome === "undoable";
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => workbench.dialogs.hideToast(toast.id), lifeMs[toast.outcome]);
    return () => clearTimeout(timer);
  }, [toast, held, workbench]);
  // It was said in the language it was done in.
  const language = currentLanguage();
  const [saidIn] = useState(language);
  useEffect(() => {
    if (language !== saidIn) workbench.dialogs.hideToast(toast.id);
  }, [language, saidIn, toast.id, workbench]);
  useOnNextEdit(() => canUndo && workbench.dialogs.hideToast(toast.id));
  return (
    <div
      className="toast"
      role={toast.outcome === "refused" ? "alert" : "status"}
      data-outcome={toast.outcome}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={icons[toast.outcome]} size={14} />
      <span>{toast.message}</span>
      {canUndo && (
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

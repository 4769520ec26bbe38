import { Suspense, useEffect, useRef, type ReactNode } from "react";
import { loadLateMessages } from "../i18n/language.ts";
import { focusFirst } from "./focus-first.ts";
import { lazyView } from "../workspace/lazy-view.tsx";
import { ViewBoundary } from "../workspace/view-boundary.tsx";
import { useDialogs, useWorkbench } from "../workspace/workbench-context.ts";

const DialogBody = lazyView(async () => {
  const [{ DialogBody: body }] = await Promise.all([import("./dialog-body.tsx"), loadLateMessages()]);
  return body;
});

/** The one dialog there may be. The browser's own modal: it keeps the focus inside and gives it back. Bodies are loaded late. */
export function ModalDialog(): ReactNode {
  const workbench = useWorkbench();
  const dialog = useDialogs((state) => state.dialog);
  const opened = useDialogs((state) => state.opened);
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog) return;
    element.current?.showModal();
    // A body that was loaded before is there already, and wants another first focus than the browser gives: one that takes what is typed.
    if (element.current?.childElementCount) focusFirst(element.current);
  }, [dialog]);
  if (!dialog) return null;
  return (
    <dialog
      key={dialog.kind}
      ref={element}
      className={`dialog is-${dialog.kind}`}
      aria-labelledby="dialog-title"
      onClose={() => {
        // The browser tells late: by then another dialog of the kind may stand here.
        if (!element.current?.open) workbench.dialogs.close();
      }}
      onPointerDown={(event) => {
        if (event.target === element.current) workbench.dialogs.close();
      }}
    >
      <ViewBoundary view="dialog">
        <Suspense>
          <DialogBody key={opened} dialog={dialog} />
        </Suspense>
      </ViewBoundary>
    </dialog>
  );
}

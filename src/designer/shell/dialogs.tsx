import { Suspense, useEffect, useRef, type ReactNode } from "react";
import { closeDialog, useDialogs } from "../workspace/dialog-store.ts";
import { lazyView } from "./lazy-view.tsx";
import { ViewBoundary } from "./view-boundary.tsx";

const DialogBody = lazyView(() => import("./dialog-body.tsx").then(({ DialogBody: body }) => body));

/** The one dialog there may be. The browser's own modal: it keeps the focus inside and gives it back. Bodies are loaded late. */
export function Dialogs(): ReactNode {
  const dialog = useDialogs((state) => state.dialog);
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (dialog) element.current?.showModal();
  }, [dialog]);
  if (!dialog) return null;
  return (
    <dialog
      key={dialog.kind}
      ref={element}
      className={`dialog is-${dialog.kind}`}
      aria-labelledby="dialog-title"
      onClose={closeDialog}
      onPointerDown={(event) => {
        if (event.target === element.current) closeDialog();
      }}
    >
      <ViewBoundary view="dialog">
        <Suspense>
          <DialogBody dialog={dialog} />
        </Suspense>
      </ViewBoundary>
    </dialog>
  );
}

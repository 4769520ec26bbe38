import { useEffect, useRef, type ReactNode } from "react";
import { closeDialog, useDialogs, type Dialog } from "../workspace/dialog-store.ts";
import { CommandPalette } from "./command-palette.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { OpenDialog, VersionsDialog } from "./jobs-dialog.tsx";
import { ShareDialog } from "./share-dialog.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";

/** The one dialog there may be. The browser's own modal: it keeps the focus inside and gives it back. */
export function Dialogs(): ReactNode {
  const dialog = useDialogs((state) => state.dialog);
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (dialog) element.current?.showModal();
  }, [dialog]);
  if (!dialog) return null;
  return (
    <dialog
      ref={element}
      className={`dialog is-${dialog.kind}`}
      aria-labelledby="dialog-title"
      onClose={closeDialog}
      onPointerDown={(event) => {
        if (event.target === element.current) closeDialog();
      }}
    >
      {bodyOf(dialog)}
    </dialog>
  );
}

function bodyOf(dialog: Dialog): ReactNode {
  switch (dialog.kind) {
    case "commands":
      return <CommandPalette query={dialog.query} />;
    case "shortcuts":
      return <ShortcutsDialog />;
    case "share":
      return <ShareDialog />;
    case "versions":
      return <VersionsDialog />;
    case "open":
      return <OpenDialog />;
    case "import":
      return <ImportDialog name={dialog.name} report={dialog.report} />;
  }
}

import { useEffect, type ReactNode } from "react";
import type { Dialog } from "../workspace/dialogs.ts";
import { focusFirst } from "./focus-first.ts";
import { CommandPalette } from "./command-palette.tsx";
import { ExamplesDialog } from "./example-gallery.tsx";
import { FileDialog } from "./file-dialog.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { OpenDialog } from "./jobs-dialog.tsx";
import { LicencesDialog } from "./licences-dialog.tsx";
import { NotShownDialog } from "./not-shown-dialog.tsx";
import { RunQuestionDialog } from "./run-question-dialog.tsx";
import { ShareDialog } from "./share-dialog.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { VersionsDialog } from "./versions-dialog.tsx";

/** What stands in the dialog. It comes late, so it takes the focus that the dialog was opened with. */
export function DialogBody({ dialog }: { readonly dialog: Dialog }): ReactNode {
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLDialogElement) focusFirst(activeElement);
  }, []);
  return bodyOf(dialog);
}

function bodyOf(dialog: Dialog): ReactNode {
  switch (dialog.kind) {
    case "commands":
      return <CommandPalette query={dialog.query} />;
    case "shortcuts":
      return <ShortcutsDialog />;
    case "licences":
      return <LicencesDialog />;
    case "share":
      return <ShareDialog />;
    case "versions":
      return <VersionsDialog />;
    case "open":
      return <OpenDialog />;
    case "examples":
      return <ExamplesDialog />;
    case "notShown":
      return <NotShownDialog openings={dialog.openings} />;
    case "import":
      return <ImportDialog name={dialog.name} report={dialog.report} />;
    case "file":
      return <FileDialog {...dialog} />;
    case "question":
      return <RunQuestionDialog question={dialog.question} answer={dialog.answer} />;
  }
}

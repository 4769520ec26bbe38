import type { JobDocument } from "../../graph/job-document.ts";
import type { DocumentOrigin, Trust } from "../document/editor.ts";
import { emptyDocument } from "../document/empty-document.ts";
import { translated, type Example } from "../examples/example.ts";
import { text } from "../i18n/language.ts";
import { isNarrow } from "../workspace/narrow-window.ts";
import { nothingSelected } from "../workspace/workspace.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** A fresh key for a document in storage. */
export function createDocumentId(): string {
  return crypto.randomUUID();
}

/** Opens a document in place of the present one, which stays among the saved ones. */
export async function replaceDocument(
  workbench: Workbench,
  document: JobDocument,
  origin: DocumentOrigin,
  { trust, id = createDocumentId() }: { readonly trust: Trust; readonly id?: string },
): Promise<void> {
  if (workbench.editor.document.operators.length > 0) {
    try {
      await savePresent(workbench);
    } catch (error) {
      sayNotSaved(workbench, error);
      return;
    }
  }
  if (origin === "own") workbench.opening.begin({ kind: "draft", id, name: document.name });
  workbench.editor.open(document, origin, id, trust);
  workbench.workspace.set({
    selection: nothingSelected,
    firstRun: false,
    copyOf: undefined,
    view: "logical",
  });
  workbench.dialogs.close();
  requestAnimationFrame(() => workbench.canvas.control?.fit());
}

/** Where another tab had gone on with the document, what was edited here is a copy by then, and that is saved. */
async function savePresent({ editor, writer }: Workbench): Promise<void> {
  const { id } = editor.state;
  await writer?.save();
  if (editor.state.id !== id) await writer?.save();
}

export function openExample(workbench: Workbench, example: Example): void {
  void replaceDocument(workbench, translated(example), "example", { trust: "own", id: `example-${example.id}` });
}

export function openNewJob(workbench: Workbench): void {
  void replaceDocument(workbench, emptyDocument(text("shell", "untitled")), "own", { trust: "own" }).then(() => {
    workbench.workspace.set(({ dock, inspector }) => ({
      dock: { ...dock, open: !isNarrow(), tab: "palette" },
      inspector: { ...inspector, open: window.innerWidth >= 1360 },
    }));
  });
}

/** Keeps the present state as a version by name. */
export async function saveVersion(workbench: Workbench, name: string | undefined): Promise<void> {
  try {
    await workbench.drafts?.addVersion(workbench.editor.state, name);
    if (workbench.drafts) workbench.dialogs.showToast(text("shell", "versionSaved"));
    else workbench.dialogs.showToast(text("shell", "noStorage"), "refused");
  } catch (error) {
    sayNotSaved(workbench, error);
  }
}

export function sayNotSaved(workbench: Workbench, error: unknown): void {
  workbench.dialogs.showToast(text("shell", "notSaved", { reason: error instanceof Error ? error.message : String(error) }), "refused");
}

import type { JobDocument } from "../../graph/job-document.ts";
import { documentStore, openDocument, type DocumentOrigin, type Trust } from "../document/document-store.ts";
import type { Drafts } from "../document/drafts.ts";
import { emptyDocument } from "../document/empty-document.ts";
import { openingBegins } from "../document/opening.ts";
import { translated, type Example } from "../examples/example.ts";
import { text } from "../i18n/language.ts";
import { canvasControl } from "../workspace/canvas-control.ts";
import { closeDialog, showToast } from "../workspace/dialog-store.ts";
import { isNarrow } from "../workspace/narrow-window.ts";
import { announce, nothingSelected, workspaceStore } from "../workspace/workspace-store.ts";

let drafts: Drafts | undefined;

/** Gives the file commands the browser's storage. Without it (private windows of some browsers) nothing is kept, and that is said. */
export function installDrafts(storage: Drafts): void {
  drafts = storage;
}

export function draftStorage(): Drafts | undefined {
  return drafts;
}

/** A fresh key for a document in storage. */
export function newDocumentId(): string {
  return crypto.randomUUID();
}

/** Opens a document in place of the present one, which stays among the saved ones. */
export async function replaceDocument(
  document: JobDocument,
  origin: DocumentOrigin,
  { trust, id = newDocumentId() }: { readonly trust: Trust; readonly id?: string },
): Promise<void> {
  const present = documentStore.getState();
  if (present.origin === "own" && present.document.operators.length > 0) {
    try {
      await drafts?.save(present);
    } catch (error) {
      sayNotSaved(error);
      return;
    }
  }
  if (origin === "own") openingBegins({ kind: "draft", id, name: document.name });
  openDocument(document, origin, id, trust);
  workspaceStore.setState({
    selection: nothingSelected,
    firstRun: false,
    readOnly: origin === "link",
    view: "logical",
  });
  closeDialog();
  requestAnimationFrame(() => canvasControl()?.fit());
}

export function openExample(example: Example): void {
  void replaceDocument(translated(example), "example", { trust: "own", id: `example-${example.id}` });
}

export function newJob(): void {
  void replaceDocument(emptyDocument(text("shell", "untitled")), "own", { trust: "own" }).then(() => {
    workspaceStore.setState(({ dock, inspector }) => ({
      dock: { ...dock, open: !isNarrow(), tab: "palette" },
      inspector: { ...inspector, open: window.innerWidth >= 1360 },
    }));
  });
}

/** Keeps the present state as a version by name. */
export async function saveVersion(name: string | undefined): Promise<void> {
  try {
    await drafts?.addVersion(documentStore.getState(), name);
    showToast(text("shell", drafts ? "versionSaved" : "noStorage"));
  } catch (error) {
    sayNotSaved(error);
  }
}

export function sayNotSaved(error: unknown): void {
  announce(text("shell", "notSaved", { reason: error instanceof Error ? error.message : String(error) }));
}

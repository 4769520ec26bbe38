import { diagnosticTextOnce } from "../analysis/diagnostic-text.ts";
import { readPaste } from "../analysis/read-document.ts";
import { copyFragment, pasteChange, type Fragment } from "../document/clipboard.ts";
import type { DocumentChange } from "../document/document-change.ts";
import { currentDocument, edit, takeFromElsewhere } from "../document/document-store.ts";
import { healAndRemove } from "../document/edit-changes.ts";
import { text } from "../i18n/language.ts";
import { canvasControl } from "../workspace/canvas-control.ts";
import { rememberCopied, wasCopiedHere } from "../workspace/copied-here.ts";
import { showToast } from "../workspace/dialog-store.ts";
import { announce, nothingSelected, select, workspaceStore } from "../workspace/workspace-store.ts";

/** What the selection copies to, as text for the system's clipboard. */
export function selectionAsText(): string | undefined {
  const { selection } = workspaceStore.getState();
  if (selection.operators.length + selection.notes.length === 0) return undefined;
  const copied = JSON.stringify(copyFragment(currentDocument(), selection), null, 2);
  rememberCopied(copied);
  return copied;
}

export function copySelection(): void {
  const fragment = selectionAsText();
  if (fragment !== undefined) void navigator.clipboard.writeText(fragment);
}

export function cutSelection(): void {
  copySelection();
  deleteSelection();
}

/**
 * Pastes a fragment or a whole job where the pointer is; what was not copied from a job of this browser makes the document a stranger's.
 * Other text is not ours to judge: it says so. [UI50]
 */
export async function pasteText(pasted: string): Promise<void> {
  const at = canvasControl()?.pointer() ?? { x: 0, y: 0 };
  const read = await readPaste(pasted);
  if (read === undefined) return showToast(text("commands", "pasteNotAJob"));
  if ("problem" in read) return showToast(await diagnosticTextOnce(read.problem));
  const isForeign = read.fragment.operators.length > 0 && !wasCopiedHere(pasted);
  pasteFragment(read.fragment, at);
  if (!isForeign) return;
  takeFromElsewhere();
  showToast(text("trust", "pasted"), true);
}

export function duplicateSelection(): void {
  const { selection } = workspaceStore.getState();
  const document = currentDocument();
  const fragment = copyFragment(document, selection);
  const points = [...Object.values(fragment.positions), ...fragment.notes];
  if (points.length === 0) return;
  pasteFragment(fragment, {
    x: Math.min(...points.map(({ x }) => x)) + 24,
    y: Math.max(...points.map(({ y }) => y)) + 120,
  });
}

function pasteFragment(fragment: Fragment, at: { readonly x: number; readonly y: number }): void {
  const change = pasteChange(currentDocument(), fragment, { x: Math.round(at.x / 8) * 8, y: Math.round(at.y / 8) * 8 });
  const before = currentDocument();
  edit(change);
  if (change.kind !== "addParts" || currentDocument() === before) return;
  select({
    operators: change.parts.operators.map(({ value }) => value.id),
    notes: change.parts.notes.map(({ value }) => value.id),
  });
  announce(text("commands", "pasted", { count: change.parts.operators.length }));
}

/** Deletes what is selected and offers to take it back. */
export function deleteSelection(): void {
  const { operators, edges, notes } = workspaceStore.getState().selection;
  remove({ kind: "removeParts", operators, edges, notes });
}

/** Deletes operators and joins their neighbours where that is unambiguous. */
export function healSelection(): void {
  const { operators, edges, notes } = workspaceStore.getState().selection;
  const [operator] = operators;
  if (operator !== undefined && operators.length === 1) remove(healAndRemove(currentDocument(), operator));
  else remove({ kind: "removeParts", operators, edges, notes });
}

function remove(change: DocumentChange): void {
  const before = currentDocument();
  edit(change);
  const after = currentDocument();
  select(nothingSelected);
  showToast(
    text("commands", "deleted", {
      operators: before.operators.length - after.operators.length,
      edges: before.edges.length - after.edges.length,
    }),
    true,
  );
}

/** Lays the graph out anew, in a worker; what it computed for an older document is thrown away. [UI18] */
export async function tidyLayout(): Promise<void> {
  const document = currentDocument();
  const { layOut } = await import("../canvas/tidy-layout.ts");
  const positions = await layOut(document);
  if (currentDocument() !== document || Object.keys(positions).length === 0) return;
  edit({ kind: "batch", name: "tidy", changes: [{ kind: "move", positions }] });
  canvasControl()?.fit();
  announce(text("commands", "tidied"));
}

export function tidy(): void {
  tidyLayout().catch((error: unknown) =>
    announce(text("commands", "tidyFailed", { reason: error instanceof Error ? error.message : String(error) })),
  );
}

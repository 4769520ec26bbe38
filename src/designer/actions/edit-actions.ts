import { diagnosticTextOnce } from "../analysis/diagnostic-text.ts";
import { copyFragment, pasteChange, type Fragment } from "../document/clipboard.ts";
import type { DocumentChange, DocumentParts, Position } from "../document/document-change.ts";
import { healAndRemove } from "../document/edit-changes.ts";
import { freeShift, snapped } from "../document/places.ts";
import { text } from "../i18n/language.ts";
import { rememberCopied, wasCopiedHere } from "../workspace/copied-here.ts";
import { nothingSelected } from "../workspace/workspace.ts";
import { writeClipboard } from "../workspace/write-clipboard.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** What the selection copies to, as text for the system's clipboard. */
export function selectionAsText(workbench: Workbench): string | undefined {
  const { selection } = workbench.workspace.state;
  if (selection.operators.length + selection.notes.length === 0) return undefined;
  const copied = JSON.stringify(copyFragment(workbench.editor.document, selection), null, 2);
  rememberCopied(workbench, copied);
  return copied;
}

/** False when there is nothing to copy, or the browser refuses it. */
export async function copySelection(workbench: Workbench): Promise<boolean> {
  const fragment = selectionAsText(workbench);
  return fragment !== undefined && writeClipboard(workbench, fragment);
}

/** What could not be copied stays. */
export async function cutSelection(workbench: Workbench): Promise<void> {
  if (await copySelection(workbench)) deleteSelection(workbench);
}

/**
 * Pastes a fragment or a whole job where the pointer is; what was not copied from a job of this browser makes the document a stranger's.
 * Other text is not ours to judge: it says so. [UI50]
 */
export async function pasteText(workbench: Workbench, pasted: string): Promise<void> {
  const at = workbench.canvas.control?.pointer() ?? { x: 0, y: 0 };
  const read = await workbench.reader.readPaste(pasted);
  if (read === undefined) return workbench.dialogs.showToast(text("commands", "pasteNotAJob"), "refused");
  if ("problem" in read) return workbench.dialogs.showToast(await diagnosticTextOnce(read.problem), "refused");
  const isForeign = read.fragment.operators.length > 0 && !wasCopiedHere(workbench, pasted);
  pasteFragment(workbench, read.fragment, at);
  if (!isForeign) return;
  workbench.editor.takeFromElsewhere();
  workbench.dialogs.showToast(text("trust", "pasted"), "undoable");
}

export function duplicateSelection(workbench: Workbench): void {
  const { selection } = workbench.workspace.state;
  const { document } = workbench.editor;
  const fragment = copyFragment(document, selection);
  const points = [...Object.values(fragment.positions), ...fragment.notes];
  if (points.length === 0) return;
  pasteFragment(workbench, fragment, {
    x: Math.min(...points.map(({ x }) => x)) + 24,
    y: Math.max(...points.map(({ y }) => y)) + 120,
  });
}

function pasteFragment(workbench: Workbench, fragment: Fragment, at: { readonly x: number; readonly y: number }): void {
  const before = workbench.editor.document;
  const corner = snapped(at);
  const asked = pasteChange(before, fragment, corner);
  const down = asked.kind === "addParts" ? freeShift(before, landing(asked.parts)) : 0;
  const change = down === 0 ? asked : pasteChange(before, fragment, { x: corner.x, y: corner.y + down });
  workbench.editor.edit(change);
  if (change.kind !== "addParts" || workbench.editor.document === before) return;
  workbench.workspace.select({
    operators: change.parts.operators.map(({ value }) => value.id),
    notes: change.parts.notes.map(({ value }) => value.id),
  });
  workbench.workspace.announce(text("commands", "pasted", { count: change.parts.operators.length }));
}

function landing({ positions, notes }: DocumentParts): { readonly operators: readonly Position[]; readonly notes: readonly Position[] } {
  return { operators: Object.values(positions), notes: notes.map(({ value }) => value) };
}

/** Deletes what is selected and offers to take it back. */
export function deleteSelection(workbench: Workbench): void {
  const { operators, edges, notes } = workbench.workspace.selection;
  remove(workbench, { kind: "removeParts", operators, edges, notes });
}

/** Deletes operators and joins their neighbours where that is unambiguous. */
export function healSelection(workbench: Workbench): void {
  const { operators, edges, notes } = workbench.workspace.selection;
  const [operator] = operators;
  if (operator !== undefined && operators.length === 1) remove(workbench, healAndRemove(workbench.editor.document, operator));
  else remove(workbench, { kind: "removeParts", operators, edges, notes });
}

function remove(workbench: Workbench, change: DocumentChange): void {
  const before = workbench.editor.document;
  workbench.editor.edit(change);
  const after = workbench.editor.document;
  workbench.workspace.select(nothingSelected);
  workbench.dialogs.showToast(
    text("commands", "deleted", {
      operators: before.operators.length - after.operators.length,
      edges: before.edges.length - after.edges.length,
    }),
    "undoable",
  );
}

/** Lays the graph out anew, in a worker; what it computed for an older document is thrown away. [UI18] */
export async function tidyLayout(workbench: Workbench): Promise<void> {
  const { document } = workbench.editor;
  const { layOut } = await import("../canvas/tidy-layout.ts");
  const positions = await layOut(document);
  if (workbench.editor.document !== document || Object.keys(positions).length === 0) return;
  workbench.editor.edit({ kind: "batch", name: "tidy", changes: [{ kind: "move", positions }] });
  workbench.canvas.control?.fit();
  workbench.workspace.announce(text("commands", "tidied"));
}

export function tidy(workbench: Workbench): void {
  tidyLayout(workbench).catch((error: unknown) =>
    workbench.workspace.announce(text("commands", "tidyFailed", { reason: error instanceof Error ? error.message : String(error) })),
  );
}

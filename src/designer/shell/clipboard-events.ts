import { pasteText, selectionAsText, deleteSelection } from "../actions/edit-actions.ts";
import { isAddressed } from "./addressed.ts";
import type { Workbench } from "../workspace/workbench.ts";

/**
 * The system's copy, cut and paste while no text is being edited. As events they need no permission, and other programs get
 * the same JSON.
 */
export function handleClipboardEvents(workbench: Workbench, root: HTMLElement): () => void {
  const inText = (event: Event): boolean =>
    event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable=true]") !== null;
  const textSelected = (): boolean => (getSelection()?.toString() ?? "") !== "";
  const copy = (event: ClipboardEvent): void => {
    if (inText(event) || textSelected() || !isAddressed(root)) return;
    const fragment = selectionAsText(workbench);
    if (fragment === undefined) return;
    event.clipboardData?.setData("text/plain", fragment);
    event.preventDefault();
    if (event.type === "cut" && !workbench.editor.isReadOnly) deleteSelection(workbench);
  };
  const paste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (inText(event) || pasted === "" || !isAddressed(root) || workbench.editor.isReadOnly) return;
    event.preventDefault();
    void pasteText(workbench, pasted);
  };
  const page = root.ownerDocument;
  page.addEventListener("copy", copy);
  page.addEventListener("cut", copy);
  page.addEventListener("paste", paste);
  return () => {
    page.removeEventListener("copy", copy);
    page.removeEventListener("cut", copy);
    page.removeEventListener("paste", paste);
  };
}

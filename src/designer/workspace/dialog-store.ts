import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Opening } from "../document/opening.ts";
import type { JobReport } from "../document/job-file.ts";

/** The one dialog or toast that stands over the frame. */
export type Dialog =
  | { readonly kind: "commands"; readonly query: string }
  | { readonly kind: "shortcuts" }
  | { readonly kind: "share" }
  | { readonly kind: "versions" }
  | { readonly kind: "open" }
  | { readonly kind: "notShown"; readonly openings: readonly Opening[] }
  | { readonly kind: "import"; readonly name: string; readonly report: JobReport };

/** Something that finished elsewhere; never an error. `undo` offers to take it back. */
export interface Toast {
  readonly id: number;
  readonly message: string;
  readonly undo: boolean;
}

interface DialogState {
  readonly dialog: Dialog | undefined;
  readonly toast: Toast | undefined;
}

const dialogStore = createStore<DialogState>(() => ({ dialog: undefined, toast: undefined }));

export function useDialogs<Value>(select: (state: DialogState) => Value): Value {
  return useStore(dialogStore, select);
}

export function openDialog(dialog: Dialog): void {
  dialogStore.setState({ dialog });
}

export function closeDialog(): void {
  dialogStore.setState({ dialog: undefined });
}

let toasts = 0;

export function showToast(message: string, undo = false): void {
  dialogStore.setState({ toast: { id: ++toasts, message, undo } });
}

export function hideToast(id: number): void {
  if (dialogStore.getState().toast?.id === id) dialogStore.setState({ toast: undefined });
}

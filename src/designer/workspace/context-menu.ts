import { createStore, type StoreApi } from "zustand/vanilla";
import type { ChannelIndex, TaskIndex } from "../../stream/indices.ts";

/** What is drawn and can be asked about: of the document by its ids, of the run by the indices of its topology and its log. */
export type MenuSubject =
  | { readonly kind: "operator" | "edge" | "note" | "sink"; readonly id: string }
  /** Nothing in particular: the paper of the drawing, or of the picture of the run. */
  | { readonly kind: "canvas" | "picture" }
  | { readonly kind: "subtask"; readonly subtask: TaskIndex }
  | { readonly kind: "channel"; readonly channel: ChannelIndex }
  /** Event that sent or read the record. */
  | { readonly kind: "record"; readonly seq: number; readonly subtask?: TaskIndex | undefined }
  | { readonly kind: "checkpoint"; readonly id: number }
  /** An event of the log, where that is not about a record under way. */
  | { readonly kind: "event"; readonly seq: number };

export interface OpenMenu {
  readonly subject: MenuSubject;
  readonly x: number;
  readonly y: number;
  /** Tells one menu from the next. */
  readonly number: number;
}

/** As much of an event as says where the menu is to stand. */
interface Pressed {
  readonly clientX: number;
  readonly clientY: number;
  preventDefault(): void;
  stopPropagation(): void;
}

/** The menu of what was pressed with the right button, or has the focus: at most one stands open. [UI125] */
export class ContextMenus {
  readonly store: StoreApi<{ readonly open: OpenMenu | undefined }> = createStore<{ readonly open: OpenMenu | undefined }>(() => ({
    open: undefined,
  }));
  #shown = 0;

  /** In place of the browser's own menu. */
  show(event: Pressed, subject: MenuSubject): void {
    event.preventDefault();
    event.stopPropagation();
    this.showAt({ x: event.clientX, y: event.clientY }, subject);
  }

  showAt({ x, y }: { readonly x: number; readonly y: number }, subject: MenuSubject): void {
    this.store.setState({ open: { subject, x, y, number: ++this.#shown } });
  }

  close(): void {
    this.store.setState({ open: undefined });
  }
}

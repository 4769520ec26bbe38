import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { StopPlace } from "../../observe/stop-condition.ts";

export type TransportMenu = "until" | "breakpoints" | "fault";

/** What stands open of the transport: a key opens it as well as a press. */
export interface TransportState {
  readonly menu: TransportMenu | undefined;
  /** A condition is being written: for a breakpoint, or to run until. */
  readonly dialog: { readonly purpose: "breakpoint" | "until"; readonly place: StopPlace | undefined } | undefined;
}

export const transportStore = createStore<TransportState>(() => ({ menu: undefined, dialog: undefined }));

export function useTransport<Value>(select: (state: TransportState) => Value): Value {
  return useStore(transportStore, select);
}

export function openMenu(menu: TransportMenu, open = true): void {
  transportStore.setState({ menu: open ? menu : undefined });
}

export function writeCondition(purpose: "breakpoint" | "until", place: StopPlace | undefined): void {
  transportStore.setState({ menu: undefined, dialog: { purpose, place } });
}

export function closeCondition(): void {
  transportStore.setState({ dialog: undefined });
}

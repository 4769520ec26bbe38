import { createStore, type StoreApi } from "zustand/vanilla";
import type { StopPlace } from "../../observe/stop-condition.ts";

export type TransportMenu = "until" | "breakpoints" | "fault" | "pace";

/** What stands open of the transport: a key opens it as well as a press. */
export interface TransportState {
  readonly menu: TransportMenu | undefined;
  /** A condition is being written: for a breakpoint, or to run until. */
  readonly dialog: { readonly purpose: "breakpoint" | "until"; readonly place: StopPlace | undefined } | undefined;
}

export class TransportMenus {
  readonly store: StoreApi<TransportState> = createStore<TransportState>(() => ({ menu: undefined, dialog: undefined }));

  openMenu(menu: TransportMenu, open = true): void {
    // One that closes because another one opens does not close that one.
    if (open || this.store.getState().menu === menu) this.store.setState({ menu: open ? menu : undefined });
  }

  writeCondition(purpose: "breakpoint" | "until", place: StopPlace | undefined): void {
    this.store.setState({ menu: undefined, dialog: { purpose, place } });
  }

  closeCondition(): void {
    this.store.setState({ dialog: undefined });
  }
}

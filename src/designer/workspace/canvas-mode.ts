import { createStore, type StoreApi } from "zustand/vanilla";
import type { Position } from "../document/document-change.ts";
import type { PortRef } from "../document/edit-changes.ts";
import type { Verdict } from "../analysis/connection.ts";

/** A port that an edge could end at, as judged when the connection began. */
export interface JudgedTarget {
  readonly port: PortRef;
  readonly verdict: Verdict;
  /** 1, 2, ... for allowed targets: what to type in connect mode. */
  readonly number: number | undefined;
}

/** What a picked operator is joined to. */
export type PickedJoin = { readonly after: PortRef } | { readonly edge: string };

/** What the canvas is in the middle of. At most one thing. */
export type CanvasMode =
  | { readonly kind: "idle" }
  /** `sticky`: begun by a click or the keyboard, so it ends with a click or a key, not with the release of the button. */
  | {
      readonly kind: "connecting";
      readonly from: PortRef;
      readonly targets: readonly JudgedTarget[];
      readonly sticky: boolean;
      readonly numbered: boolean;
      readonly current: number;
    }
  /** `at`: the place in the drawing that the pointer is over. */
  | { readonly kind: "placing"; readonly type: string; readonly dragging: boolean; readonly at?: Position | undefined }
  /** An operator is picked for a place in the drawing: behind an output, or on an edge. */
  | { readonly kind: "picking"; readonly joins: PickedJoin; readonly at: Position }
  /** An edge is chosen for a key. `dragging`: it is the one that the button is let go over. */
  | { readonly kind: "choosingEdge"; readonly edges: readonly string[]; readonly current: number; readonly dragging: boolean }
  | { readonly kind: "renaming"; readonly operator: string }
  | { readonly kind: "writing"; readonly note: string };

const idle: CanvasMode = { kind: "idle" };

export class CanvasModes {
  readonly store: StoreApi<{ readonly mode: CanvasMode }> = createStore<{ readonly mode: CanvasMode }>(() => ({ mode: idle }));

  get mode(): CanvasMode {
    return this.store.getState().mode;
  }

  enter(mode: CanvasMode): void {
    this.store.setState({ mode });
  }

  leave(): void {
    if (this.mode.kind !== "idle") this.store.setState({ mode: idle });
  }
}

export function samePort(a: PortRef, b: PortRef): boolean {
  return a.operator === b.operator && a.port === b.port;
}

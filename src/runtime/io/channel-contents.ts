import type { ControlElement } from "../../stream/control-element.ts";

export type ElementKind = "record" | ControlElement["kind"];

/** Control element with its place among the records; places and counts are 32 bit and wrap. */
export interface PlacedKind {
  readonly kind: ControlElement["kind"];
  readonly position: number;
}

/** Kinds of the elements between `taken` and `sent` records, head first. */
export function contentsOf(lanes: {
  readonly taken: number;
  readonly sent: number;
  readonly controls: readonly PlacedKind[];
}): readonly ElementKind[] {
  const kinds: ElementKind[] = [];
  let at = lanes.taken;
  const recordsUntil = (position: number): void => {
    for (let rest = (position - at) | 0; rest > 0; rest--) kinds.push("record");
    at = position;
  };
  for (const { kind, position } of lanes.controls) {
    recordsUntil(position);
    kinds.push(kind);
  }
  recordsUntil(lanes.sent);
  return kinds;
}

import type { ControlElement } from "../../stream/control-element.ts";

/** An element in a channel: a record as bytes of the channel's codec, or a control element. Plain data. */
export type ChannelElement =
  | { readonly bytes: Uint8Array; readonly control?: undefined }
  | { readonly bytes?: undefined; readonly control: ControlElement };

export type ElementKind = "record" | ControlElement["kind"];

/** Control element with the number of records that were written to the channel before it. */
export interface PlacedControl {
  readonly element: ControlElement;
  readonly position: number;
}

/** Kind of a control element with its place among the records; places and counts are 32 bit and wrap. */
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

/**
 * Records and control elements in the order of their channel, as far as the records are there; `first` = number of records in front of
 * them.
 */
export function inOrder(
  records: readonly Uint8Array[],
  first: number,
  controls: readonly PlacedControl[],
): readonly ChannelElement[] {
  const elements: ChannelElement[] = [];
  let next = 0;
  const recordsUntil = (end: number): void => {
    for (const bytes of records.slice(next, end)) elements.push({ bytes });
    next = Math.max(next, end);
  };
  for (const { element: control, position } of controls) {
    const end = (position - first) | 0;
    if (end > records.length) break;
    recordsUntil(end);
    elements.push({ control });
  }
  recordsUntil(records.length);
  return elements;
}

import type { ControlElement } from "../../stream/control-element.ts";

/** The part of a MessagePort that a channel needs. Messages arrive in order, each once. */
export interface Port {
  post(message: PortMessage, transfer: readonly ArrayBuffer[]): void;
  /** One listener. */
  onMessage(listener: (message: PortMessage) => void): void;
  close(): void;
}

/** Control element with the number of records that were written to the channel before it. */
export interface PlacedControl {
  readonly element: ControlElement;
  readonly position: number;
}

export type PortMessage =
  /** Producer to consumer: `records` encoded records, one after the other. */
  | { readonly kind: "records"; readonly bytes: ArrayBuffer; readonly records: number }
  | { readonly kind: "control"; readonly control: PlacedControl }
  /** Consumer to producer: what it has taken since the channel was opened. */
  | { readonly kind: "credit"; readonly records: number; readonly bytes: number; readonly controls: number }
  | { readonly kind: "consumerClosed" };

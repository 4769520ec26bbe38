import type { PlacedControl } from "./channel-contents.ts";

/** The part of a MessagePort that a channel needs. Messages arrive in order, each once. */
export interface Port {
  post(message: PortMessage, transfer: readonly ArrayBuffer[]): void;
  /** One listener. */
  onMessage(listener: (message: PortMessage) => void): void;
  close(): void;
}

export type PortMessage =
  /** Producer to consumer: `records` encoded records, one after the other. */
  | { readonly kind: "records"; readonly bytes: ArrayBuffer; readonly records: number }
  | { readonly kind: "control"; readonly control: PlacedControl }
  /** Consumer to producer: what it has taken since the channel was opened. */
  | { readonly kind: "credit"; readonly records: number; readonly bytes: number; readonly controls: number }
  | { readonly kind: "consumerClosed" };

/** The records of a batch, one by one. */
export function recordsInBatch(batch: ArrayBufferLike): readonly Uint8Array[] {
  const lengths = new Int32Array(batch);
  const records: Uint8Array[] = [];
  for (let at = 0; at < batch.byteLength; at += lengths[at >> 2] ?? batch.byteLength) {
    records.push(new Uint8Array(batch.slice(at, at + (lengths[at >> 2] ?? 0))));
  }
  return records;
}

import type { TaskIndex } from "../stream/indices.ts";
import type { Fault } from "./job-client.ts";

type ArmedKind = "loseAcknowledge" | "delayAcknowledge" | "failSnapshot" | "slowSnapshot" | "crashBeforeCommit";
type ArmedFault = Extract<Fault, { readonly kind: ArmedKind }>;

/** Faults that wait for the next acknowledgement, snapshot or commit of their subtask, and strike once. */
export class ArmedFaults {
  readonly #armed: ArmedFault[] = [];

  arm(fault: ArmedFault): void {
    this.#armed.push(fault);
  }

  /** Takes the oldest fault of `kind` that waits for `subtask`. */
  take<Kind extends ArmedKind>(kind: Kind, subtask: TaskIndex): Extract<ArmedFault, { readonly kind: Kind }> | undefined {
    const place = this.#armed.findIndex((fault) => fault.kind === kind && fault.subtask === subtask);
    const [fault] = place < 0 ? [] : this.#armed.splice(place, 1);
    return fault as Extract<ArmedFault, { readonly kind: Kind }> | undefined;
  }

  clear(): void {
    this.#armed.length = 0;
  }
}

import type { Fault } from "../../control/job-client.ts";

type ControlFault = Extract<Fault, { readonly kind: "loseAcknowledge" | "delayAcknowledge" | "crashBeforeCommit" }>;

/** Faults that strike where messages pass the control plane, each once. */
export class ControlFaults {
  private readonly armed: ControlFault[] = [];

  arm(fault: ControlFault): void {
    this.armed.push(fault);
  }

  onAcknowledge(subtask: number): { readonly lost: boolean; readonly delayMs: number } {
    if (this.take("loseAcknowledge", subtask) !== undefined) return { lost: true, delayMs: 0 };
    const delay = this.take("delayAcknowledge", subtask);
    return { lost: false, delayMs: delay?.kind === "delayAcknowledge" ? delay.byMs : 0 };
  }

  crashesBeforeCommit(subtask: number): boolean {
    return this.take("crashBeforeCommit", subtask) !== undefined;
  }

  private take(kind: ControlFault["kind"], subtask: number): ControlFault | undefined {
    const place = this.armed.findIndex((fault) => fault.kind === kind && fault.subtask === subtask);
    return place < 0 ? undefined : this.armed.splice(place, 1)[0];
  }
}

import type { LogEvent } from "../../../observe/event.ts";

/** Waits, in the log of a job, for the checkpoint with which it is suspended: one that began after it was asked for. [CL17] */
export class FinalCheckpoint {
  readonly #onDone: (remark: string) => void;
  #newest = 0;
  #after: number | undefined;

  constructor(onDone: (remark: string) => void) {
    this.#onDone = onDone;
  }

  /** Waits from now on; false when it does already. */
  await(): boolean {
    if (this.#after !== undefined) return false;
    this.#after = this.#newest;
    return true;
  }

  see(events: readonly LogEvent[]): void {
    for (const { body } of events) {
      if (body.kind === "checkpointTriggered") this.#newest = Math.max(this.#newest, body.checkpointId);
      else if (body.kind === "checkpointCompleted" && this.#after !== undefined && body.checkpointId > this.#after) {
        return this.#onDone(`with checkpoint ${body.checkpointId}`);
      }
    }
  }
}

import type { TaskIndex } from "../stream/indices.ts";
import type { ControlContext } from "./control-context.ts";

/** Subtasks that start again together, once their attempts have ended and the delay is over. More may join them until then. */
export class PendingRestart {
  readonly subtasks = new Set<TaskIndex>();
  /** Sources start from their snapshot too. */
  global = false;
  #due = false;
  #cancelDelay = (): void => {};

  /** The delay is over. */
  get isDue(): boolean {
    return this.#due;
  }

  /** Begins the delay, anew when one was under way; `onDue` behind it. */
  delay(context: Pick<ControlContext, "now" | "schedule">, delayMs: number, onDue: () => void): void {
    this.#cancelDelay();
    this.#due = false;
    this.#cancelDelay = context.schedule(context.now() + delayMs, () => {
      this.#due = true;
      onDue();
    });
  }

  cancel(): void {
    this.#cancelDelay();
  }
}

import { engineMessage } from "../base/engine-messages.ts";
import { textLength } from "../observe/event.ts";
import { TaskLimitError } from "../runtime/task-failure.ts";
import type { LogEventBody } from "../observe/event.ts";

/** What one step of a task may tell its host: far beyond what its records bring along, unless a function makes more and more of one. */
const eventsMax = 1_000_000;
const charactersMax = 128 << 20;
const stagedBytesMax = 128 << 20;

/**
 * Counts what a task tells its host within one step: log events, lines of a print sink among them, and staged parts. Between steps the
 * host makes a task wait that tells too much; a function that emits without end never comes to the end of its step, so there it fails.
 * [HB33]
 */
export class StepAllowance {
  #events = 0;
  #characters = 0;
  #stagedBytes = 0;
  #failure: TaskLimitError | undefined;

  /** Characters of free text that were logged in this step. */
  get characters(): number {
    return this.#characters;
  }

  /** Throws when the event is one too many; it is not to be kept then. */
  event(event: LogEventBody): void {
    this.#events++;
    this.#characters += textLength(event);
    if (this.#events > eventsMax) this.#exceed(engineMessage("stepEvents", { limit: eventsMax.toLocaleString("en") }));
    if (this.#characters > charactersMax) this.#exceed(engineMessage("stepLines", { limit: charactersMax >> 20 }));
  }

  /** Throws when the part is one too many; it is not to be sent then. */
  staged(bytes: number): void {
    this.#stagedBytes += bytes;
    if (this.#stagedBytes > stagedBytesMax) this.#exceed(engineMessage("stepOutput", { limit: stagedBytesMax >> 20 }));
  }

  /** The step is over. Throws what a function has caught, if it has: what it told was not kept. */
  endStep(): void {
    const failure = this.#failure;
    this.#events = this.#characters = this.#stagedBytes = 0;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
  }

  #exceed(message: string): never {
    this.#failure ??= new TaskLimitError(message);
    throw this.#failure;
  }
}

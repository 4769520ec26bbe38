/** Counting walks over the whole state, so it waits until at least this part of the limit was written since. */
const writtenShare = 1 / 16;

/**
 * How much the keyed state and the timers of a task take, held to a limit. What is written is added up, as if nothing were ever replaced;
 * only when that could be too much is everything counted. So a write costs an addition, and the state is beyond the limit by a sixteenth
 * of it at most when the task fails. [HB34]
 */
export class StateMemory {
  readonly #limit: number;
  readonly #message: string;
  readonly #parts: (() => number)[] = [];
  #written = 0;
  #due: number;
  #failure: Error | undefined;

  /** `message`: what the author of the job reads whose state is beyond `limit` bytes. */
  constructor(limit: number, message = "") {
    this.#limit = limit;
    this.#message = message;
    this.#due = limit;
  }

  /** `count` gives the bytes that a part of the state takes now. */
  addPart(count: () => number): void {
    this.#parts.push(count);
  }

  /** So many bytes are about to be written. Throws when the state is too large; every later write throws then. */
  write(bytes: number): void {
    this.#written += bytes;
    if (this.#written > this.#due) this.#count();
  }

  /** Throws what a function has caught, if it has: the task fails whatever it made of it. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #count(): void {
    this.check();
    const kept = this.#parts.reduce((sum, count) => sum + count(), 0);
    if (kept > this.#limit) {
      this.#due = -Infinity;
      this.#failure = new Error(this.#message);
      throw this.#failure;
    }
    this.#written = 0;
    this.#due = Math.max(this.#limit - kept, this.#limit * writtenShare);
  }
}

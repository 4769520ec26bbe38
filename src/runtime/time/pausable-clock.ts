import type { Timestamp } from "../../stream/timestamp.ts";
import type { Clock } from "../environment.ts";

/**
 * Milliseconds that passed while nothing held the task up: the clock idleness is measured with (Flink's
 * PausableRelativeClock). `pause` and `resume` nest, since soft and hard back pressure overlap.
 */
export class PausableClock implements Clock {
  readonly #base: Clock;
  #pauses = 0;
  #pausedAt: Timestamp = 0;
  #pausedMs = 0;

  constructor(base: Clock) {
    this.#base = base;
  }

  now(): Timestamp {
    return (this.#pauses > 0 ? this.#pausedAt : this.#base.now()) - this.#pausedMs;
  }

  pause(): void {
    if (this.#pauses === 0) this.#pausedAt = this.#base.now();
    this.#pauses += 1;
  }

  resume(): void {
    if (this.#pauses === 0) return;
    this.#pauses -= 1;
    if (this.#pauses === 0) this.#pausedMs += this.#base.now() - this.#pausedAt;
  }
}

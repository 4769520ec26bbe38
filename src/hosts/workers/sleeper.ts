import { Doorbell } from "../../runtime/io/doorbell.ts";
import type { Sleeper } from "../drive-task.ts";

/** Longest sleep without a look around, in milliseconds: `setTimeout` does not take `Infinity`. */
const longestSleepMs = 60_000;

/**
 * Sleeper on a doorbell in shared memory. A sleep without a timer has no timeout either: the engine keeps one until it is due, though the
 * bell rang long before, and a task that sleeps ten thousand times a second would be busy with nothing but those a minute later.
 */
export function sharedSleeper(bell: Doorbell): Sleeper {
  return {
    arm: () => bell.arm(),
    disarm: () => bell.disarm(),
    sleep: (ticket, timeoutMs) => bell.waitAsync(ticket, timeoutMs),
  };
}

/** Sleeper of a worker without shared memory (or without `Atomics.waitAsync`): everything that rings arrives as a message. */
export class MessageSleeper implements Sleeper {
  #rings = 0;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rings++;
    this.#wake?.();
  }

  arm(): number {
    return this.#rings;
  }

  disarm(): void {}

  sleep(ticket: number, timeoutMs: number): Promise<void> | undefined {
    if (ticket !== this.#rings) return undefined;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), Math.min(timeoutMs, longestSleepMs));
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}

import type { WorkerKind } from "./worker-pool.ts";

/** Longest silence of a running task, in wall ms: with user functions (sandbox rule 6), and without, where it can only be slow. */
export const silenceMaxMs: Readonly<Record<WorkerKind, number>> = { functions: 2_000, plain: 20_000 };

/** A silent thread that got no time of the processor is waited for so many times as long. */
const patience = 10;

/**
 * What of `everyMs` counts as the silence of a thread that had `usedMs` of the processor meanwhile, where that is known. One that got
 * less than half of the time had none to speak in: the machine is busy. It counts a little in any case: one that waits for nothing is
 * ended, too.
 */
export function silenceOf(everyMs: number, usedMs: number | undefined): number {
  return usedMs === undefined ? everyMs : Math.min(everyMs, Math.max(everyMs / patience, 2 * usedMs));
}

/** After the doubt, a worker that only waits for its disk answers within this time; one that runs an endless function does not. */
const answerMs = 750;
/** A timer of our own that is later than this says that the machine is busy, not that the worker is silent. */
const lateMs = 400;

/** Waits for a worker's answer: asks after it when it takes long, and gives up when it does not answer that either. [HB7] */
export class Watchdog {
  readonly #ms: number;
  readonly #events: { onDoubt(): void; onSilence(): void };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ms: number, events: { onDoubt(): void; onSilence(): void }) {
    this.#ms = ms;
    this.#events = events;
    this.restart();
  }

  /** A sign of life came. */
  restart(): void {
    this.stop();
    this.#wait(this.#ms, () => {
      this.#wait(answerMs, () => this.#events.onSilence());
      this.#events.onDoubt();
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #wait(ms: number, then: () => void): void {
    const due = performance.now() + ms;
    this.#timer = setTimeout(() => (performance.now() - due > lateMs ? this.restart() : then()), ms);
  }
}

/** Signals by which a person, a terminal or a service asks for the end. */
export const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
export type StopSignal = (typeof stopSignals)[number];

/** Whoever sends a signal to a process and to its group (`timeout`, `npm`) sends it twice in one go: within this time they are one. */
const sameWishMs = 250;

/**
 * How often someone wanted a process to stop. One press of Ctrl-C comes from the terminal, which tells every process in front of it,
 * and again from the launcher (`tools/run.mjs`), which passes it on at any later time: what is passed on counts only where it comes
 * alone.
 */
export class StopWishes {
  readonly #own = new Map<StopSignal, { count: number; last: number }>();
  readonly #passedOn = new Set<StopSignal>();

  /** A signal that this process was sent, at a time in milliseconds. */
  sent(signal: StopSignal, now: number): void {
    const own = this.#own.get(signal);
    if (own === undefined) this.#own.set(signal, { count: 1, last: now });
    else if (now - own.last >= sameWishMs) Object.assign(own, { count: own.count + 1, last: now });
  }

  /** A signal that the launcher was sent. */
  passedOn(signal: StopSignal): void {
    this.#passedOn.add(signal);
  }

  get count(): number {
    const times = (signal: StopSignal): number => Math.max(this.#own.get(signal)?.count ?? 0, this.#passedOn.has(signal) ? 1 : 0);
    return stopSignals.reduce((sum, signal) => sum + times(signal), 0);
  }
}

/** Calls back for every wish to stop, numbered from 1, until the returned function is called. [CL15] */
export function onStopSignals(onWish: (wish: number, signal: StopSignal) => void): () => void {
  const wishes = new StopWishes();
  let told = 0;
  const tell = (signal: StopSignal): void => {
    if (wishes.count > told) onWish((told = wishes.count), signal);
  };
  const passedOn = (signal: unknown): void => {
    const known = stopSignals.find((each) => each === signal);
    if (known === undefined) return;
    wishes.passedOn(known);
    tell(known);
  };
  const hear = (signal: StopSignal): void => {
    wishes.sent(signal, performance.now());
    tell(signal);
  };
  const listeners = stopSignals.map((signal) => [signal, () => hear(signal)] as const);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  // The launcher is gone without a word: nobody could stop this process any more.
  const orphaned = (): void => passedOn("SIGTERM");
  process.on("disconnect", orphaned);
  process.on("message", passedOn);
  // From now on the launcher passes signals on as messages, which are none of the terminal's.
  process.send?.("hears signals", undefined, undefined, () => {});
  process.channel?.unref();
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
    process.off("disconnect", orphaned);
    process.off("message", passedOn);
  };
}

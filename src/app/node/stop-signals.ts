/** Signals by which a person, a terminal or a service asks for the end. */
export const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
export type StopSignal = (typeof stopSignals)[number];

/**
 * One press of Ctrl-C comes once from the terminal, which tells every process in front of it, and again from each launcher that passes
 * it on (npm, `tools/run.mjs`): within this time they are one. Two presses of a hurried person are further apart.
 */
const sameWishMs = 250;

/** Calls back for every wish to stop, numbered from 1, until the returned function is called. [CL15] */
export function onStopSignals(onWish: (wish: number, signal: StopSignal) => void): () => void {
  let wishes = 0;
  let last = -Infinity;
  const hear = (signal: StopSignal): void => {
    const now = performance.now();
    if (now - last < sameWishMs) return;
    last = now;
    wishes += 1;
    onWish(wishes, signal);
  };
  const listeners = stopSignals.map((signal) => [signal, () => hear(signal)] as const);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  // The launcher is gone without a word: nobody could stop this process any more.
  const orphaned = (): void => hear("SIGTERM");
  process.on("disconnect", orphaned);
  process.channel?.unref();
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
    process.off("disconnect", orphaned);
  };
}

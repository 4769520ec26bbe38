const inputs = ["pointermove", "pointerdown", "touchstart", "wheel", "keydown"] as const;

/**
 * Calls `then` once, at the first sign that a person is at the page: what is not needed to see it is loaded from then on, before it is
 * asked for. Returns the way to stop waiting.
 */
export function afterFirstInput(then: () => void): () => void {
  const stop = (): void => {
    for (const input of inputs) removeEventListener(input, heard, true);
  };
  const heard = (): void => {
    stop();
    then();
  };
  for (const input of inputs) addEventListener(input, heard, { capture: true, passive: true });
  return stop;
}

/** Resolves after what has already arrived at this thread was handled: a MessageChannel hop, because nested timers wait 4 ms. */
export function eventLoopYield(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(undefined);
    });
}

/** Epoch milliseconds with fractions, comparable between the threads of a page. */
export const epochNow = (): number => performance.timeOrigin + performance.now();

import { expect, test } from "../served.ts";
import { escapeAttempts } from "../../src/expression/testing/escapes.ts";
import { bundleEntry, openBarePage } from "./bundle-entry.ts";

test.use({ timezoneId: "America/New_York", locale: "de-DE" });

/** What each attempt won: a text, or null for nothing. One whose worker never began is an `error`. */
type Results = readonly { readonly won: string | null; readonly error: string | null }[];

/**
 * Runs in the page: all attempts against one kind of world, a few workers at a time. Twenty share a worker, one after the other, as long
 * as none wins; one that was won in, or that fell, is never used again.
 */
async function runAll({ text, attempts }: { text: string; attempts: readonly unknown[] }): Promise<Results> {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const late: Promise<void>[] = [];
  /** `onSlow`: it is silent, and may be for long. */
  const attemptIn = (worker: Worker, attempt: unknown, onSlow: () => void): Promise<Results[number]> =>
    new Promise((resolve) => {
      let begun = false;
      let slow: ReturnType<typeof setTimeout> | undefined;
      const end = (result: Results[number]): void => {
        clearTimeout(patience);
        clearTimeout(slow);
        resolve(result);
      };
      const fell = (how: string): void => end(begun ? { won: how, error: null } : { won: null, error: how });
      let patience = setTimeout(() => fell("silent for 20 s"), 20_000);
      worker.onerror = (event) => fell(`the worker died: ${event.message}`);
      worker.onmessage = ({ data }) => {
        if (data.kind === "report") end({ won: data.report.won ?? null, error: null });
        if (data.kind === "broken") fell(`the runtime broke: ${data.message}`);
        if (data.kind !== "begun") return;
        begun = true;
        clearTimeout(patience);
        patience = setTimeout(() => fell("the runtime no longer answers"), 8_000);
        slow = setTimeout(onSlow, 500);
      };
      worker.postMessage(attempt);
    });
  const results: Results[number][] = [];
  const queue = [...attempts.keys()];
  const lane = async (): Promise<void> => {
    while (queue.length > 0) {
      const worker = new Worker(url);
      let isLeft = false;
      let previous: number | undefined;
      for (let nth = 0; nth < 20; nth++) {
        const at = queue.shift();
        if (at === undefined) break;
        const result = await new Promise<Results[number] | undefined>((resolve) => {
          const ended = attemptIn(worker, attempts[at], () => resolve(undefined));
          late.push(ended.then((end) => void (results[at] = end)));
          void ended.then(resolve);
        });
        if (result === undefined) {
          // What comes of it is told when it comes; the others do not wait for it.
          isLeft = true;
          void late.at(-1)?.then(() => worker.terminate());
          break;
        }
        if (result.error !== null && previous !== undefined) {
          // What no longer begins was broken late, by the one before.
          results[previous] = { won: result.error, error: null };
          queue.unshift(at);
          break;
        }
        if (result.won !== null || result.error !== null) break;
        previous = at;
      }
      if (!isLeft) worker.terminate();
    }
  };
  await Promise.all([lane(), lane(), lane()]);
  await Promise.all(late);
  return results;
}

test("[SB10] no escape attempt wins in a Web Worker, and most of the unprotected ones do", async ({ page }) => {
  test.setTimeout(240_000);
  const [sandboxed, unprotected] = await Promise.all([
    bundleEntry("src/app/testing/escapes-sandboxed.ts"),
    bundleEntry("src/app/testing/escapes-unprotected.ts"),
  ]);
  await openBarePage(page, "");
  const named = (results: Results): Record<string, Results[number]> =>
    Object.fromEntries(escapeAttempts.map(({ family, name }, at) => [`${family}: ${name}`, results[at] ?? { won: null, error: "no answer" }]));

  const inside = named(await page.evaluate(runAll, { text: sandboxed, attempts: escapeAttempts }));
  expect(Object.entries(inside).filter(([, { won, error }]) => won !== null || error !== null)).toEqual([]);

  const outside = Object.values(named(await page.evaluate(runAll, { text: unprotected, attempts: escapeAttempts })));
  expect(outside.filter(({ error }) => error !== null)).toEqual([]);
  expect(outside.filter(({ won }) => won !== null).length).toBeGreaterThan(escapeAttempts.length * 0.6);
});

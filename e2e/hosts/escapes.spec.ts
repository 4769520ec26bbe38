import { expect, test } from "../served.ts";
import { escapeAttempts } from "../../src/expression/testing/escapes.ts";
import { bundleEntry, openBarePage } from "./bundle-entry.ts";

test.use({ timezoneId: "America/New_York", locale: "de-DE" });

/** What each attempt won in a worker of its own: a text, or null for nothing. A worker that never began is an `error`. */
type Results = readonly { readonly won: string | null; readonly error: string | null }[];

/** Runs in the page: all attempts against one kind of world, a few workers at a time. */
async function runAll({ text, attempts }: { text: string; attempts: readonly unknown[] }): Promise<Results> {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const attemptIn = (attempt: unknown): Promise<Results[number]> =>
    new Promise((resolve) => {
      const worker = new Worker(url);
      let begun = false;
      const end = (result: Results[number]): void => {
        clearTimeout(patience);
        worker.terminate();
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
      };
      worker.postMessage(attempt);
    });
  const results: Results[number][] = [];
  const lane = async (first: number): Promise<void> => {
    for (let at = first; at < attempts.length; at += 3) results[at] = await attemptIn(attempts[at]);
  };
  await Promise.all([lane(0), lane(1), lane(2)]);
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

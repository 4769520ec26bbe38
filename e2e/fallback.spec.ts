import { expect, test } from "./app.ts";
import { countedWords, expectedRows } from "./jobs.ts";

const rows = 30;

for (const mode of ["deterministic", "freeRunning"] as const) {
  test(`[HB3] a page that is not isolated runs the same job over message ports, with the same committed rows: ${mode}`, async ({ app, page }) => {
    // A host without the two headers, and no service worker that could add them.
    await page.route("**/*", async (route) => {
      const response = await route.fetch();
      const { "cross-origin-opener-policy": _opener, "cross-origin-embedder-policy": _embedder, ...headers } = response.headers();
      await route.fulfill({ response, headers });
    });
    await app.openJob(countedWords({ name: "anywhere", rows, intervalMs: 10, run: { mode, seed: 2 } }));
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await app.run();
    await app.finished();
    expect((await app.committedRows("table")).sort()).toEqual(expectedRows(rows));
  });
}

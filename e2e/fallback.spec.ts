import { expect, test } from "./app.ts";
import { countedWords, expectedRows } from "./jobs.ts";

const rows = 30;
const job = countedWords({ name: "anywhere", rows, intervalMs: 10, run: { mode: "deterministic", seed: 2 } });

test("[HB3] a page that is not isolated runs the same job over message ports, with the same committed rows", async ({ app, page }) => {
  // A host without the two headers, and no service worker that could add them.
  await page.route("**/*", async (route) => {
    const response = await route.fetch();
    const { "cross-origin-opener-policy": _opener, "cross-origin-embedder-policy": _embedder, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await app.openJob(job);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await app.run();
  await app.finished();
  expect((await app.committedRows("table")).sort()).toEqual(expectedRows(rows));
});

test("[HB3] a free run without shared memory says what it lacks, and where to go on", async ({ app, page }) => {
  await page.route("**/*", async (route) => {
    const response = await route.fetch();
    const { "cross-origin-opener-policy": _opener, "cross-origin-embedder-policy": _embedder, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await app.openJob({ ...job, run: { mode: "freeRunning", seed: 2 } });
  await app.runButton.click();
  await expect(page.getByRole("list", { name: "Problems" })).toContainText("isolated");
  await expect(app.runButton).toHaveText("Run");
});

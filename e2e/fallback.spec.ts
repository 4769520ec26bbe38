import { expect, testsOfOnePage, type App } from "./app.ts";
import { countedWords, expectedRows } from "./jobs.ts";
import { rewrite } from "./rewrite.ts";

const rows = 30;

/** A host without the two headers, and no service worker that could add them. */
async function sendNoHeaders({ page }: App): Promise<void> {
  await rewrite(page, "**/*", (response) => {
    const { "cross-origin-opener-policy": _opener, "cross-origin-embedder-policy": _embedder, ...headers } = response.headers();
    return { headers };
  });
}

const test = testsOfOnePage(async (app) => {
  await sendNoHeaders(app);
  await app.openEmpty();
});

const places = { "one's own": "deterministic", "one's own, freely": "freeRunning", "a stranger's, in its cell": "freeRunning" } as const;

for (const [whose, mode] of Object.entries(places)) {
  test(`[HB3] a page that is not isolated runs the same job over message ports, with the same committed rows: ${whose}`, async ({ app, page }) => {
    await sendNoHeaders(app);
    const job = countedWords({ name: "anywhere", rows, intervalMs: 10, run: { mode, seed: 2 } });
    const isStrangers = whose.startsWith("a stranger's");
    await (isStrangers ? app.importStrangersJob(job) : app.importJob(job));
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await app.starts(async () => {
      await app.runButton.click();
      if (isStrangers) await app.question.getByRole("button", { name: "Run in isolation" }).click();
    });
    await app.finished();
    expect((await app.committedRows("table")).sort()).toEqual(expectedRows(rows));
  });
}

import { App, expect, test } from "./app.ts";
import { countedWords } from "./jobs.ts";

test("[UI65] a view whose code did not arrive is asked for again; the details of a failure can be copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const app = new App(page);
  await app.open();
  await app.running();
  await page.route(/assets\/timeline-[^/]*\.js/, (route) => route.abort());
  await app.timeline("Log");
  const failed = page.locator("[data-failed=timeline]");
  await expect(failed).toContainText("The timeline failed");
  await failed.getByRole("button", { name: "Copy details" }).click();
  await expect(failed.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/view "timeline" failed[^]*Mozilla/);
  await page.unroute(/assets\/timeline-[^/]*\.js/);
  await failed.getByRole("button", { name: "Show it again" }).click();
  await expect(page.getByRole("table", { name: "Log of the run" })).toBeVisible();
});

test("[UI90] a menu whose code did not arrive says so, and opens when it is pressed again", async ({ page }) => {
  const app = new App(page);
  await page.route(/assets\/menu-body-[^/]*\.js/, (route) => route.abort());
  await app.openEmpty();
  const menu = page.getByRole("banner").getByRole("button", { name: "Export" });
  await menu.press("Enter");
  await expect(page.getByText(/The menu could not be loaded/)).toBeVisible();
  await expect(menu).toBeFocused();
  await page.unroute(/assets\/menu-body-[^/]*\.js/);
  await menu.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toBeFocused();
});

test("[UI66] the inspector of an edge stands every change of its partitioner", async ({ app, page }) => {
  await app.openStrangersJob(countedWords({ name: "edges", rows: 8, intervalMs: 0, run: { mode: "deterministic", seed: 5 } }));
  await app.canvas.getByRole("group", { name: /^words,/ }).click();
  // From the operator along the stream.
  await page.keyboard.press("Alt+ArrowRight");
  for (const name of ["rebalance", "hash", "global", "custom", "default", "hash"]) {
    await app.inspector.getByRole("radio", { name: new RegExp(`^${name}`, "i") }).first().check();
    await expect(page.locator("[data-failed]")).toHaveCount(0);
  }
});

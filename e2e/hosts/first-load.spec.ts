import { join } from "node:path";
import { expect, test } from "../served.ts";
import type { Page } from "@playwright/test";
import type { JobDocument } from "../../src/graph/job-document.ts";
import { App } from "../app.ts";
import { firstLoad, firstLoadMaxKb } from "../../tools/first-load.ts";

const job: JobDocument = {
  format: "weir.job/1",
  name: "small",
  config: {},
  operators: [
    { id: "numbers", type: "values", name: "numbers", config: { fields: [{ name: "n", type: "INT" }], rows: [[1]], repeat: false, intervalMs: 0 } },
    { id: "same", type: "map", name: "same", config: { function: "({ n: row.n })", fields: [{ name: "n", type: "INT" }] } },
    { id: "end", type: "blackhole", name: "end", config: {} },
  ],
  edges: [
    { id: "e1", from: { operator: "numbers", port: "out" }, to: { operator: "same", port: "in" } },
    { id: "e2", from: { operator: "same", port: "out" }, to: { operator: "end", port: "in" } },
  ],
};

const { visits, run } = firstLoad(join(import.meta.dirname, "..", "..", "dist"));

/** Paths of the scripts that `page` asks for from now on. */
function scriptsAskedFor(page: Page): Set<string> {
  const asked = new Set<string>();
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith(".js")) asked.add(pathname.slice(1));
  });
  return asked;
}

const counted = (name: string): readonly string[] => visits.find((visit) => visit.name === name)?.scripts ?? [];

for (const { name, kb } of visits) {
  test(`[HB14] at most 350 KB of compressed JavaScript before Run: ${name}`, () => {
    expect(kb).toBeLessThanOrEqual(firstLoadMaxKb);
    expect(kb).toBeGreaterThan(firstLoadMaxKb / 2);
  });
}

test("[HB14] a page asks for no script before Run that the measure of the first load does not count", async ({ page }) => {
  const atFirst = scriptsAskedFor(page);
  await page.goto("./?lang=en");
  await expect(page.getByText(/^event\s*[1-9]/).first()).toBeVisible({ timeout: 60_000 });
  const beforeRun = [...atFirst].filter((script) => !run.scripts.includes(script));
  expect(beforeRun.length).toBeGreaterThan(5);
  expect(beforeRun.filter((script) => !counted("the first visit").includes(script))).toEqual([]);
});

test("[HB14] a document of one's own loads nothing of a run before there is an input", async ({ context, page }) => {
  const app = new App(page);
  await app.openJob(job);
  await expect(page.getByText("autosaved")).toBeVisible();
  // What it writes would be an edit to a second tab of the job.
  await page.close();
  const later = await context.newPage();
  const asked = scriptsAskedFor(later);
  await later.goto("./?lang=en");
  await expect(later.getByRole("banner")).toContainText(job.name);
  await later.waitForLoadState("networkidle");
  expect([...asked].filter((script) => !counted("a document of one's own").includes(script))).toEqual([]);
  await later.keyboard.press("Shift");
  await expect.poll(() => asked.has("workers/control.js"), { timeout: 60_000 }).toBe(true);
});

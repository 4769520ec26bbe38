import { readFile } from "node:fs/promises";
import type { BrowserContext, Page, Route } from "@playwright/test";
import type { JobDocument } from "../src/graph/job-document.ts";
import { App, expect, withOwnPage } from "./app.ts";
import { countedWords } from "./jobs.ts";

const job = countedWords({ name: "troublemaker", rows: 8, intervalMs: 0, run: { mode: "deterministic", seed: 5 } });
const other = countedWords({ name: "well-behaved", rows: 8, intervalMs: 0, run: { mode: "deterministic", seed: 5 } });

/** The code of the view that shows a draft. What a hostile document would do to it, it does here by itself. */
const viewCode = /assets\/logical-view-[^/]*\.js/;
const code = (body: string) => (route: Route) => route.fulfill({ contentType: "text/javascript", body });
const never = (): Promise<void> => new Promise(() => {});

/** Stands still and takes nothing from the tests beside it: the answer that it waits for never comes. */
const standsStill = code("const ask = new XMLHttpRequest(); ask.open('GET', './never', false); ask.send();");

const throwsFirst = code("throw new Error('planted')");

/** Ways of a document to be fatal to the page that shows it. */
const ways: Readonly<Record<string, (route: Route) => unknown>> = {
  "stands still for good": standsStill,
  "throws before there is a view": throwsFirst,
  "never comes on screen": never,
};

async function linkTo(app: App): Promise<string> {
  await app.page.getByRole("button", { name: "Share" }).click();
  const fragment = await app.page.getByRole("dialog").getByRole("status").innerText();
  await app.page.keyboard.press("Escape");
  return `./${fragment}`;
}

const openJobs = (app: App): Promise<void> => app.page.locator(".document-name").click();
async function openKept(app: App, { name }: JobDocument): Promise<void> {
  await openJobs(app);
  await app.page.getByRole("dialog").getByRole("button", { name: new RegExp(`^${name} \\d`) }).click();
  await expect(app.page.locator(".document-name", { hasText: name })).toBeVisible();
  await saved(app.page);
}

const saved = (page: Page) => expect(page.locator(".saved-state")).toContainText(/^saved/);

/** As if the page had never set out to show anything. */
const forget = (page: Page): Promise<void> => page.evaluate(() => ["weir.opening", "weir.not-shown"].forEach((key) => localStorage.removeItem(key)));

async function importJob(app: App, imported: JobDocument): Promise<void> {
  await app.dropFile(`${imported.name}.json`, JSON.stringify(imported));
  await app.page.getByRole("dialog").getByRole("button", { name: "Open on canvas" }).click();
}

/** A job to fall back on, and after it the one that makes trouble. Without the first, a visit without the other would run the example. */
async function openBoth(app: App): Promise<void> {
  await app.openDraft(other);
  await saved(app.page);
  await importJob(app, job);
  await expect(app.page.locator(".document-name", { hasText: job.name })).toBeVisible();
  await saved(app.page);
}

/** A browser that keeps both jobs, the troublemaker as the newest, and no mark of either. Each test that has it leaves it so. */
let kept: BrowserContext | undefined;

const test = withOwnPage.extend({
  context: async ({ browser, address, viewport }, use) => {
    if (kept === undefined) {
      kept = await browser.newContext({ baseURL: address, viewport, serviceWorkers: "block" });
      const app = new App(await kept.newPage());
      await openBoth(app);
      await app.page.close();
    }
    await use(kept);
    for (const page of kept.pages()) await page.close();
  },
});
test.afterAll(async () => {
  await kept?.close();
  kept = undefined;
});

/** Runs in a page, from its beginning: all that it notes until it is left, it notes as of a while ago. */
function beganAWhileAgo(): void {
  const now = Date.now.bind(Date);
  // Longer than an impatient reload, shorter than any patience with a white page.
  let ago = 5_500;
  Date.now = () => now() - ago;
  addEventListener("pagehide", () => (ago = 0), { capture: true });
}

/** A visit to `path` that comes to nothing, in a page that is then closed as a person closes one that hangs. */
async function fatalVisit(context: BrowserContext, path: string, way: (route: Route) => unknown): Promise<void> {
  const page = await context.newPage();
  await page.addInitScript(beganAWhileAgo);
  await page.route(viewCode, way);
  await page.route("**/never", never);
  const reached = page.waitForRequest(way === standsStill ? "**/never" : viewCode);
  await page.goto(path, { waitUntil: "commit" });
  await reached;
  if (way === throwsFirst) await expect(page.locator("[data-failed]")).toContainText("planted");
  await page.close();
}

async function nextVisit(context: BrowserContext, path: string): Promise<App> {
  const next = new App(await context.newPage());
  await next.page.goto(path);
  await expect(next.page.locator(".top-bar")).toBeVisible();
  return next;
}

for (const [way, does] of Object.entries(ways)) {
  test(`[UI67] a draft that ${way}: the next visit starts without it, keeps it and says so`, async ({ context }) => {
    await fatalVisit(context, "./", does);

    const next = await nextVisit(context, "./");
    const dialog = next.page.getByRole("dialog", { name: "A job could not be shown" });
    await expect(dialog).toContainText("troublemaker");
    // The page below works, with the job before that one.
    await expect(next.page.locator(".document-name", { hasText: "well-behaved" })).toBeVisible();
    await dialog.getByRole("button", { name: "Decide later" }).click();
    await expect(dialog).toHaveCount(0);

    // It is kept, and asked about until something is decided.
    const third = next;
    await third.page.reload();
    await third.page.getByRole("dialog").getByRole("button", { name: "Open as usual" }).click();
    await expect(third.page.locator(".document-name", { hasText: "troublemaker" })).toBeVisible();
    await saved(third.page);
    await third.page.reload();
    await expect(third.page.locator(".document-name", { hasText: "troublemaker" })).toBeVisible();
    await expect(third.page.getByRole("dialog")).toHaveCount(0);
    expect(third.complaints).toEqual([]);
  });
}

test("[UI67] a link that blanks the page does not blank it at every reload", async ({ context }) => {
  const app = await nextVisit(context, "./");
  const link = await linkTo(app);
  await openKept(app, other);
  await app.page.close();
  await fatalVisit(context, link, standsStill);

  const next = await nextVisit(context, link);
  const dialog = next.page.getByRole("dialog", { name: "A job could not be shown" });
  await expect(dialog).toContainText("is still in the address of this page");
  await expect(next.page.locator(".document-name", { hasText: "well-behaved" })).toBeVisible();
  await dialog.getByRole("button", { name: "Open safely, as text" }).click();
  await expect(dialog.getByRole("textbox", { name: "Text of the job" })).toHaveValue(/"name":"troublemaker"/);
  await dialog.getByRole("button", { name: "Remove from the address" }).click();
  await dialog.getByRole("button", { name: "Remove it" }).click();
  await expect(next.page.getByRole("dialog")).toHaveCount(0);
  expect(new URL(next.page.url()).hash).toBe("");
  await openKept(next, job);
});

/** Names of the jobs that this browser keeps. Runs in the page. */
async function keptNames(): Promise<readonly string[]> {
  const asked = <Result>(request: IDBRequest<Result>): Promise<Result> => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const database = await asked(indexedDB.open("weir-designer"));
  const drafts: readonly { readonly document: { readonly name: string } }[] = await asked(database.transaction("drafts").objectStore("drafts").getAll());
  database.close();
  return drafts.map(({ document }) => document.name);
}

withOwnPage("[DC10] a job is saved only once it was shown", async ({ app, page, context }) => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(viewCode, async (route) => {
    await held;
    await route.continue();
  });
  await app.openEmpty();
  await importJob(app, job);
  await expect(page.locator(".document-name", { hasText: "troublemaker" })).toBeVisible();
  await expect(page.locator(".saved-state")).toContainText("saving");
  expect(await page.evaluate(keptNames)).not.toContain("troublemaker");
  release();
  await saved(page);
  expect(await page.evaluate(keptNames)).toContain("troublemaker");
  const next = await nextVisit(context, "./");
  await expect(next.page.locator(".document-name", { hasText: "troublemaker" })).toBeVisible();
});

test("[UI67] a reload made in impatience is no failure; made twice, the page starts without the job", async ({ context }) => {
  const hasty = await context.newPage();
  await hasty.route(viewCode, never);
  const mark = () => hasty.waitForFunction(() => (localStorage.getItem("weir.opening") ?? "").includes("troublemaker"));
  await hasty.goto("./", { waitUntil: "commit" });
  await mark();
  await hasty.reload({ waitUntil: "commit" });
  await mark();
  await expect(hasty.locator(".document-name", { hasText: "troublemaker" })).toBeVisible();
  await expect(hasty.getByRole("dialog")).toHaveCount(0);
  await hasty.reload({ waitUntil: "commit" });
  await expect(hasty.getByRole("dialog", { name: "A job could not be shown" })).toContainText("troublemaker");
  await forget(hasty);
});

test("[UI67] planted: a page that sets no mark opens the same fatal draft at every visit", async ({ context }) => {
  await fatalVisit(context, "./", never);
  const next = await context.newPage();
  await next.addInitScript(() => localStorage.removeItem("weir.opening"));
  await next.route(viewCode, never);
  const asked = next.waitForRequest(viewCode);
  await next.goto("./", { waitUntil: "commit" });
  await asked;
  await expect(next.locator(".document-name", { hasText: "troublemaker" })).toBeVisible();
  await expect(next.getByRole("dialog")).toHaveCount(0);
  await forget(next);
});

test("[UI68] a job that was not shown can be read as text, exported and deleted, without being opened", async ({ context }) => {
  await fatalVisit(context, "./", never);

  const next = await nextVisit(context, "./");
  const dialog = next.page.getByRole("dialog", { name: "A job could not be shown" });
  await dialog.getByRole("button", { name: "Open safely, as text" }).click();
  await expect(dialog.getByRole("textbox", { name: "Text of the job" })).toHaveValue(/"name": "troublemaker"/);
  const download = next.page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export" }).click();
  expect(JSON.parse(await readFile(await (await download).path(), "utf8"))).toMatchObject({ name: "troublemaker", operators: job.operators });
  await dialog.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete it for good" }).click();
  await expect(next.page.getByRole("dialog")).toHaveCount(0);
  await next.page.reload();
  await expect(next.page.locator(".document-name", { hasText: other.name })).toBeVisible();
  await expect(next.page.getByRole("dialog")).toHaveCount(0);
  await openJobs(next);
  await expect(next.page.getByRole("dialog")).toContainText(other.name);
  await expect(next.page.getByRole("dialog")).not.toContainText(job.name);
  // Back again, for other tests.
  await next.page.keyboard.press("Escape");
  await importJob(next, job);
  await expect(next.page.locator(".document-name", { hasText: job.name })).toBeVisible();
  await saved(next.page);
});

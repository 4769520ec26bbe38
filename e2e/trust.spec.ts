import type { Page } from "@playwright/test";
import type { JobDocument } from "../src/graph/job-document.ts";
import { linkFragment } from "../src/designer/document/share-link.ts";
import { App, expect, testsOfOnePage, withOwnPage } from "./app.ts";
import { openBarePage } from "./hosts/bundle-entry.ts";
import { countedWords, expectedRows } from "./jobs.ts";

const test = testsOfOnePage((app) => app.openEmpty());

const rows = 20;
/** Each test has one of its own name: it is seen when it is open. */
const fromAfar = (name: string): JobDocument => countedWords({ name, rows, intervalMs: 0, run: { mode: "deterministic", seed: 5 } });
const isolated = "From elsewhere: isolated";
const trusted = "From elsewhere: trusted";

/** Which of the frames that are open now are a job's cell. */
const cells = (page: Page): number => page.frames().filter((frame) => frame.url() === "about:srcdoc").length;

const saved = (page: Page) => expect(page.locator(".saved-state")).toContainText(/^saved/);

const nodesOf = (app: App) => app.canvas.getByRole("group", { name: / ×\d/ });

async function newJob(app: App): Promise<void> {
  await app.command("New job");
  await expect(app.page.getByRole("banner").getByRole("button", { name: "untitled" })).toBeVisible();
  await expect(nodesOf(app)).toHaveCount(0);
}

async function rowsOfRun(app: App): Promise<readonly string[]> {
  await app.finished();
  return (await app.committedRows("table")).sort();
}

test("[UI50] [UI51] an imported job is asked about before its first run, and once; isolated it runs in a cell, trusted beside one's own", async ({ app, page }) => {
  await app.importStrangersJob(fromAfar("asked about"));
  await expect(app.trustBadge).toHaveText(isolated);
  await app.runButton.click();
  await expect(app.question).toContainText("asked about");
  await expect(app.question).toContainText(/Operators\s*3/);
  await expect(app.question).toContainText(/Workers it starts\s*4/);
  await expect(app.question).toContainText(/Sinks\s*table/);
  await expect(app.question).toContainText("no network, no storage of this page");
  await app.question.getByRole("button", { name: "Cancel" }).click();
  await expect(app.status).toContainText("not running");

  // By keyboard: the first focus is on the choice that risks nothing.
  await page.keyboard.press("Space");
  await expect(app.question.getByRole("button", { name: "Run in isolation" })).toBeFocused();
  await app.starts(() => page.keyboard.press("Enter"));
  await expect.poll(() => cells(page)).toBeGreaterThan(0);
  expect(await rowsOfRun(app)).toEqual(expectedRows(rows));
  await app.run();
  expect(await rowsOfRun(app)).toEqual(expectedRows(rows));
  await expect(app.trustBadge).toHaveText(isolated);

  await app.trustBadge.click();
  await page.getByRole("menuitem", { name: "Trust this job" }).click();
  await page.getByRole("dialog", { name: "Trust this job?" }).getByRole("button", { name: "Trust it" }).click();
  await expect(app.trustBadge).toHaveText(trusted);
  await app.run();
  await expect.poll(() => cells(page)).toBe(0);
  expect(await rowsOfRun(app)).toEqual(expectedRows(rows));
});

test("[UI50] trust is remembered with the draft, holds for edits, and can be taken back", async ({ app, page }) => {
  await app.importStrangersJob(fromAfar("remembered"));
  await app.runButton.click();
  await app.starts(() => app.question.getByRole("button", { name: "Trust and run" }).click());
  await expect(app.trustBadge).toHaveText(trusted);
  await app.finished();
  await page.keyboard.press("Shift+KeyT");
  await expect(app.trustBadge).toHaveText(trusted);
  await saved(page);
  await page.reload();
  await expect(app.trustBadge).toHaveText(trusted);

  await app.trustBadge.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(app.trustBadge).toHaveText(isolated);
  await saved(page);
  await page.reload();
  await expect(app.trustBadge).toHaveText(isolated);
  await app.run();
  await expect.poll(() => cells(page)).toBeGreaterThan(0);
  await app.finished();
});

test("[UI50] an edit makes a stranger's job no less strange, and neither does a reload", async ({ app, page }) => {
  await app.importStrangersJob(fromAfar("edited"));
  await page.keyboard.press("Shift+KeyT");
  await saved(page);
  await page.reload();
  await expect(page.getByRole("banner").getByRole("button", { name: "edited" })).toBeVisible();
  await expect(app.trustBadge).toHaveText(isolated);
  await page.keyboard.press("Space");
  await expect(app.question).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(app.question).toBeHidden();
  await expect(app.status).toContainText("not running");
});

test("[UI50] [UI51] a job from a link is a stranger's, and stays one when it is made one's own", async ({ app, page }) => {
  // A visit: another address in an open page would be none.
  await page.goto("about:blank");
  await app.open(`./${linkFragment(fromAfar("linked"))}`);
  await expect(app.trustBadge).toHaveText(isolated);
  await app.runButton.click();
  await app.starts(() => app.question.getByRole("button", { name: "Run in isolation" }).click());
  await expect.poll(() => cells(page)).toBeGreaterThan(0);
  expect(await rowsOfRun(app)).toEqual(expectedRows(rows));
  await page.getByRole("button", { name: "Make it mine" }).click();
  await expect(app.trustBadge).toHaveText(isolated);
});

test("[UI50] a dropped job file is a stranger's", async ({ app }) => {
  await newJob(app);
  await expect(app.trustBadge).toHaveCount(0);
  await app.dropFile("afar.json", JSON.stringify(fromAfar("dropped")));
  await app.page.getByRole("dialog").getByRole("button", { name: "Open on canvas" }).click();
  await expect(app.trustBadge).toHaveText(isolated);
});

test("[UI50] what is pasted from elsewhere makes one's own document a stranger's; what was copied here does not", async ({ app, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await newJob(app);
  await app.dropRecords("orders.csv", "id\n1\n");
  const nodes = nodesOf(app);
  await expect(nodes).toHaveCount(1);
  await expect(app.trustBadge).toHaveCount(0);
  await nodes.first().click();
  await expect(page.locator(".operator-node.is-selected")).toHaveCount(1);
  await page.keyboard.press("ControlOrMeta+KeyC");
  await page.keyboard.press("ControlOrMeta+KeyV");
  await expect(nodes).toHaveCount(2);
  await expect(app.trustBadge).toHaveCount(0);

  await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(fromAfar("pasted")));
  await page.keyboard.press("ControlOrMeta+KeyV");
  await expect(nodes).toHaveCount(5);
  await app.toldInToast("runs in isolation until you trust it");
  await expect(app.trustBadge).toHaveText(isolated);
});

const salaries: JobDocument = {
  format: "weir.job/1",
  name: "nosy",
  config: {},
  operators: [
    { id: "file", type: "file-source", name: "file", config: { files: ["salaries.csv"], format: "csv", formatOptions: { header: true }, fields: [{ name: "id", type: "INT" }, { name: "pay", type: "INT" }] } },
    { id: "table", type: "table", name: "table", config: { mode: "append", key: [] } },
  ],
  edges: [{ id: "e", from: { operator: "file", port: "out" }, to: { operator: "table", port: "in" }, partitioner: { type: "rebalance" } }],
  run: { mode: "deterministic", seed: 3 },
};

test("[UI52] a file belongs to the document it was dropped on: another one that names it gets it only when it is given", async ({ app, page, context }) => {
  await newJob(app);
  await app.dropRecords("salaries.csv", "id,pay\n1,100\n2,200\n");
  await expect(app.canvas.getByRole("group", { name: /^salaries/ })).toBeVisible();
  await saved(page);

  const guest = new App(await context.newPage());
  await guest.open(`./${linkFragment(salaries)}`);
  await guest.runButton.click();
  await expect(guest.question.getByRole("checkbox", { name: "salaries.csv, given to “untitled”" })).not.toBeChecked();
  await guest.question.getByRole("button", { name: "Run in isolation" }).click();
  await guest.timeline("Log");
  await expect(guest.page.getByRole("table", { name: "Log of the run" })).toContainText("the file was not given to this run", { timeout: 45_000 });

  await guest.page.goto("about:blank");
  await guest.open(`./${linkFragment(salaries)}`);
  await guest.runButton.click();
  await guest.question.getByRole("checkbox").press("Space");
  await guest.starts(() => guest.question.getByRole("button", { name: "Run in isolation" }).click());
  await guest.finished();
  expect((await guest.committedRows("table")).sort()).toEqual(['["+I","1","100"]', '["+I","2","200"]']);
  await guest.page.close();
  expect(guest.complaints).toEqual([]);
});

withOwnPage("[UI35] [UI52] a file that an earlier build kept by name alone is asked for like any other", async ({ app, page }) => {
  await openBarePage(page, "");
  await page.evaluate(async () => {
    // As that build left it.
    const opening = indexedDB.open("weir-files", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("files", { keyPath: "name" });
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const writing = opening.result.transaction("files", "readwrite");
    writing.objectStore("files").put({ name: "salaries.csv", file: new File(["id,pay\n1,100\n"], "salaries.csv"), keptAt: 1 });
    await new Promise((resolve) => (writing.oncomplete = resolve));
    opening.result.close();
  });
  await app.open(`./${linkFragment(salaries)}`);
  await app.runButton.click();
  await app.question.getByRole("checkbox", { name: "salaries.csv, given earlier" }).check();
  await app.starts(() => app.question.getByRole("button", { name: "Run in isolation" }).click());
  await app.finished();
  expect(await app.committedRows("table")).toEqual(['["+I","1","100"]']);
});

test("[UI50] a version kept while the job was a stranger's makes it one again", async ({ app, page }) => {
  await app.importStrangersJob(fromAfar("kept"));
  await page.keyboard.press("ControlOrMeta+KeyS");
  await app.toldInToast("Version kept");
  await app.trust();
  await app.command("Versions of this job");
  await page.getByRole("dialog").getByRole("listitem").getByRole("button").first().click();
  await expect(app.trustBadge).toHaveText(isolated);
});

import type { BrowserContext, Locator } from "@playwright/test";
import { App, expect, withOwnPage as test } from "./app.ts";
import { countedWords } from "./jobs.ts";

const job = countedWords({ name: "shared", rows: 60, intervalMs: 20, run: { mode: "deterministic", seed: 3, speed: 0.1 } });

const nodes = ({ canvas }: App): Locator => canvas.getByRole("group", { name: / ×\d/ });
const node = ({ canvas }: App, name: string): Locator => canvas.getByRole("group", { name: new RegExp(`^${name},`) });
const said = ({ canvas }: App): Locator => canvas.getByRole("status");
const saved = ({ page }: App): Locator => page.getByRole("banner").getByText(/^saved/);

/** Another tab, which opens what is newest. */
async function nextTab(context: BrowserContext): Promise<App> {
  const next = new App(await context.newPage());
  await next.open();
  return next;
}

async function remove(app: App, name: string): Promise<void> {
  await node(app, name).click();
  await app.page.keyboard.press("Delete");
}

test("[DC30] [DC31] of two tabs of one job one writes, the other follows and can take over; its run is never called lost", async ({ app, context }) => {
  await app.openDraft(job);
  await expect(saved(app)).toBeVisible();
  const other = await nextTab(context);
  await expect(said(other)).toContainText("Open in another tab, which writes it");
  await expect(other.page.getByRole("banner")).toContainText("follows another tab");

  // The second shows what the first writes, and changes nothing.
  await remove(app, "table");
  await expect(nodes(other)).toHaveCount(2);
  await remove(other, "count");
  await expect(node(other, "count")).toBeVisible();
  await other.runButton.click();
  await other.toldInToast("Another tab writes this job");

  // One press, and it is the other way round; what was edited in the first can be taken back in the second.
  await other.page.getByRole("button", { name: "Write here" }).click();
  await expect(said(app)).toContainText("Open in another tab");
  await expect(said(other)).toHaveCount(0);
  await other.page.keyboard.press("ControlOrMeta+KeyZ");
  await expect(nodes(other)).toHaveCount(3);
  await expect(nodes(app)).toHaveCount(3);
  await remove(app, "count");
  await expect(nodes(app)).toHaveCount(3);

  // A run in the second is known as one to the first.
  await other.trust();
  await other.runResting();
  await expect(said(app)).toContainText("which writes and runs it");
  await app.command("Write this job in this tab");
  await expect(said(other)).toContainText("Open in another tab");
  await expect(other.runButton).toHaveText("Resume");
  await app.runButton.click();
  await app.toldInToast("This job runs in another tab");
  await expect(app.canvas).not.toContainText("was running when the page was closed");

  // The tab it ran in is closed: now it was cut off, and can be recovered here.
  await other.page.close();
  await expect(said(app)).toContainText("This job was running when the page was closed");
  await app.recover();
  expect(other.complaints).toEqual([]);
});

test("[DC30] a tab that does not answer loses nothing: what it had not saved becomes a copy; one that crashes is followed by the next", async ({ app, context }) => {
  await app.openDraft(job);
  await expect(saved(app)).toBeVisible();
  await node(app, "table").click();
  const other = await nextTab(context);
  await expect(said(other)).toContainText("Open in another tab");

  // The first edits and stands still before it has saved. Whoever takes over meanwhile edits something else.
  const debuggerOfApp = await context.newCDPSession(app.page);
  await debuggerOfApp.send("Debugger.enable");
  const key = `new KeyboardEvent("keydown", { code: "Delete", key: "Delete", bubbles: true, cancelable: true })`;
  const asleep = app.page.evaluate(`document.activeElement.dispatchEvent(${key}); debugger;`);
  await other.page.getByRole("button", { name: "Write here" }).click();
  await expect(said(other)).toHaveCount(0);
  await remove(other, "words");
  await expect(nodes(other)).toHaveCount(2);
  await expect(saved(other)).toBeVisible();
  await debuggerOfApp.send("Debugger.resume");
  await debuggerOfApp.detach();
  await asleep;
  await expect(said(app)).toContainText("Another tab went on with shared. What was edited here is kept as this copy");
  await expect(app.page.getByRole("banner").getByRole("button", { name: "shared (copy)" })).toBeVisible();
  await expect(node(app, "words")).toBeVisible();
  await expect(node(app, "table")).toHaveCount(0);
  await expect(node(other, "table")).toBeVisible();
  await said(app).getByRole("button", { name: "OK" }).click();
  await remove(app, "count");
  await expect(saved(app)).toBeVisible();

  // The copy is followed by a third tab, and goes on there when its own crashes.
  const third = await nextTab(context);
  await expect(third.page.getByRole("banner").getByRole("button", { name: "shared (copy)" })).toBeVisible();
  await expect(said(third)).toContainText("Open in another tab");
  await app.page.goto("chrome://crash").catch(() => undefined);
  await expect(said(third)).toHaveCount(0);
  await remove(third, "words");
  await expect(nodes(third)).toHaveCount(0);
  expect([...other.complaints, ...third.complaints]).toEqual([]);
});

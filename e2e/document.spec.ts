import { readFile } from "node:fs/promises";
import { App, expect, test } from "./app.ts";
import { countedWords } from "./jobs.ts";

const job = countedWords({ name: "to and fro", rows: 10, intervalMs: 0, run: { mode: "deterministic", seed: 3 } });

async function exported(app: App): Promise<string> {
  const download = app.page.waitForEvent("download");
  await app.page.keyboard.press("ControlOrMeta+KeyE");
  return readFile(await (await download).path(), "utf8");
}

test("[DC10][UI22][UI50] a job goes out as JSON, survives a reload, and comes back in as the same picture", async ({ app, page }) => {
  await app.openJob(job);
  await page.keyboard.press("Shift+KeyT");
  // The layout comes from a worker.
  await expect(page.getByRole("banner").getByRole("button", { name: /^Undo/ })).toBeEnabled();
  await expect(page.locator(".saved-state")).toHaveText(/^saved/);
  await expect(app.canvas.getByRole("group", { name: /^table,/ })).toBeVisible();
  const picture = await app.canvas.ariaSnapshot();
  const file = await exported(app);
  expect(JSON.parse(file)).toMatchObject({ format: "weir.job/1", name: job.name, operators: [{ id: "words" }, { id: "count" }, { id: "table" }] });

  await page.reload();
  await expect(app.canvas.getByRole("group", { name: /^table,/ })).toBeVisible();
  expect(await exported(app)).toBe(file);

  await app.importFile("again.json", file);
  await page.getByRole("dialog").getByRole("button", { name: "Open on canvas" }).click();
  await expect(app.canvas.getByRole("group", { name: /^table,/ })).toBeVisible();
  await expect(app.trustBadge).toHaveText("From elsewhere: isolated");
  await expect.poll(() => app.canvas.ariaSnapshot()).toBe(picture);
});

test("[UI15] part of a job is copied and pasted as JSON; what is no job is refused and loses nothing", async ({ app, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await app.openJob(job);
  const nodes = app.canvas.getByRole("group", { name: / ×\d/ });
  await expect(nodes).toHaveCount(3);
  await app.canvas.getByRole("group", { name: /^words,/ }).click();
  await page.keyboard.press("ControlOrMeta+KeyC");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\{[^]*\}$/);
  await page.keyboard.press("ControlOrMeta+KeyV");
  await expect(nodes).toHaveCount(4);
  await page.keyboard.press("ControlOrMeta+KeyZ");
  await expect(nodes).toHaveCount(3);
  await page.keyboard.press("ControlOrMeta+Shift+KeyZ");
  await expect(nodes).toHaveCount(4);

  await page.evaluate(() => navigator.clipboard.writeText("{ no job"));
  await page.keyboard.press("ControlOrMeta+KeyV");
  await app.toldInToast("The clipboard holds no part of a job");
  await expect(nodes).toHaveCount(4);
});

test("[UI100] a browser that refuses the clipboard loses nothing: cut leaves the operator, and it is said what to do", async ({ app, page }) => {
  await app.openJob(job);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
  });
  const nodes = app.canvas.getByRole("group", { name: / ×\d/ });
  await nodes.first().focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Cut Ctrl X" }).press("Enter");
  const said = page.getByRole("alert").filter({ hasText: "does not let this page write to the clipboard" });
  await expect(said).toHaveAttribute("data-outcome", "refused");
  await expect(nodes).toHaveCount(3);
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "Share this job" });
  await dialog.getByRole("button", { name: "Copy link" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Allow it in the settings of the page");
  await page.keyboard.press("Escape");
});

test("[DC8] broken JSON and a foreign file get a clear word each, and the present job stays", async ({ app, page }) => {
  await app.openJob(job);
  await app.importFile("broken.json", '{ "format": "weir.job/1", "name": ');
  const dialog = page.getByRole("dialog", { name: "broken.json" });
  await expect(dialog).toContainText(/JSON/);
  await expect(dialog.getByRole("button", { name: "Open on canvas" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await app.importFile("package.json", '{ "name": "some-library", "version": "1.0.0" }');
  await expect(page.getByRole("dialog", { name: "package.json" }).getByRole("button", { name: "Open on canvas" })).toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(app.canvas.getByRole("group", { name: / ×\d/ })).toHaveCount(3);

  // A file that is neither a job nor records.
  await app.dropFile("notes.bin", "\u0000\u0001\u0002\u0003 nothing here");
  await expect(page.getByRole("alert")).toContainText("notes.bin");
  await app.toldInToast("notes.bin cannot be read as records: the file is no text");
  await expect(app.canvas.getByRole("group", { name: / ×\d/ })).toHaveCount(3);
});

test("[UI23] a dropped CSV file becomes a source with its types, and runs", async ({ app, page }) => {
  await app.openEmpty();
  await app.command("New job");
  await expect(app.canvas).toContainText("to add a source");
  await app.dropRecords("payments.csv", "card,amount,at\nA17,12,2026-01-01 10:00:00\nB20,30,2026-01-01 10:00:01\nA17,5,2026-01-01 10:00:02\n");
  await expect(app.canvas.getByRole("group", { name: /^payments,/ })).toBeVisible();
  await expect(app.inspector).toContainText("BIGINT");
  await expect(app.inspector).toContainText("TIMESTAMP(3)");

  await page.keyboard.press("KeyA");
  await expect(page.getByRole("combobox", { name: /^Search .* operators/ })).toBeFocused();
  await page.keyboard.type("live rows, exactly once");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "0 problems" })).toBeVisible();
  await app.run();
  await app.finished();
  expect((await app.committedRows("table")).map((row) => JSON.parse(row).slice(0, 3))).toEqual([
    ["+I", "A17", "12"],
    ["+I", "B20", "30"],
    ["+I", "A17", "5"],
  ]);
});

test("[UI24] a share link opens read-only and runs nothing; made one's own it can be edited", async ({ app, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const hostile = { ...job, name: "from a stranger", operators: job.operators.map((operator) => ({ ...operator })) };
  await app.openJob({
    ...hostile,
    operators: [...hostile.operators.slice(0, 1), { id: "count", type: "map", name: "count", config: { function: "(globalThis.ran = true, ({ word: row.word }))", fields: [{ name: "word", type: "STRING" }] } }, ...hostile.operators.slice(2)],
  });
  // What the guest opens does not run: it is seen as it was drawn, whatever was looked at before.
  await page.getByRole("button", { name: "Physical" }).click();
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const guest = new App(await context.newPage());
  await guest.page.goto(link);
  await expect(guest.canvas.getByRole("status")).toContainText("Opened from a link, read-only");
  await expect(guest.runButton).toHaveText("Run");
  await expect(guest.status).toContainText("not running");
  await guest.canvas.getByRole("group", { name: /^words,/ }).click();
  await guest.page.keyboard.press("Delete");
  await expect(guest.canvas.getByRole("group", { name: / ×\d/ })).toHaveCount(3);
  expect(await guest.page.evaluate(() => "ran" in globalThis)).toBe(false);

  await guest.page.getByRole("button", { name: "Make it mine" }).click();
  await guest.page.keyboard.press("Delete");
  await expect(guest.canvas.getByRole("group", { name: / ×\d/ })).toHaveCount(2);
  expect(guest.complaints).toEqual([]);
});

test("[DC32] a link carries the moment on screen: made one's own and run, the job goes there, and its log is the sender's", async ({ app, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const moving = countedWords({ name: "moving", rows: 30, intervalMs: 20, run: { mode: "deterministic", seed: 3, speed: 0.1 } });
  await app.openJob(moving);
  await app.runResting();
  await app.atFullSpeed();
  await app.toNextCheckpoint();
  await page.getByRole("button", { name: "Logical" }).click();
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "Share this job" });
  const event = await app.readout("event");
  await expect(dialog.getByRole("checkbox", { name: `This moment: event ${event}, branch A, the view` })).toBeChecked();
  await dialog.getByRole("button", { name: "Copy link" }).click();
  await expect(dialog).toHaveCount(0);
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const guest = new App(await context.newPage());
  await guest.page.goto(link);
  await expect(guest.canvas.getByRole("status")).toContainText(`Opened from a link, read-only. Run goes to event ${event} of branch A`);
  await expect(guest.status).toContainText("not running");
  await guest.page.getByRole("button", { name: "Make it mine" }).click();
  await expect(guest.canvas.getByRole("status")).toContainText(`Run goes to event ${event} of branch A`);
  await guest.runButton.click();
  await guest.question.getByRole("button", { name: "Run in isolation" }).click();
  const note = guest.page.getByRole("region", { name: "Transport" }).getByRole("status");
  await expect(note).toHaveText(`Event ${event} of the link, the same run: the log is the sender’s`, { timeout: 45_000 });
  expect(await guest.readout("event")).toBe(event);
  await expect(guest.runButton).toHaveText("Resume");
  expect(guest.complaints).toEqual([]);
});

test("[UI19] a field that the input has not is replaced with one press at the field, and the job runs", async ({ app, page }) => {
  const fields = [{ name: "card", type: "STRING" }, { name: "id", type: "BIGINT" }];
  await app.openJob({
    format: "weir.job/1",
    name: "largest",
    config: {},
    run: { mode: "deterministic", seed: 1 },
    operators: [
      { id: "cards", type: "values", name: "cards", config: { fields, rows: [["a", 3], ["b", 7]] } },
      { id: "max", type: "max", name: "max", config: { field: "n" } },
      { id: "out", type: "print", name: "out", config: {} },
    ],
    edges: [
      { id: "k", from: { operator: "cards", port: "out" }, to: { operator: "max", port: "in" }, partitioner: { type: "hash", key: ["card"] } },
      { id: "o", from: { operator: "max", port: "out" }, to: { operator: "out", port: "in" } },
    ],
  });
  await app.runButton.click();
  const field = app.inspector.getByRole("combobox", { name: /^Field/ });
  await expect(field).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("id");
  await app.run();
  await app.finished();
});

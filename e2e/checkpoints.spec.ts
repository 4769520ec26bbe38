import type { Page } from "@playwright/test";
import { expect, testsOfOnePage } from "./app.ts";
import { countedWords, expectedRows } from "./jobs.ts";

/** A job that rests at its third checkpoint, in the physical view with its lanes open. */
const test = testsOfOnePage(async (app) => {
  await app.openJob(countedWords({ name: "kept", rows: 60, intervalMs: 20, run: { mode: "deterministic", seed: 3, speed: 0.001 } }));
  await app.page.getByRole("button", { name: "Physical" }).click();
  await app.timeline("Lanes");
  // So slow that no checkpoint is complete when it rests, on the slowest of machines.
  await app.runResting();
  await app.atFullSpeed();
  for (let checkpoint = 1; checkpoint <= 3; checkpoint++) await app.toNextCheckpoint();
});

const card = (page: Page, id: number) => page.getByRole("button", { name: new RegExp(`^Checkpoint ${id}, `) });

test("[UI120] a press on a card opens the checkpoint: how it went, what it holds", async ({ app, page }) => {
  await card(page, 3).click();
  const opened = app.inspector.getByRole("region", { name: "Checkpoint #3" });
  await expect(opened).toContainText("complete");
  await expect(opened).toContainText("4 of 4 subtasks have acknowledged it");
  await expect(opened.getByRole("row", { name: /^count 1/ })).toHaveText(/\d+ ms.*\d+ ms.*\d+ ms.*B$/);
  await expect(opened.getByRole("img", { name: /^start delay .*, align .*, sync .*, async / })).toHaveCount(4);
  await expect(opened).toContainText(/read up to/);
  await expect(opened).toContainText(/state count.*\d keys?/);
  await expect(opened).toContainText(/(river|weir|gate|water|stream) = \d+/);
  await expect(opened).toContainText("None. Barriers are aligned");
});

test("[UI120] another one beside it, marked where they differ", async ({ app, page }) => {
  await app.inspector.getByLabel("Compare with").selectOption("#1");
  const compared = app.inspector.getByRole("table").first();
  await expect(compared.getByRole("columnheader", { name: "#1" })).toBeVisible();
  await expect(compared.getByRole("row", { name: /≠ words 0 read up to/ })).toHaveClass(/differs/);
  await card(page, 1).click();
  await expect(app.inspector.getByRole("heading", { name: "Checkpoint #1" })).toBeVisible();
});

test("[UI120] [UI130] a cut of the lanes says what it is, and a press on it opens its checkpoint", async ({ app, page }) => {
  const lanes = page.getByRole("slider", { name: "Lanes of all subtasks over time" });
  const box = await lanes.boundingBox();
  const found = new Set<string>();
  for (let x = 114; x < (box?.width ?? 0) && found.size < 2; x += 5) {
    await page.mouse.move((box?.x ?? 0) + x, (box?.y ?? 0) + 18);
    // What is below the pointer is said in the next frame.
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
    if ((await lanes.getAttribute("data-over")) !== "cut") continue;
    const title = await page.getByRole("tooltip").locator("b").textContent();
    if (title === null || found.has(title)) continue;
    found.add(title);
    await page.mouse.down();
    await page.mouse.up();
    await expect(app.inspector.getByRole("heading", { level: 2 })).toHaveText(title.replace("Cut of checkpoint", "Checkpoint"));
  }
  expect(found.size).toBe(2);
});

test("[UI120] its row opens it, too, and from there the run is shown at its moment", async ({ app, page }) => {
  await app.timeline("Checkpoints");
  await page.getByRole("button", { name: "#2", exact: true }).click();
  await expect(app.inspector.getByRole("heading", { name: "Checkpoint #2" })).toBeVisible();
  await app.inspector.getByRole("button", { name: "Go to it" }).click();
  await expect(page.getByText(/^In the past: event/)).toBeVisible();
  await expect(card(page, 2)).toHaveAccessibleName("Checkpoint 2, complete");
  await page.getByRole("button", { name: "Return to live, L" }).click();
});

test("[UI128] both views are zoomed by a press", async ({ page }) => {
  const zoom = page.getByRole("group", { name: "Zoom" });
  for (const view of ["Logical", "Physical"]) {
    await page.getByRole("button", { name: view }).click();
    await zoom.getByRole("button", { name: "Zoom to 100%" }).click();
    await expect(zoom).toContainText("100%");
    await zoom.getByRole("button", { name: "Zoom in" }).click();
    await expect(zoom).toContainText("125%");
    await zoom.getByRole("button", { name: "Show everything" }).click();
  }
});

test("[UI129] the legend lists what is drawn now, on the picture and on the lanes", async ({ app, page }) => {
  const legend = page.getByRole("region", { name: "Legend" });
  await app.timeline("Lanes");
  const buttons = page.getByRole("button", { name: "Legend" });
  await buttons.last().click();
  await expect(legend.getByText("Cut of a checkpoint", { exact: true })).toBeVisible();
  await expect(legend.getByText("Failure", { exact: true })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(legend).toHaveCount(0);
  await buttons.first().click();
  await expect(legend.getByText("State", { exact: true })).toBeVisible();
  await expect(legend.getByText("Cut of a checkpoint", { exact: true })).toHaveCount(0);
  await page.keyboard.press("Escape");
});

test("[UI122] what the job needs is not deleted, and it says why", async ({ app, page }) => {
  await card(page, 3).click();
  const remove = app.inspector.getByRole("button", { name: "Delete", exact: true });
  await expect(remove).toHaveAccessibleDescription("The job goes back to it when something fails.");
  await expect(remove).toHaveAttribute("aria-disabled", "true");
});

test("[UI124] one can be triggered on the shelf, and not among the faults", async ({ page }) => {
  const shelf = page.getByRole("region", { name: "Checkpoints" });
  await expect(shelf.getByRole("button", { name: "Trigger a checkpoint" })).toHaveText("Trigger");
  await page.keyboard.press("KeyK");
  await expect(page.getByRole("menuitem", { name: /checkpoint/i })).toHaveCount(0);
  await page.keyboard.press("Escape");
});

test("[UI125] the right button on what is drawn of a run says what can be done with it", async ({ app, page }) => {
  const menu = page.getByRole("menu");
  const entry = (name: string) => menu.getByRole("menuitem", { name });
  await card(page, 1).click({ button: "right" });
  await expect(entry("Delete")).toContainText("Its files are gone");
  await entry("Open it").click();
  await expect(app.inspector.getByRole("heading", { name: "Checkpoint #1" })).toBeVisible();
  await app.timeline("Log");
  await page.getByRole("row", { name: /checkpointCompleted.*#3/ }).click({ button: "right" });
  await entry("Open checkpoint #3").click();
  await expect(app.inspector.getByRole("heading", { name: "Checkpoint #3" })).toBeVisible();
  await app.sinkOutput("table");
  await page.getByRole("table", { name: "Rows of table" }).getByRole("row").nth(1).click({ button: "right" });
  await expect(entry("Go to this moment")).toBeVisible();
  await page.keyboard.press("Escape");
  await app.timeline("Lanes");
  const lanes = await page.getByRole("slider", { name: "Lanes of all subtasks over time" }).boundingBox();
  await page.mouse.click((lanes?.x ?? 0) + 20, (lanes?.y ?? 0) + 38, { button: "right" });
  await expect(entry("Kill words 0")).toBeVisible();
  await page.keyboard.press("Escape");
});

test("[UI125] the menu key opens the menu of what has the focus, which has it again behind it", async ({ app, page }) => {
  const menu = page.getByRole("menu");
  const subtask = page.getByRole("application").getByRole("button", { name: "count 1", exact: true });
  await subtask.focus();
  await page.keyboard.press("Shift+F10");
  await expect(menu.getByRole("menuitem", { name: "Kill count 1", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(subtask).toBeFocused();
  await page.getByRole("button", { name: "Logical" }).click();
  const operator = app.canvas.locator(".react-flow__node").filter({ hasText: "count" }).first();
  await operator.focus();
  await page.keyboard.press("ContextMenu");
  await expect(menu.getByRole("menuitem", { name: /^Duplicate/ })).toContainText(/Ctrl D|⌘ D/);
  await menu.getByRole("menuitem", { name: /^Rename/ }).click();
  await expect(page.getByRole("textbox", { name: "Name of count" })).toBeFocused();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Physical" }).click();
});

test("[UI121] [UI126] [UI127] Restore goes back to the newest now, to an older one as a branch, and the output is as without it", async ({ app, page }) => {
  const restore = app.inspector.getByRole("button", { name: "Restore", exact: true });
  await card(page, 3).click();
  await expect(app.inspector).toContainText("all subtasks start again from it");
  await restore.click();
  await app.runButton.click();
  await app.finished();
  expect((await app.committedRows("table")).toSorted()).toEqual(expectedRows(60));
  const recovery = page.getByRole("main").getByRole("region", { name: "The last recovery" });
  await expect(recovery).toContainText("Restored from #3");
  await recovery.getByRole("button", { name: "Run it without the failure" }).click();
  await expect(recovery.getByRole("status")).toHaveText("yes: 60 rows, the same in both", { timeout: 60_000 });
  await page.getByRole("button", { name: /^Checkpoint 2, / }).click();
  await expect(app.inspector).toContainText("Restore makes branch B");
  await app.starts(() => restore.click());
  // A branch begins at the speed of the document.
  await app.atFullSpeed();
  await app.finished();
  await expect(page.getByRole("region", { name: "Transport" }).getByRole("button", { name: "B", exact: true })).toBeVisible();
  expect((await app.committedRows("table")).toSorted()).toEqual(expectedRows(60));
  await app.timeline("Branches");
  await expect(page.getByRole("row", { name: /Restore checkpoint #2/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Branches of this run" }).getByRole("status")).toContainText("The same: 60 rows in both.");
});

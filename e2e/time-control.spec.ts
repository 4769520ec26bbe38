import { expect, testsOfOnePage } from "./app.ts";
import { countedWords } from "./jobs.ts";

/** The example behind its second checkpoint, paused. Each test goes on from where the one before it left the run. */
const test = testsOfOnePage(async (app) => {
  await app.open();
  await app.page.getByRole("button", { name: /^1 See a snapshot happen/ }).click();
  await expect(app.runButton).toHaveText("Resume");
  for (let checkpoint = 1; checkpoint <= 2; checkpoint++) await app.toNextCheckpoint();
});

test("[PX16] a breakpoint set by keyboard pauses the run, is listed, and can be removed", async ({ app, page }) => {
  await page.getByRole("application").getByRole("button", { name: "count 0", exact: true }).press("Enter");
  await page.keyboard.press("KeyB");
  const dialog = page.getByRole("dialog", { name: "Breakpoint" });
  await expect(dialog).toContainText("Where: count 0");
  await dialog.getByLabel("Key").fill("weir");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("application").getByRole("button", { name: "count 0, Breakpoint" })).toBeVisible();

  const transport = page.getByRole("region", { name: "Transport" });
  await transport.getByRole("button", { name: "Run", exact: true }).click();
  await expect(transport.getByRole("status")).toHaveText(/^Paused after event [\d,]+: record, key weir, at count 0$/);
  await expect(app.runButton).toHaveText("Resume");

  await transport.getByRole("button", { name: "1 breakpoint" }).click();
  await page.getByRole("menuitem", { name: "Remove the breakpoint: record, key weir, at count 0" }).click();
  await page.keyboard.press("Escape");
  await expect(transport.getByRole("button", { name: "0 breakpoints" })).toBeVisible();
});

test("[OB15] a record is followed from its source to the sink, and its steps are listed", async ({ app, page }) => {
  await page.getByRole("application").getByRole("button", { name: "count 0", exact: true }).press("Enter");
  await app.inspector.getByRole("tab", { name: "Data" }).click();
  await app.inspector.getByRole("button", { name: "Follow this record" }).last().click();
  await page.getByRole("button", { name: /^Follows .*: \d+ steps$/ }).click();
  const steps = page.getByRole("table", { name: "Followed record" });
  for (const step of [/^read /, /^sent record /, /^received /, /^stateWritten /]) {
    await expect(steps.getByRole("cell", { name: step }).first()).toBeVisible();
  }
  await page.getByRole("button", { name: "Stop following the record" }).click();
  await expect(page.getByRole("table", { name: "Log of the run" })).toBeVisible();
});

test("[OB52] charts of the run are drawn over its time, move with the moment on screen, and have a table", async ({ app, page }) => {
  await app.timeline("Charts");
  const charts = page.getByRole("slider", { name: /^Charts of the run/ });
  const end = Number(await charts.getAttribute("aria-valuenow"));
  // What is drawn: more than one colour of ink in the room of each column.
  const drawn = (): Promise<number> =>
    charts.evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return 0;
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      const colors = new Set<string>();
      for (let at = 0; at < data.length; at += 16) colors.add(`${data[at]} ${data[at + 1]} ${data[at + 2]}`);
      return colors.size;
    });
  await expect.poll(drawn).toBeGreaterThan(12);
  await charts.press("PageUp");
  await expect(charts).toHaveAttribute("aria-valuenow", String(end - 100));
  const box = await charts.boundingBox();
  await page.mouse.click((box?.x ?? 0) + 160, (box?.y ?? 0) + 60);
  await expect.poll(async () => Number(await charts.getAttribute("aria-valuenow"))).toBeLessThan(end / 2);
  await charts.press("End");
  await page.getByRole("button", { name: "Table", exact: true }).click();
  const table = page.getByRole("region", { name: "Figures at the moment on screen" });
  await expect(table.getByRole("row", { name: /^count .*\/s .*\d+% .*#\d+ [\d.]+ m?s [\d.]+ K?B \d+$/ })).toBeVisible();
  await expect(table.getByRole("row", { name: /^whole job .*\/s .*#\d+ / })).toBeVisible();
});

test("[OB50][OB53] a function is tried on rows of the run; nodes have a spark line", async ({ app, page }) => {
  await page.getByRole("button", { name: "Logical", exact: true }).click();
  await page.locator('[data-operator="words"]').click();
  await page.keyboard.press("Digit0");
  await app.inspector.getByRole("tab", { name: "Config" }).click();
  await app.inspector.getByRole("button", { name: "Rows of the run" }).click();
  await expect(app.inspector).toContainText(/The newest \d+ rows it got, up to event [\d,]+\./);
  await expect(app.inspector.getByRole("textbox", { name: "Sample rows" })).toHaveValue(/^\["[a-z ]+","20\d\d-/);
  await app.inspector.getByRole("button", { name: "Try", exact: true }).click();
  await expect(app.inspector.locator(".trial-passed")).toHaveText(/rows were emitted/);
  await app.inspector.getByRole("button", { name: "Samples" }).click();
  await expect(app.inspector).toContainText("on sample rows");
  await expect(page.locator(".rate-spark path").first()).toHaveAttribute("d", /^M0\.0 /);
  await page.getByRole("button", { name: "Physical", exact: true }).click();
});

test("[PX11][PX19] a fault in the past makes branch B, and both futures stand side by side", async ({ app, page }) => {
  await app.timeline("Lanes");
  const lanes = page.getByRole("slider", { name: "Lanes of all subtasks over time" });
  await lanes.press("PageUp");
  await lanes.press("PageUp");
  await page.keyboard.press("KeyK");
  await expect(page.getByText("You act in the past: this makes branch B")).toBeVisible();
  await page.getByRole("menuitem", { name: "Kill count 0", exact: true }).click();
  await app.timeline("Branches");
  const branches = page.getByRole("region", { name: "Branches of this run" });
  await expect(branches.getByRole("row", { name: /^B A, from .* Kill count 0 .* runs now$/ })).toBeVisible({ timeout: 45_000 });
  await expect(branches.getByRole("row", { name: /^A none .*Run A again/ })).toBeVisible();
  await expect(branches.getByRole("row", { name: /≠ count 0 .* 1 \/ 2$/ })).toBeVisible({ timeout: 45_000 });
});

test("[PX20] controls that mean nothing in a free run say why; run until a barrier rests it", async ({ app, page }) => {
  await app.importJob(countedWords({ name: "free count", rows: 4000, run: { mode: "freeRunning" }, intervalMs: 10 }));
  await app.run();
  const transport = page.getByRole("region", { name: "Transport" });
  const step = transport.getByRole("button", { name: "Step one event" });
  await expect(step).toHaveAttribute("aria-disabled", "true");
  await expect(step).toHaveAccessibleDescription(/A free run has no single events to step/);
  await expect(transport.getByRole("slider", { name: "Speed" })).toHaveAccessibleDescription(/as fast as its machine does/);
  await transport.getByRole("button", { name: /^Run until/ }).click();
  await expect(page.getByRole("menuitem", { name: /^late record/ })).toBeDisabled();
  await page.getByRole("menuitem", { name: "checkpoint complete" }).click();
  await expect(transport.getByRole("status")).toHaveText(/^Paused after event [\d,]+: checkpoint complete$/, { timeout: 45_000 });
  await expect(app.runButton).toHaveText("Resume");
});

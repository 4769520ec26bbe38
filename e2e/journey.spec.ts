import { readFile } from "node:fs/promises";
import { expect, test, type App } from "./app.ts";

const rows = 120;
const file = `card,amount\n${Array.from({ length: rows }, (_, row) => `${"ABC"[(row * row) % 3]}17,${row}`).join("\n")}\n`;

/** Running sum of each card, in the order of the file. */
function sums(): string[] {
  const sumOf = new Map<string, number>();
  return Array.from({ length: rows }, (_, row) => {
    const card = `${"ABC"[(row * row) % 3]}17`;
    const sum = (sumOf.get(card) ?? 0) + row;
    sumOf.set(card, sum);
    return JSON.stringify(["+I", card, String(sum)]);
  }).sort();
}

async function addBehind(app: App, words: string, name: string): Promise<void> {
  await app.page.keyboard.press("KeyA");
  await expect(app.page.getByRole("combobox", { name: /^Search .* operators/ })).toBeFocused();
  await app.page.keyboard.type(words);
  await app.page.keyboard.press("Enter");
  await expect(app.canvas.getByRole("group", { name: new RegExp(`^${name},`) })).toBeFocused();
}

async function runToEnd(app: App): Promise<string[]> {
  await app.finished();
  return (await app.committedRows("table")).sort();
}

test("[HB6][UI23][DC10] a dropped file becomes a job that outlives a killed worker; exported, reloaded and imported it writes the same", async ({ app, page }) => {
  await app.openBlank();
  await expect(app.canvas).toContainText("to add a source");
  await app.dropRecords("payments.csv", file);
  await expect(app.canvas.getByRole("group", { name: /^payments,/ })).toBeVisible();
  await addBehind(app, "running sum", "sum");
  await app.inspector.getByRole("combobox", { name: /^Field/ }).selectOption("amount");
  await app.canvas.getByRole("group", { name: /^sum,/ }).click();
  await addBehind(app, "exactly once", "table");
  await expect(page.getByRole("button", { name: "0 problems" })).toBeVisible();

  await app.canvas.click({ position: { x: 60, y: 500 } });
  await app.inspector.getByText("Flink options").click();
  await app.inspector.getByText("Teaching run").click();
  await app.inspector.getByRole("textbox", { name: "parallelism.default" }).fill("2");
  await app.inspector.getByRole("textbox", { name: "execution.checkpointing.interval" }).fill("100 ms");
  await app.inspector.getByRole("textbox", { name: "service time" }).fill("4");

  await app.runResting();
  await page.keyboard.press("KeyP");
  await app.atFullSpeed();
  await app.toNextCheckpoint();
  await app.canvas.getByRole("button", { name: /^sum 1/ }).press("Enter");
  await page.getByRole("button", { name: "Fault", exact: true }).click();
  await page.getByRole("menuitem", { name: /^Kill sum 1/ }).click();
  await app.runButton.click();
  const written = await runToEnd(app);
  expect(written).toEqual(sums());
  await app.timeline("Log");
  await expect(page.getByRole("table", { name: "Log of the run" })).toContainText(/attempt 2\s+FINISHED/);

  const download = page.waitForEvent("download");
  await page.keyboard.press("ControlOrMeta+KeyE");
  const exported = await readFile(await (await download).path(), "utf8");
  await page.reload();
  await expect(page.getByRole("banner").getByRole("button", { name: "blank" })).toBeVisible();
  await app.importFile("again.json", exported);
  await page.getByRole("dialog").getByRole("button", { name: "Open on canvas" }).click();
  await app.trust();
  const operators = app.canvas.getByRole("group", { name: / ×\d/ });
  await expect(operators).toHaveCount(3);
  await app.dropFile("payments.csv", file);
  await app.toldInToast("payments.csv is read by the source that names it");
  await expect(operators).toHaveCount(3);
  await app.runResting();
  await app.atFullSpeed();
  await app.runButton.click();
  expect(await runToEnd(app)).toEqual(written);
});

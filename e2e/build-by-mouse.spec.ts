import type { Locator } from "@playwright/test";
import { expect, test, type App } from "./app.ts";

function operator(app: App, name: string): Locator {
  return app.canvas.getByRole("group", { name: new RegExp(`^${name},`) });
}

/** Takes an operator from the palette with a click and puts it down with another. */
async function place(app: App, entry: string, at: { x: number; y: number }): Promise<void> {
  await app.page.getByRole("option", { name: entry }).click();
  await app.canvas.click({ position: at });
  await expect(operator(app, entry.split(" ")[0] ?? "")).toBeVisible();
}

async function connect(app: App, from: string, to: string): Promise<void> {
  const spout = await operator(app, from).getByTitle("Drag or click to connect").boundingBox();
  const wall = await operator(app, to).boundingBox();
  if (!spout || !wall) throw new Error("not on the canvas");
  await app.page.mouse.move(spout.x + spout.width / 2, spout.y + spout.height / 2);
  await app.page.mouse.down();
  await app.page.mouse.move(wall.x - 30, wall.y + wall.height / 2, { steps: 4 });
  await app.page.mouse.move(wall.x + 2, wall.y + wall.height / 2 - 12, { steps: 4 });
  await app.page.mouse.up();
}

test("[UI6][UI8] a job is drawn with the mouse alone, runs to its end, and writes what it should", async ({ app, page }) => {
  await app.openEmpty();
  await app.command("New job");
  await expect(app.canvas).toContainText("to add a source");

  // One by drag, the others by two clicks.
  const entry = page.getByRole("option", { name: /^values / });
  await entry.hover();
  const canvas = await app.canvas.boundingBox();
  await page.mouse.down();
  await page.mouse.move((canvas?.x ?? 0) + 60, (canvas?.y ?? 0) + 200, { steps: 3 });
  await page.mouse.move((canvas?.x ?? 0) + 140, (canvas?.y ?? 0) + 260, { steps: 3 });
  await page.mouse.up();
  await expect(operator(app, "values")).toBeVisible();
  await place(app, "count running", { x: 420, y: 260 });
  await place(app, "table live", { x: 700, y: 260 });

  await connect(app, "values", "count");
  await connect(app, "count", "table");
  await expect(page.getByRole("button", { name: "0 problems" })).toBeVisible();

  await operator(app, "count").click();
  await app.inspector.getByRole("textbox", { name: /^Name of the count/ }).fill("times");
  await operator(app, "values").click();
  await app.inspector.getByRole("textbox", { name: /^Rows/ }).fill('["river", 1]\n["weir", 2]\n["river", 3]');
  await app.inspector.getByRole("textbox", { name: /^Rows/ }).blur();

  await app.run();
  await app.finished();
  expect((await app.committedRows("table")).sort()).toEqual(['["+I","river","1"]', '["+I","river","2"]', '["+I","weir","1"]']);
});

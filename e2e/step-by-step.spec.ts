import type { Locator } from "@playwright/test";
import { expect, testsOfOnePage } from "./app.ts";
import { countedWords } from "./jobs.ts";

/** A job that rests behind its start. Its lanes were open before. */
const test = testsOfOnePage(async (app) => {
  await app.openJob(countedWords({ name: "steps", rows: 400, intervalMs: 20, run: { mode: "deterministic", seed: 3, speed: 0.1 } }));
  await app.timeline("Lanes");
  await expect(app.page.getByRole("tabpanel", { name: "Lanes" })).toBeVisible();
  await app.runResting();
});

/** What a person sees on the lanes: whether anything is drawn. */
const drawn = (lanes: Locator): Promise<boolean> =>
  lanes.evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0 || canvas.height === 0) return false;
    return canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0) === true;
  });

test("[UI111] lanes that were open before the run began show it, and so they do after it branched", async ({ app, page }) => {
  const lanes = page.getByRole("slider", { name: "Lanes of all subtasks over time" });
  await expect.poll(() => drawn(lanes)).toBe(true);
  await app.toNextCheckpoint();
  for (let back = 0; back < 5; back++) await lanes.press("ArrowLeft");
  await page.keyboard.press("KeyK");
  await page.getByRole("menuitem", { name: "Kill count 0", exact: true }).click();
  await expect(page.getByRole("region", { name: "Transport" }).getByRole("button", { name: "B", exact: true })).toBeVisible();
  await expect.poll(() => drawn(lanes)).toBe(true);
  await expect(app.runButton).toHaveText("Pause");
  await app.runButton.click();
  await expect(app.runButton).toHaveText("Resume");
});

test("[UI112] Find finds what is typed, each time it is opened", async ({ page }) => {
  for (const [typed, found] of [["checkpoint complete", "Run until checkpoint complete"], ["licences", "Licences"], ["checkpoint complete", "Run until checkpoint complete"]] as const) {
    await page.keyboard.press("ControlOrMeta+KeyK");
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("combobox")).toBeFocused();
    await page.keyboard.type(typed);
    await expect(dialog.getByRole("option").first()).toContainText(found);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
});

test("[UI112] Find that is opened again before the browser has closed it is empty", async ({ page }) => {
  await page.keyboard.press("ControlOrMeta+KeyK");
  const search = page.getByRole("dialog").getByRole("combobox");
  await expect(search).toBeFocused();
  await page.keyboard.type("licences");
  // Both in one task: the browser has no time to tell that the first one is closed.
  await page.evaluate(() => {
    document.querySelector("dialog")?.close();
    const key = { key: "k", code: "KeyK", ctrlKey: true, bubbles: true, cancelable: true };
    document.querySelector("[data-region=canvas]")?.dispatchEvent(new KeyboardEvent("keydown", key));
  });
  await expect(search).toBeFocused();
  await expect(search).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("[UI113] a step shows one event, wherever the run has got to", async ({ app, page }) => {
  await app.timeline("Log");
  for (let step = 1; step <= 8; step++) {
    const before = Number((await app.readout("event")).replaceAll(",", ""));
    await page.getByRole("region", { name: "Transport" }).getByRole("button", { name: "Step one event" }).click();
    await expect.poll(async () => Number((await app.readout("event")).replaceAll(",", ""))).toBeGreaterThan(before);
    expect(Number((await app.readout("event")).replaceAll(",", ""))).toBe(before + 1);
  }
});

test("[UI114] behind Run until, Space goes on, and the button says what was run until", async ({ app, page }) => {
  const until = page.getByRole("button", { name: /^Run until/ });
  await until.click();
  await page.getByRole("menuitem", { name: "checkpoint complete" }).click();
  await expect(app.runButton).toHaveText("Resume");
  await expect(until).toHaveText("Run until checkpoint complete");
  await page.keyboard.press("Space");
  await expect(app.runButton).toHaveText("Pause");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await page.keyboard.press("Space");
  await expect(app.runButton).toHaveText("Resume");
});

test("[UI115] a press on a subtask, and Enter, opens the inspector that was closed", async ({ app, page }) => {
  await page.getByRole("button", { name: "Physical" }).click();
  await app.inspector.getByRole("button", { name: "Close the inspector" }).click();
  await expect(app.inspector).toBeHidden();
  const box = await page.getByRole("application").getByRole("button", { name: "count 1", exact: true }).boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 12);
  await expect(app.inspector).toContainText("count 1");
  await app.inspector.getByRole("button", { name: "Close the inspector" }).click();
  await page.getByRole("application").getByRole("button", { name: "count 0", exact: true }).press("Enter");
  await expect(app.inspector).toContainText("count 0");
});

test("[UI115] in a window where it is closed at first, a press on an operator or an edge opens the inspector, one that adds to the selection does not", async ({ app, page }) => {
  await page.setViewportSize({ width: 1180, height: 820 });
  await page.getByRole("button", { name: "Logical" }).click();
  const close = app.inspector.getByRole("button", { name: "Close the inspector" });
  await close.click();
  const operator = (name: string): Locator => page.getByRole("application").getByRole("group", { name: new RegExp(`^${name},`) });
  await operator("count").click();
  await expect(app.inspector).toContainText("count");
  await close.click();
  await operator("words").click({ modifiers: ["Shift"] });
  await expect(page.locator(".react-flow__node.selected")).toHaveCount(2);
  await expect(app.inspector).toBeHidden();
  await page.locator(".flume-hit").first().click({ force: true });
  await expect(app.inspector).toBeVisible();
});

test("[UI41] on a telephone every control is on the screen, and Escape leads from the palette to a node", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const region of [page.getByRole("banner"), page.getByRole("region", { name: "Transport" })]) {
    for (const button of await region.getByRole("button").all()) {
      if (await button.isVisible()) await expect(button).toBeInViewport({ ratio: 1 });
    }
  }
  await page.getByRole("button", { name: "Physical" }).click();
  await page.keyboard.press("Alt+Digit1");
  await expect(page.getByRole("slider", { name: "Lanes of all subtasks over time" })).toBeVisible();
  await page.getByRole("button", { name: "Step one event" }).click();
  await page.keyboard.press("Alt+Digit1");
  await page.getByRole("button", { name: "Logical" }).click();
  await page.setViewportSize({ width: 800, height: 900 });
  await page.keyboard.press("KeyA");
  await expect(page.getByRole("combobox", { name: /^Search/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.locator(".react-flow__node:focus")).toHaveCount(1);
});

import { expect, test } from "./app.ts";

test("[UI8][UI10][UI17] a job is drawn, set up, run and stepped through with the keyboard alone", async ({ app, page }) => {
  const { keyboard } = page;
  await app.open();
  await expect(page.getByText("6 workers in your browser")).toBeVisible();
  await keyboard.press("Digit2");
  await expect(app.canvas).toContainText("to add a source");
  // Nothing has run here: what is drawn of the job owes nothing to the views of a run.
  await expect(app.inspector.locator("summary").first()).toHaveCSS("list-style-type", "none");

  // A searches the palette; Enter adds behind the selection and joins it.
  const search = page.getByRole("combobox", { name: /^Search .* operators/ });
  for (const [word, name] of [
    ["values", "values"],
    ["running count", "count"],
    ["exactly once", "table"],
  ] as const) {
    await keyboard.press("KeyA");
    await expect(search).toBeFocused();
    await keyboard.press("ControlOrMeta+KeyA");
    await keyboard.type(word);
    await keyboard.press("Enter");
    await expect(app.canvas.getByRole("group", { name: new RegExp(`^${name},`) })).toBeFocused();
  }
  await expect(page.getByRole("button", { name: "0 problems" })).toBeVisible();

  // X cuts the edges into the selected operator, C joins again by number.
  await keyboard.press("KeyX");
  await expect(page.getByRole("button", { name: "0 problems" })).toBeHidden();
  await keyboard.press("ArrowLeft");
  await expect(app.canvas.getByRole("group", { name: /^count,/ })).toBeFocused();
  await keyboard.press("KeyC");
  await keyboard.press("Digit1");
  await expect(page.getByRole("button", { name: "0 problems" })).toBeVisible();

  // Enter opens the configuration of what is selected.
  await keyboard.press("Alt+ArrowLeft");
  await expect(app.canvas.getByRole("group", { name: /^count,/ })).toBeFocused();
  await keyboard.press("Enter");
  await expect(app.inspector.getByRole("textbox", { name: /^Name of the count/ })).toBeFocused();
  await keyboard.press("ControlOrMeta+KeyA");
  await keyboard.type("times");
  await expect(app.canvas.getByRole("group", { name: /^count, times,/ })).toBeVisible();

  await app.starts(() => app.command("Run, pause, resume"));
  await app.finished();
  await keyboard.press("Alt+Digit4");
  await expect(page.getByRole("table", { name: "Rows of table" }).getByRole("row")).toHaveCount(4);
  expect((await app.committedRows("table")).sort()).toEqual(['["+I","water","1"]', '["+I","weir","1"]', '["+I","weir","2"]']);
});

test("[UI17] every region is reached with F6, and a menu or dialog lets go with Escape", async ({ app, page }) => {
  await app.openEmpty();
  const reached = new Set<string>();
  for (let press = 0; press < 9; press++) {
    await page.keyboard.press("F6");
    reached.add(await page.evaluate(() => document.activeElement?.closest<HTMLElement>("[data-region]")?.dataset["region"] ?? ""));
  }
  expect([...reached].sort()).toEqual(expect.arrayContaining(["canvas", "dock", "timeline", "top", "transport"]));
  await page.keyboard.press("ControlOrMeta+KeyK");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("Shift+Slash");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

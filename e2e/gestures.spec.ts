import type { Locator, Page } from "@playwright/test";
import { expect, testsOfOnePage } from "./app.ts";

const test = testsOfOnePage((app) => app.openEmpty());

/** A new job of `words`, each added behind the one before; with `apart` nothing is joined. */
async function newJob(page: Page, words: readonly string[], apart = false): Promise<void> {
  await page.keyboard.press("ControlOrMeta+KeyK");
  await page.getByRole("dialog").getByRole("combobox").fill("New job");
  await page.keyboard.press("Enter");
  await expect(page.locator(".empty-canvas")).toBeVisible();
  for (const [place, word] of words.entries()) {
    await page.keyboard.press("a");
    await expect(page.getByRole("combobox", { name: /^Search \d+/ })).toBeFocused();
    await page.keyboard.type(word);
    await page.keyboard.press("Enter");
    await expect(page.locator(".operator-node")).toHaveCount(place + 1);
    await expect(page.locator(".react-flow__node:focus")).toHaveCount(1);
    if (apart) await page.keyboard.press("Escape");
  }
}

const operator = (page: Page, id: string): Locator => page.locator(`[data-operator="${id}"]`);
const labels = (page: Page): Promise<string[]> => page.locator(".flume-label").allTextContents();
const undo = (page: Page): Promise<void> => page.keyboard.press("Control+z");

async function boxOf(part: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await part.boundingBox();
  if (!box) throw new Error("not on screen");
  return box;
}

/** Presses at a point, and moves by as much; the button stays down. */
async function drag(page: Page, from: { x: number; y: number }, by: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + by.x / 2, from.y + by.y / 2, { steps: 3 });
  await page.mouse.move(from.x + by.x, from.y + by.y, { steps: 3 });
}

test("[UI160] an operator let go near a port is joined to it, shown while it is dragged, in one step; from the palette too", async ({ page }) => {
  await newJob(page, ["values", "count per"], true);
  await expect.poll(() => labels(page)).toEqual([]);
  const node = await boxOf(operator(page, "count-1"));
  await drag(page, { x: node.x + 100, y: node.y + 40 }, { x: -60, y: 16 });
  await expect(page.locator(".gesture-preview")).toHaveText("hash(word)");
  await page.mouse.up();
  await expect.poll(() => labels(page)).toEqual(["hash(word)"]);
  await expect(page.locator(".gesture-preview")).toHaveCount(0);
  await undo(page);
  await expect.poll(() => labels(page)).toEqual([]);
  await expect.poll(async () => (await boxOf(operator(page, "count-1"))).x).toBe(node.x);

  const entry = await boxOf(page.locator('[data-operator-type="print"]'));
  await page.mouse.move(entry.x + 40, entry.y + 10);
  await page.mouse.down();
  await page.mouse.move(entry.x + 100, entry.y + 20, { steps: 3 });
  await page.mouse.move(node.x + node.width + 160, node.y + 50, { steps: 4 });
  await expect(page.locator(".gesture-preview path")).toHaveCount(1);
  await page.mouse.up();
  await expect(page.locator(".flume")).toHaveCount(1);
  await undo(page);
  await expect(page.locator(".operator-node")).toHaveCount(2);
});

test("[UI161] an edge let go on empty canvas asks what follows there; I asks so from the keyboard", async ({ page }) => {
  await newJob(page, ["values"]);
  const spout = await boxOf(operator(page, "values-1").locator(".port.is-spout"));
  await drag(page, { x: spout.x + 12, y: spout.y + 12 }, { x: 160, y: 140 });
  await page.mouse.up();
  const palette = page.getByRole("dialog", { name: "What follows values" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await expect(palette.locator('[data-operator-type="values"]')).toHaveCount(0);
  await page.keyboard.type("filt");
  await page.keyboard.press("Enter");
  await expect(palette).toHaveCount(0);
  await expect(page.locator(".flume")).toHaveCount(1);
  await expect(operator(page, "filter-1")).toHaveClass(/is-selected/);
  const placed = await boxOf(operator(page, "filter-1"));
  expect(Math.abs(placed.x - (spout.x + 172))).toBeLessThan(16);
  await undo(page);
  await expect(page.locator(".operator-node")).toHaveCount(1);

  await operator(page, "values-1").click();
  await page.keyboard.press("i");
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(palette).toHaveCount(0);
  await expect(page.locator(".react-flow__node:focus")).toHaveCount(1);
  await page.keyboard.press("i");
  await palette.getByRole("combobox").fill("count per");
  await page.keyboard.press("Enter");
  await expect.poll(() => labels(page)).toEqual(["hash(word)"]);
});

test("[UI162] an operator is inserted on an edge: by its +, by key, and by letting it go there; what follows makes room", async ({ page }) => {
  await newJob(page, ["values", "count per"]);
  const before = await boxOf(operator(page, "count-1"));
  const edge = page.locator(".react-flow__edge");
  // The camera may still come to rest below the pointer.
  await expect(async () => {
    await edge.first().hover();
    await edge.first().locator(".flume-insert").click({ timeout: 2_000 });
  }).toPass();
  const palette = page.getByRole("dialog", { name: "Between values and count" });
  await expect(palette.locator('[data-operator-type="print"]')).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.type("filter");
  await page.keyboard.press("Enter");
  await expect(operator(page, "filter-1")).toHaveClass(/is-selected/);
  await expect.poll(async () => (await labels(page)).sort()).toEqual(["forward", "hash(word)"]);
  await expect(async () => {
    const [inserted, behind] = [await boxOf(operator(page, "filter-1")), await boxOf(operator(page, "count-1"))];
    expect(behind.x).toBeGreaterThan(inserted.x + inserted.width);
  }).toPass();
  await undo(page);
  await expect.poll(() => labels(page)).toEqual(["hash(word)"]);
  await expect.poll(async () => (await boxOf(operator(page, "count-1"))).y).toBe(before.y);

  await operator(page, "values-1").click();
  await page.keyboard.press("Alt+ArrowRight");
  await page.keyboard.press("i");
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("map");
  await page.keyboard.press("Enter");
  await expect(page.locator(".flume")).toHaveCount(2);
  await undo(page);

  const line = await boxOf(edge.first());
  const entry = await boxOf(page.locator('[data-operator-type="filter"]'));
  await drag(page, { x: entry.x + 40, y: entry.y + 10 }, { x: line.x + line.width / 2 - entry.x - 40, y: line.y + line.height / 2 - entry.y - 10 });
  await expect(page.locator(".gesture-preview path")).toHaveCount(2);
  await page.mouse.up();
  await expect(page.locator(".flume")).toHaveCount(2);
  await undo(page);
  await expect(page.locator(".operator-node")).toHaveCount(2);
});

test("[UI163] several selected operators are edited at once, with mixed values said; one step", async ({ app, page }) => {
  await newJob(page, ["values", "map", "filter"]);
  if (!(await app.inspector.isVisible())) await page.keyboard.press("Control+i");
  await app.inspector.getByRole("textbox", { name: /^parallelism/ }).first().fill("2");
  await page.keyboard.press("Escape");
  await page.locator(".react-flow__node:focus").waitFor();
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(app.inspector.getByRole("heading", { name: "2 operators" })).toBeVisible();
  await expect(app.inspector).toContainText("map default, filter 2");
  await page.keyboard.press("Enter");
  const field = app.inspector.getByRole("textbox", { name: /^parallelism/ }).first();
  await expect(field).toHaveAttribute("placeholder", "mixed");
  await field.fill("3");
  await expect(page.locator(".node-parallelism")).toHaveText(["×1", "×3", "×3"]);
  await expect(field).toHaveValue("3");
  await field.blur();
  await undo(page);
  await expect(page.locator(".node-parallelism")).toHaveText(["×1", "×1", "×2"]);
});

test("[UI164] an operator is renamed in the inspector, by mouse and by keyboard", async ({ app, page }) => {
  await newJob(page, ["values"]);
  if (!(await app.inspector.isVisible())) await page.keyboard.press("Control+i");
  await app.inspector.getByRole("button", { name: "values", exact: true }).click();
  await page.keyboard.type("orders");
  await page.keyboard.press("Enter");
  await expect(operator(page, "values-1").locator(".node-name")).toHaveText("orders");
  const title = app.inspector.getByRole("button", { name: "orders", exact: true });
  await expect(title).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("lost");
  await page.keyboard.press("Escape");
  await expect(title).toBeFocused();
  await page.keyboard.press("Escape");
  await undo(page);
  await expect(operator(page, "values-1").locator(".node-name")).toHaveText("values");
});

test("[UI168] a blank name is refused where it is typed: operator and job keep theirs", async ({ app, page }) => {
  await newJob(page, ["values"]);
  if (!(await app.inspector.isVisible())) await page.keyboard.press("Control+i");
  await app.inspector.getByRole("button", { name: "values", exact: true }).click();
  await page.keyboard.type("  ");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText("A name is needed: “values” stays");
  await expect(operator(page, "values-1").locator(".node-name")).toHaveText("values");
  await page.locator(".react-flow__pane").click({ position: { x: 40, y: 40 } });
  const name = app.inspector.getByRole("textbox", { name: "name", exact: true });
  const before = await name.inputValue();
  await name.fill("");
  await expect(app.inspector.getByRole("status")).toHaveText(`A name is needed: “${before}” stays`);
  await name.blur();
  await expect(name).toHaveValue(before);
});

test("[UI165] keyBy is found in the palette and goes to the edge: the selected operator's, or one that is asked for", async ({ app, page }) => {
  await newJob(page, ["values", "filter", "print"]);
  await expect.poll(() => labels(page)).toEqual(["forward", "forward"]);
  const edge = (name: string): Locator => page.locator(`.react-flow__edge[aria-label="${name}"]`);
  const choose = async (): Promise<void> => {
    await page.keyboard.press("a");
    await page.keyboard.type("partition by");
    await page.keyboard.press("Enter");
  };
  await operator(page, "filter-1").click();
  await choose();
  await expect(edge("filter → print, hash(word)")).toHaveCount(1);
  await expect(app.inspector.getByRole("radio", { name: /hash/ })).toBeChecked();
  await expect(app.inspector.locator(".chosen-fields select")).toBeFocused();
  await page.keyboard.press("Escape");
  await undo(page);
  await expect.poll(() => labels(page)).toEqual(["forward", "forward"]);

  await page.keyboard.press("Escape");
  await choose();
  await expect(page.getByText("keyBy: choose an edge")).toBeVisible();
  await expect(page.locator(".edge-number")).toHaveText(["1", "2"]);
  await page.keyboard.press("1");
  await expect(edge("values → filter, hash(word)")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await undo(page);

  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: /^Search \d+/ }).fill("keyby");
  await page.locator('[data-operator-type="keyBy"]').click();
  await edge("filter → print, forward").locator(".flume-hit").click({ force: true });
  await expect(edge("filter → print, hash(word)")).toHaveCount(1);
});

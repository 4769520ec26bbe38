import type { Page } from "@playwright/test";
import { expect, testsOfOnePage } from "./app.ts";
import { formatSpeed } from "../src/designer/i18n/format.ts";
import { speedOf } from "../src/designer/run/session-state.ts";
import { examples } from "../src/designer/examples/examples.ts";
import { messages } from "../src/designer/i18n/messages-en.ts";

/** Names that are no words of a language: messages whose key was not found. */
const rawKey = /"(?:[a-z]\w*\.)+[a-zA-Z]\w*"/;

/** Nothing is made one's own before the last test: each visit is a first one. */
const test = testsOfOnePage((app) => app.open());

test("[UI24] a first visit shows the word count at work, and a checkpoint completes by itself", async ({ app, page, baseURL }) => {
  await expect(page.getByRole("heading", { name: "Draw a stream. Watch it checkpoint. Run it on Flink." })).toBeVisible();
  await expect(page.getByText("6 workers in your browser")).toBeVisible();

  await app.checkpointComplete();
  await expect(app.status).toContainText("invariants hold");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(app.requests.filter((url) => !url.startsWith(baseURL ?? "") && !/^(blob|data):/.test(url))).toEqual([]);
  expect(await page.locator("body").ariaSnapshot()).not.toMatch(rawKey);
});

/** Sentences of the English messages; a single word may be a name that a person gave. */
const english = new Set(leaves(messages).filter((message) => message.includes(" ") && !message.includes("{")));

function leaves(tree: object): string[] {
  return Object.values(tree).flatMap((value: unknown) => (typeof value === "string" ? [value] : leaves(Object(value))));
}

/** English sentences in the texts and labels of the page. */
async function leftOver(page: Page): Promise<string[]> {
  const shown = await page.evaluate(() => {
    const labels = [...document.querySelectorAll("[aria-label], [title], [placeholder]")].flatMap((element) =>
      ["aria-label", "title", "placeholder"].map((name) => element.getAttribute(name) ?? ""),
    );
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) labels.push(texts.currentNode.textContent?.trim() ?? "");
    return labels;
  });
  return shown.filter((words) => english.has(words));
}

test("[UI31] no English is left over in Chinese", async ({ app, page }) => {
  await page.goto("./?lang=zh-Hans");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await expect(page.getByRole("button", { name: /检查点 1/ })).toBeVisible({ timeout: 30_000 });
  const screens = [await page.locator("body").ariaSnapshot()];
  const found = await leftOver(page);
  await page.keyboard.press("KeyP");
  await page.getByRole("group", { name: /count/ }).first().click();
  screens.push(await page.locator("body").ariaSnapshot());
  await page.keyboard.press("Alt+Digit1");
  screens.push(await page.locator("body").ariaSnapshot());
  await page.keyboard.press("ControlOrMeta+KeyK");
  screens.push(await page.getByRole("dialog").ariaSnapshot());
  found.push(...(await leftOver(page)));
  expect(found).toEqual([]);
  expect(screens.join("\n")).not.toMatch(rawKey);
  expect(app.complaints).toEqual([]);
});

test("with reduced motion nothing travels, and the run goes on", async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await app.open();
  const stop = await page.evaluateHandle(() => {
    const seen = new Set<string>();
    const look = (): void => {
      for (const { effect, playState } of document.getAnimations()) {
        const moved = effect instanceof KeyframeEffect ? effect.target : null;
        if (playState === "running") seen.add(moved?.className ?? "something");
      }
      frame = requestAnimationFrame(look);
    };
    let frame = requestAnimationFrame(look);
    return (): readonly string[] => {
      cancelAnimationFrame(frame);
      return [...seen];
    };
  });
  await app.checkpointComplete(2);
  expect(await stop.evaluate((end) => end())).toEqual([]);
  await page.emulateMedia({ reducedMotion: null });
});

/** Pixels of the title, the words and the doors that lie beyond the canvas or under a button of the view. */
function covered(): readonly string[] {
  const canvas = document.querySelector("main")?.getBoundingClientRect() ?? new DOMRect();
  const buttons = [...document.querySelectorAll("main button:not(.door)")].map((button) => button.getBoundingClientRect());
  const found: string[] = [];
  for (const part of document.querySelectorAll(".first-run h1, .first-run p, .first-run .door")) {
    const text = document.createRange();
    text.selectNodeContents(part);
    for (const { left, right, top, bottom } of text.getClientRects()) {
      const isBeyond = left < canvas.left || right > canvas.right;
      const isUnder = buttons.some((button) => left < button.right && button.left < right && top < button.bottom && button.top < bottom);
      if (isBeyond || isUnder) found.push(part.textContent);
    }
  }
  return found;
}

test("[UI145] title and doors of a first visit are clear of the view's buttons, at every width, beside an open dock too", async ({ app, page }) => {
  await app.open();
  for (const width of [1440, 1280, 1180, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expect.poll(() => page.evaluate(covered), `${width} px`).toEqual([]);
    if (width < 1024) continue;
    await page.keyboard.press("ControlOrMeta+KeyB");
    await expect(page.locator("aside.dock")).toBeVisible();
    await expect.poll(() => page.evaluate(covered), `${width} px, dock open`).toEqual([]);
    await page.keyboard.press("ControlOrMeta+KeyB");
  }
  await page.setViewportSize({ width: 1440, height: 900 });
});

test("the three doors: to the next barrier, to an empty canvas, to the examples", async ({ app, page }) => {
  await page.getByRole("button", { name: /^1 See a snapshot happen/ }).click();
  await expect(app.runButton).toHaveText("Resume");
  await expect(page.getByRole("heading", { name: /Draw a stream/ })).toHaveCount(0);

  await page.reload();
  await page.getByRole("button", { name: /^3 Open an example/ }).click();
  await page.getByRole("dialog", { name: "Examples" }).getByRole("button", { name: "card alerts" }).click();
  await expect(page.getByRole("banner").getByRole("button", { name: "card alerts" })).toBeVisible();

  await page.reload();
  await page.getByRole("button", { name: /^2 Build your own/ }).click();
  await expect(app.canvas).toContainText("to add a source, or drag one here");
});

test("[UI141] [UI143] every example is opened from the gallery by keyboard, its picture on the card, its notes on the canvas, all of it in view", async ({ page }) => {
  for (const [index, { title, topics, notes, document }] of examples.entries()) {
    await choose(page, "Open an example");
    const gallery = page.getByRole("dialog", { name: "Examples" });
    await expect(gallery.getByRole("list").getByRole("button").first()).toBeFocused();
    for (let step = 0; step < index; step++) await page.keyboard.press("ArrowRight");
    const card = gallery.getByRole("button", { name: title.en, exact: true });
    await expect(card).toBeFocused();
    await expect(card.locator("svg rect")).toHaveCount(document.operators.length);
    await expect(card.locator("small")).toHaveCount(topics.length);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("banner").getByRole("button", { name: title.en, exact: true })).toBeVisible();
    await expect(page.getByText("0 problems")).toBeVisible();
    await expect(page.getByRole("slider", { name: "Speed" })).toHaveAttribute("aria-valuetext", formatSpeed(speedOf(document)));
    await seenWhole(page, Object.values(notes).map(({ en }) => en.split("\n")[0] ?? ""), document.operators.length);
  }
});

test("[UI142] [UI144] an example is found by its name in the command palette, and the job that was open stays among the saved ones", async ({ page }) => {
  const last = examples.at(-1);
  await page.getByRole("group", { name: new RegExp(`^${last?.document.operators[0]?.name},`) }).click();
  await page.keyboard.press("KeyN");
  await page.keyboard.type("mine");
  await page.keyboard.press("Escape");
  await choose(page, "word count");
  await expect(page.getByRole("banner").getByRole("button", { name: "word count", exact: true })).toBeVisible();
  const heading = page.getByText("A count for each word");
  await expect(page.getByRole("main").locator("[data-note]").filter({ has: heading })).toBeVisible();
  await page.keyboard.press("KeyP");
  await expect(page.getByRole("complementary", { name: "Inspector" }).locator(heading)).toBeVisible();
  await choose(page, "Open a job");
  await expect(page.getByRole("dialog").getByRole("button", { name: new RegExp(`^${last?.title.en} ?\\d+ operators`) })).toBeVisible();
});

/** What the command palette finds first of these words. */
async function choose(page: Page, words: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+KeyK");
  await expect(page.getByRole("dialog").getByRole("combobox")).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
}

/** All operators and the notes with these headings are on the canvas, and nothing of them beyond its edges. */
async function seenWhole(page: Page, headings: readonly string[], operators: number): Promise<void> {
  const canvas = page.getByRole("main", { name: "Canvas" });
  for (const heading of headings) await expect(canvas.locator("[data-note]").getByText(heading, { exact: true })).toBeVisible();
  await expect(canvas.locator(".react-flow__node-operator")).toHaveCount(operators);
  await expect(async () => {
    const room = await canvas.boundingBox();
    for (const node of await canvas.locator(".react-flow__node").all()) {
      const box = await node.boundingBox();
      expect(box && room && box.x >= room.x && box.y >= room.y && box.x + box.width <= room.x + room.width && box.y + box.height <= room.y + room.height).toBe(true);
    }
  }).toPass();
}

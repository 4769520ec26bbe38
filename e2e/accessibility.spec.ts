import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, testsOfOnePage, type App } from "./app.ts";
import { countedWords } from "./jobs.ts";

/** Axe in the page itself and loaded once. By itself it is loaded for each audit, into every frame and into a second page that sums up. */
async function axe(page: Page, parts: readonly string[]): Promise<AxeBuilder> {
  const isLoaded = await page.evaluate(() => "axe" in globalThis);
  const builder = new AxeBuilder({ page, ...(isLoaded && { axeSource: ";" }) }).setLegacyMode().options({ iframes: false, resultTypes: ["violations"] });
  for (const part of parts) builder.include(part);
  return builder;
}

/** Nothing serious, nothing critical in `parts` of the page; the contrast in both themes. What is behind a dialog is inert. */
async function audit({ page }: App, screen: string, parts: readonly string[] = ["html"]): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  const light = await (await axe(page, parts)).analyze();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const dark = await (await axe(page, parts)).withRules(["color-contrast"]).analyze();
  const grave = [...light.violations, ...dark.violations].filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = grave.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${screen}: ${id} at ${target.join(" ")}: ${failureSummary}`),
  );
  expect.soft(told).toEqual([]);
}

const region = (name: string): string => `[data-region="${name}"]`;

/** From the first visit on, in one page: axe is a script of half a megabyte, which takes as long to load as to look round. */
const test = testsOfOnePage(async (app) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: "reduce" });
  await app.open("./?lang=en");
  await page.getByRole("button", { name: /^Checkpoint \d/ }).first().waitFor();
  await app.runButton.click();
});

test("axe finds nothing serious on the first visit, in English", async ({ app }) => {
  await audit(app, "first run");
});

test("axe finds nothing serious on a run, in English: all its tabs", async ({ app, page }) => {
  await page.getByRole("application").getByRole("button", { name: /count 0/ }).press("Enter");
  await page.getByRole("tab", { name: "Lanes", exact: true }).click();
  await audit(app, "Lanes");
  for (const tab of ["Checkpoints", "Event time", "Sink output", "Log"]) {
    await page.getByRole("tab", { name: tab, exact: true }).click();
    await expect(page.getByRole("tabpanel", { name: tab, exact: true })).toBeVisible();
    await audit(app, tab, [region("timeline")]);
  }
});

test("axe finds nothing serious on a blank canvas, in English", async ({ app, page }) => {
  await app.command("New job");
  await expect(page.locator(".empty-canvas")).toBeVisible();
  await audit(app, "blank canvas");
});

async function inChinese(app: App): Promise<void> {
  if ((await app.page.locator("html").getAttribute("lang")) === "en") await app.command("中文");
  await expect(app.page.locator("html")).toHaveAttribute("lang", "zh-Hans");
}

test("axe finds nothing serious while editing, in Chinese: form, problems, outline", async ({ app, page }) => {
  await inChinese(app);
  await app.command("新建作业");
  await expect(page.locator(".empty-canvas")).toBeVisible();
  for (const word of ["values", "tumbling"]) {
    await page.keyboard.press("KeyA");
    await expect(page.getByRole("combobox", { name: /^搜索/ })).toBeFocused();
    await page.keyboard.press("ControlOrMeta+KeyA");
    await page.keyboard.type(word);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("group", { name: new RegExp(`^${word}`) })).toBeFocused();
  }
  await page.getByRole("tab", { name: "问题" }).click();
  await audit(app, "operator, form, problems");
  await page.getByRole("tab", { name: "大纲" }).click();
  await page.getByRole("treeitem", { name: /来自 values/ }).click();
  await audit(app, "edge, outline", [region("dock"), region("inspector"), region("canvas")]);
});

test("axe finds nothing serious in dialogs, in Chinese: commands, shortcuts, examples, share", async ({ app, page }) => {
  await inChinese(app);
  const dialogs = [
    ["命令", "ControlOrMeta+KeyK"],
    ["键盘快捷键", "Shift+Slash"],
  ] as const;
  for (const [name, key] of dialogs) {
    await page.keyboard.press(key);
    await page.getByRole("dialog", { name }).waitFor();
    await audit(app, name, ["dialog"]);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
  await page.keyboard.press("ControlOrMeta+KeyK");
  await page.getByRole("dialog").getByRole("combobox").fill("打开示例");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "示例" }).getByRole("button").first().waitFor();
  await audit(app, "examples", ["dialog"]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "分享" }).click();
  await page.getByRole("dialog", { name: "分享此作业" }).waitFor();
  await audit(app, "share", ["dialog"]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("[UI51] axe finds nothing serious in the question before a stranger's job, in Chinese", async ({ app, page }) => {
  await inChinese(app);
  await app.dropFile("afar.json", JSON.stringify(countedWords({ name: "afar", rows: 4, intervalMs: 0, run: undefined })));
  await page.getByRole("dialog").getByRole("button", { name: "在画布上打开" }).click();
  await expect(page.getByRole("banner").getByRole("button", { name: "afar" })).toBeVisible();
  await page.keyboard.press("Space");
  await page.getByRole("dialog", { name: "要运行这个外来作业吗？" }).waitFor();
  await audit(app, "question", ["dialog"]);
});

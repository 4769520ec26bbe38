import AxeBuilder from "@axe-core/playwright";
import { expect, test, type App } from "./app.ts";

/** Nothing serious, nothing critical. */
async function audit(app: App, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page: app.page }).analyze();
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = grave.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${screen}: ${id} at ${target.join(" ")}: ${failureSummary}`));
  expect.soft(told).toEqual([]);
}

async function firstCheckpoint(app: App): Promise<void> {
  await app.page.getByRole("region", { name: /^(Checkpoints|检查点)$/ }).getByRole("button").first().waitFor();
}

test("axe finds nothing serious: first run, running job, timeline, English and light", async ({ app, page }) => {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await app.open("./?lang=en");
  await firstCheckpoint(app);
  await audit(app, "first run");
  await page.getByRole("application").getByRole("button", { name: /count 0/ }).press("Enter");
  for (const tab of ["Lanes", "Checkpoints", "Event time", "Log"]) {
    await page.getByRole("tab", { name: tab, exact: true }).click();
    await audit(app, tab);
  }
});

test("axe finds nothing serious: first run, running job, commands, Chinese and dark", async ({ app, page }) => {
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await app.open("./?lang=zh-Hans");
  await firstCheckpoint(app);
  await audit(app, "first run");
  await page.keyboard.press("Alt+Digit4");
  await audit(app, "sink output");
  await page.keyboard.press("ControlOrMeta+KeyK");
  await page.getByRole("dialog").waitFor();
  await audit(app, "command palette");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "分享" }).click();
  await page.getByRole("dialog").waitFor();
  await audit(app, "share dialog");
});

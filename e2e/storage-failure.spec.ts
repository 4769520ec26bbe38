import { App, expect, test } from "./app.ts";
import { bundleEntry } from "./hosts/bundle-entry.ts";
import { failInWorkers } from "./hosts/failing-workers.ts";
import { countedWords } from "./jobs.ts";

const readings = [
  {
    language: "en",
    run: "Run",
    told: /^storage failed: .*\/chk-1\/_metadata$/,
    title: "Storage that failed",
    failed: /Writing \S+\/chk-1\/_metadata failed: write _metadata\.part fails on purpose\. The checkpoint fails, those before it stay\. Make room in the browser's storage\.$/,
  },
  {
    language: "zh-Hans",
    run: "运行",
    told: /^存储失败：.*\/chk-1\/_metadata$/,
    title: "存储失败",
    failed: /写入 \S+\/chk-1\/_metadata 失败：write _metadata\.part fails on purpose。 ?此检查点失败，之前的检查点都保留。请为浏览器存储腾出空间。$/,
  },
] as const;

test("[ST61] [ST67] a failed write is told in the status bar, which leads to what failed, why, what it means and what to do", async ({ page }) => {
  const app = new App(page);
  const script = await bundleEntry("e2e/hosts/failing-opfs.ts");
  await failInWorkers(page, script, { control: [{ kind: "write _metadata.part", nth: 1, forGood: false, late: false, error: "QuotaExceededError" }], task: [] });
  await app.openJob(countedWords({ name: "full disk", rows: 200, intervalMs: 20, run: undefined }));
  for (const { language, run, told, title, failed } of readings) {
    await page.goto(`./?lang=${language}`);
    await page.getByRole("banner").getByRole("button", { name: run, exact: true }).click();
    const status = page.getByRole("contentinfo").getByRole("button", { name: told });
    await status.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("list", { name: title }).getByRole("listitem").last()).toHaveText(failed);
    // A narrow window has no status bar: the transport tells it.
    await page.setViewportSize({ width: 900, height: 900 });
    await expect(page.locator(".transport").getByRole("button", { name: told })).toBeVisible();
    await page.setViewportSize({ width: 1440, height: 900 });
  }
});

import type { JobDocument } from "../src/graph/job-document.ts";
import { expect, test } from "./app.ts";
import { countedWords } from "./jobs.ts";

/** `countedWords` with a function in place of the count: it keeps the count itself, and says it once more when a timer of the word fires. */
function counting(): JobDocument {
  const words = countedWords({ name: "counting", rows: 12, intervalMs: 10, run: { mode: "deterministic", seed: 7 } });
  const config = {
    processElement: [
      "const n = (ctx.state.n.value() ?? 0) + 1;",
      "ctx.state.n.update(n);",
      "if (n === 1) ctx.registerEventTimeTimer(1000);",
      "collect({ out: `${row.word} ${n}` });",
    ].join("\n"),
    onTimer: "collect({ out: `at last ${ctx.state.n.value()}` });",
    fields: [{ name: "out", type: "STRING" }],
    sideOutputs: [],
    states: [{ name: "n", kind: "value", type: "INT" }],
  };
  return { ...words, operators: words.operators.map((each) => (each.id === "count" ? { ...each, type: "process", config } : each)) };
}

test("[OB36] the page says why a record is here, its timer and what was read of states, and leads back by keyboard to the source", async ({ app, page }) => {
  await app.openJob(counting());
  await app.run();
  await app.finished();
  await page.getByRole("group", { name: "View" }).getByRole("button", { name: "Physical" }).press("Enter");
  await page.getByRole("application").getByRole("button", { name: "table 0", exact: true }).press("Enter");
  await app.inspector.getByRole("tab", { name: "Data" }).click();
  const last = app.inspector.getByRole("row", { name: /at last \d/ }).first();
  await last.getByRole("button", { name: "Follow this record" }).press("Enter");
  await page.getByRole("button", { name: /^Follows at last .*: \d+ steps?$/ }).press("Enter");

  const why = page.getByRole("region", { name: /^Why .* is here$/ });
  await expect(why.getByRole("heading")).toHaveText(/^Why “at last \d+ \([\d,]+\)” is here$/);
  await expect(why.getByRole("listitem").filter({ hasText: /^A timer of \w+ for 00:00:01\.000 fired\. Set by:/ })).toHaveCount(1);
  const state = why.getByRole("listitem").filter({ hasText: /^State n of \w+ was read: \d+\. Written by:/ });
  await app.command("中文");
  const inChinese = page.getByRole("region", { name: /从何而来$/ });
  await expect(inChinese.getByRole("listitem").filter({ hasText: /^\w+ 的定时器（00:00:01\.000）触发。注册者：/ })).toHaveCount(1);
  await expect(inChinese.getByRole("listitem").filter({ hasText: /^读取了 \w+ 的状态 n：\d+。写入者：/ })).toHaveCount(1);
  await app.command("English");

  await state.getByRole("button").press("Enter");
  const heading = why.getByRole("heading");
  await expect(heading).toHaveText(/^Why “\w+ \([\d,]+\)” is here$/);
  await expect(heading).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(why.getByRole("listitem")).toHaveText(/^A source read it: split .*, position \d+\./);
  await expect(page.getByRole("table", { name: "Followed record" }).getByRole("cell", { name: /^sent record .*at last \d/ })).not.toHaveCount(0);
});

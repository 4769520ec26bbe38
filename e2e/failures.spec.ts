import { expect, testsOfOnePage, type App } from "./app.ts";
import type { JobDocument } from "../src/graph/job-document.ts";

const port = (operator: string, name: string): { operator: string; port: string } => ({ operator, port: name });
const message = "not a price: x7, every price of an order must be a whole number of cents";
const parse = `if (row.price.startsWith("x")) {\n  throw new Error("not a price: " + row.price + ", every price of an order must be a whole number of cents");\n}\nreturn { item: row.item, cents: Number(row.price) };`;

/** A source and three operators in one chain; the second one fails at the second record, in the third line of its function. */
function orders(name: string): JobDocument {
  const position = (place: number): { x: number; y: number } => ({ x: 60 + place * 290, y: 120 });
  const fields = [{ name: "item", type: "STRING" }, { name: "price", type: "STRING" }];
  const cents = [{ name: "item", type: "STRING" }, { name: "cents", type: "INT" }];
  return {
    format: "weir.job/1",
    name,
    config: { "restart-strategy.type": "fixed-delay", "restart-strategy.fixed-delay.attempts": "1", "restart-strategy.fixed-delay.delay": "50 ms" },
    operators: [
      { id: "source", type: "values", name: "orders", config: { fields, rows: [["pen", "3"], ["ink", "x7"], ["cup", "9"]], repeat: false, intervalMs: 100 } },
      { id: "parse", type: "map", name: "parse price", config: { function: parse, fields: cents } },
      { id: "dear", type: "filter", name: "dear", config: { function: "row.cents > 1" } },
      { id: "out", type: "print", name: "out", config: {} },
    ],
    edges: [
      { id: "e1", from: port("source", "out"), to: port("parse", "in") },
      { id: "e2", from: port("parse", "out"), to: port("dear", "in") },
      { id: "e3", from: port("dear", "out"), to: port("out", "in") },
    ],
    layout: { positions: { source: position(0), parse: position(1), dear: position(2), out: position(3) } },
  };
}

const node = (app: App, id: string) => app.canvas.locator(`[data-operator="${id}"]`);

/** One failed run, which the first tests look at from all sides and the next ones put away. */
const test = testsOfOnePage(async (app) => {
  await app.openJob(orders("orders"));
  await app.run();
  await app.finished();
});

test("[UI84] the operator that failed says so, alone of its chain, and so do top bar, status, inspector and Problems; each leads there", async ({ app, page }) => {
  // The node that failed, and none of those that were chained to it.
  await expect(app.canvas.locator('[data-status="failed"]')).toHaveAttribute("data-operator", "parse");
  await expect(node(app, "parse")).toContainText("attempt 2: not a price: x7");
  for (const id of ["source", "dear", "out"]) await expect(node(app, id)).toContainText("stopped: parse price failed");
  // The first thing in the status bar; the top bar is no tick and leads to all of it.
  await expect(app.status.getByRole("button").first()).toHaveText(/^job failed: parse price, function, line 2: .*not a price: x7/);
  await page.getByRole("banner").getByRole("button", { name: "parse price failed" }).press("Enter");
  const card = page.getByRole("list", { name: "Exceptions of this run" }).getByRole("article").first();
  for (const words of ["parse price", "the job failed", message, "function, line 2", "ink, x7", "attempt 2"]) await expect(card).toContainText(words);
  // In Chinese only what the function said stays as it is.
  await page.getByRole("button", { name: "中文" }).click();
  await expect(app.status.getByRole("button").first()).toHaveText(/^作业失败：parse price, function, 第 2 行: not a price: x7.*\(数据记录 ink, x7\)/);
  await page.getByRole("button", { name: "English" }).click();
  // There: the operator's form, the cursor in the line of the function.
  await card.getByRole("button", { name: "Go there" }).press("Enter");
  const area = app.inspector.getByRole("textbox", { name: /^Function/ });
  await expect(area).toBeFocused();
  const selected = (): Promise<string> => area.evaluate((each: HTMLTextAreaElement) => each.value.slice(each.selectionStart, each.selectionEnd));
  await expect.poll(selected).toContain("throw new Error(");
  await expect(app.inspector.getByRole("article")).toContainText(message);
  // What was not it says nothing of the kind.
  await node(app, "dear").click();
  await expect(app.inspector.getByRole("heading", { name: "dear" })).toBeVisible();
  await expect(app.inspector.getByRole("article")).toHaveCount(0);
});

test("[UI83] [UI85] the exceptions of a run are listed, newest first, each with what came of it and its moment", async ({ app, page }) => {
  await app.timeline("Problems");
  const cards = page.getByRole("list", { name: "Exceptions of this run" }).getByRole("article");
  await expect(cards).toHaveCount(2);
  await expect(cards.nth(0)).toContainText("the job failed");
  await expect(cards.nth(1)).toContainText("recovered from the beginning");
  await expect(cards.nth(1)).toContainText("attempt 1");
  await cards.nth(1).getByRole("button", { name: /^See event/ }).press("Enter");
  await expect(node(app, "parse")).toContainText("attempt 1: not a price: x7");
  await page.keyboard.press("KeyL");
  await expect(node(app, "parse")).toContainText("attempt 2: not a price: x7");
});

test("[UI86] attempts have one number in every view", async ({ app, page }) => {
  await expect(node(app, "parse")).toContainText("attempt 2:");
  await app.timeline("Problems");
  await expect(page.getByRole("article").first()).toContainText("attempt 2");
  await app.timeline("Log");
  await expect(page.getByRole("row").filter({ hasText: "FAILED" }).filter({ hasText: "executionState" }).last()).toContainText("attempt 2");
  await expect(page.getByRole("row").filter({ hasText: "attempt 0" })).toHaveCount(0);
});

test("[UI84] [UI36] the operator is tried on the record it failed on, and again after it was mended", async ({ app }) => {
  await node(app, "parse").click();
  await app.inspector.getByRole("button", { name: "Try on this record" }).press("Enter");
  await expect(app.inspector.getByRole("textbox", { name: "Sample rows" })).toHaveValue('["ink","x7"]');
  const outcome = app.inspector.locator(".trial-outcome");
  await expect(outcome).toContainText(message);
  await app.inspector.getByRole("textbox", { name: /^Function/ }).fill("({ item: row.item, cents: Number(row.price.slice(1)) })");
  await app.inspector.getByRole("button", { name: "Try", exact: true }).press("Enter");
  await expect(outcome).toContainText("ink, 7");
});

test("[UI87] a job that is opened after a failed run shows nothing of it", async ({ app, page }) => {
  await app.timeline("Problems");
  await app.importFile("next.json", JSON.stringify(orders("the next one")));
  await page.getByRole("dialog").getByRole("button", { name: "Open on canvas" }).click();
  await expect(page.getByRole("banner").getByRole("button", { name: "the next one" })).toBeVisible();
  for (const id of ["source", "parse", "dear", "out"]) await expect(node(app, id)).toContainText("not started");
  await expect(app.canvas.locator('[data-status="failed"]')).toHaveCount(0);
  await expect(page.getByRole("banner").getByRole("button", { name: "0 problems" })).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(0);
  await expect(app.status).toContainText("not running");
});

test("[UI84] a partitioner that failed leads to its edge; a subtask in the picture tells what its chain failed of", async ({ app, page }) => {
  const job = orders("by hand");
  const partitioner = { type: "custom", key: "item", function: "key.startsWith('i') ? key.missing.length : 0" } as const;
  await app.importJob({
    ...job,
    config: { "restart-strategy.type": "none" },
    operators: job.operators.map((each) => (each.id === "parse" ? { ...each, config: { ...each.config, function: "({ item: row.item, cents: 5 })" } } : each)),
    edges: job.edges.map((each) => (each.id === "e3" ? { ...each, partitioner } : each)),
  });
  await app.run();
  await app.finished();
  await expect(app.canvas.locator('[data-status="failed"]')).toHaveAttribute("data-operator", "dear");
  await page.getByRole("banner").getByRole("button", { name: "dear failed" }).press("Enter");
  const card = page.getByRole("list", { name: "Exceptions of this run" }).getByRole("article");
  await expect(card.getByRole("button", { name: "Try on this record" })).toHaveCount(0);
  await card.getByRole("button", { name: "Go there" }).press("Enter");
  await expect(app.inspector.getByRole("heading", { name: "dear → out" })).toBeVisible();
  await expect(app.inspector.getByRole("article")).toContainText("partitioner, line 1");
  await page.getByRole("button", { name: "Physical" }).press("Enter");
  await page.getByRole("button", { name: "Outline" }).press("Enter");
  await expect(page.getByRole("treeitem", { name: /^dear/ })).toContainText("failed");
  await page.getByRole("treeitem", { name: "subtask 0" }).first().click();
  await expect(app.inspector.getByRole("article")).toContainText("dear");
});

test("[UI88] [UI167] a malformed line of a file is told like any failure, at its source, and is tried again when the fields are right", async ({ app, page }) => {
  const fields = [{ name: "item", type: "STRING" }, { name: "cents", type: "INT" }];
  const source = { files: ["orders.csv"], format: "csv", formatOptions: { header: true }, fields };
  const job = orders("from a file");
  const operators = [
    { id: "source", type: "file-source", name: "orders", config: source },
    { id: "dear", type: "filter", name: "dear", config: { function: "row.cents > 1" } },
    { id: "out", type: "print", name: "out", config: {} },
  ];
  const edges = [
    { id: "e1", from: port("source", "out"), to: port("dear", "in") },
    { id: "e2", from: port("dear", "out"), to: port("out", "in") },
  ];
  await app.importJob({ ...job, config: { "restart-strategy.type": "none" }, operators, edges });
  await app.dropFile("orders.csv", "item,cents\npen,3\nink,seven\ncup,9\n");
  await app.toldInToast("orders.csv");
  await app.run();
  await app.finished();
  await expect(app.canvas.locator('[data-status="failed"]')).toHaveAttribute("data-operator", "source");
  await expect(node(app, "dear")).toContainText("stopped: orders failed");
  await page.getByRole("banner").getByRole("button", { name: "orders failed" }).press("Enter");
  const card = page.getByRole("list", { name: "Exceptions of this run" }).getByRole("article").first();
  for (const words of ["orders.csv, line 3", "seven", "ink,seven"]) await expect(card).toContainText(words);
  // The same in Chinese, in every place; the way back is a command, too.
  const inChinese = "字段 cents：“seven”不是 INT 类型的值。";
  await app.command("中文");
  await expect(page.getByRole("article").first()).toContainText(inChinese);
  await expect(page.locator(".operator-node").filter({ hasText: "orders.csv 第 3 行" })).toBeVisible();
  await expect(page.locator(".run-failures").first()).toContainText(inChinese);
  await expect(page.getByText("is not a value of")).toHaveCount(0);
  await app.command("English");
  await expect(card).toContainText('"seven" is not a value of INT');
  await card.getByRole("button", { name: "Try on this line" }).press("Enter");
  await expect(app.inspector.getByRole("textbox", { name: "Lines to read" })).toHaveValue("ink,seven");
  const outcome = app.inspector.locator(".trial-outcome");
  await expect(outcome).toContainText("seven");
  await card.getByRole("button", { name: "Go there" }).press("Enter");
  await expect(app.inspector.locator('[data-field="fields"] :focus')).toBeVisible();
  await app.inspector.getByRole("textbox", { name: "Lines to read" }).fill("ink,7\ncup,9");
  await app.inspector.getByRole("button", { name: "Try", exact: true }).press("Enter");
  await expect(outcome).toContainText("2 rows were emitted");
  await expect(outcome).toContainText("ink, 7");
});

test("[UI89] a refusal has the mark of a failure, never a tick", async ({ app, page }) => {
  const job = orders("no plan");
  await app.importJob({ ...job, edges: job.edges.slice(1) });
  await app.command("Flink plan JSON");
  const toast = page.getByRole("alert").filter({ hasText: "has no plan" });
  // Below the pointer it stays.
  await toast.hover();
  await expect(toast).toHaveAttribute("data-outcome", "refused");
  const mark = (outcome: string): Promise<string> => page.locator(`.toast[data-outcome="${outcome}"] .icon`).first().innerHTML();
  const refused = await mark("refused");
  await app.command("Job JSON");
  await expect(page.locator('.toast[data-outcome="done"]')).toBeVisible();
  expect(await mark("done")).not.toBe(refused);
});

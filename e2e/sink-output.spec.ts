import type { Locator } from "@playwright/test";
import { z } from "zod";
import type { JobDocument } from "../src/graph/job-document.ts";
import { expect, testsOfOnePage, type App } from "./app.ts";

const port = (operator: string, name: string): JobDocument["edges"][number]["from"] => ({ operator, port: name });
const rows = 40;

/** Orders in a table and, those of more than 50, on paper: two sinks of different columns. */
const orders: JobDocument = {
  format: "weir.job/1",
  name: "orders",
  config: { "execution.checkpointing.interval": "200 ms", "restart-strategy.type": "fixed-delay" },
  operators: [
    {
      id: "orders",
      type: "values",
      name: "orders",
      serviceTimeMs: 20,
      config: {
        fields: [
          { name: "id", type: "INT" },
          { name: "customer", type: "STRING" },
          { name: "amount", type: "DOUBLE" },
          { name: "note", type: "STRING" },
        ],
        rows: Array.from({ length: rows }, (_, id) => [id, `c${id % 7}`, (id * 37) % 100, id % 3 === 0 ? null : `a, "b" ${id}`]),
        repeat: false,
      },
    },
    { id: "large", type: "filter", name: "large", config: { function: "row.amount > 50" } },
    { id: "count", type: "count", name: "count", config: { as: "times" } },
    { id: "all", type: "table", name: "all orders", config: { mode: "append", key: [] } },
    { id: "paper", type: "print", name: "large orders", config: { standardError: false } },
    { id: "counts", type: "table", name: "per customer", config: { mode: "append", key: [] } },
  ],
  edges: [
    { id: "e1", from: port("orders", "out"), to: port("all", "in") },
    { id: "e2", from: port("orders", "out"), to: port("large", "in") },
    { id: "e3", from: port("large", "out"), to: port("paper", "in") },
    { id: "e4", from: port("orders", "out"), to: port("count", "in"), partitioner: { type: "hash", key: ["customer"] } },
    { id: "e5", from: port("count", "out"), to: port("counts", "in") },
  ],
  run: { mode: "deterministic", seed: 3, speed: 1 },
};

/** Cells of the rows that are in view, without their numbers. Rows come on screen behind what is said of them: each is waited for. */
const cells = async (app: App): Promise<string[][]> => {
  const table = app.page.getByRole("table", { name: /^Rows of / });
  const lines = await table.getByRole("row").filter({ has: app.page.getByRole("cell") }).all();
  return Promise.all(lines.map(async (line) => (await line.getByRole("cell").allInnerTexts()).slice(1)));
};

const timeline = ({ page }: App): Locator => page.getByRole("region", { name: "Timeline" });

const lastRow = async (app: App): Promise<string[]> => (await cells(app)).at(-1) ?? [];

const heads = ({ page }: App, sink: string): Locator => page.getByRole("table", { name: `Rows of ${sink}` }).getByRole("columnheader");

const laidOut = { all: { x: 600, y: 0 }, paper: { x: 600, y: 240 }, counts: { x: 600, y: 480 } };
const positions = { orders: { x: 0, y: 240 }, large: { x: 300, y: 240 }, count: { x: 300, y: 480 }, ...laidOut };

/** A run that is over, at which the first tests look. The others open jobs of their own behind it. */
const test = testsOfOnePage(async (app) => {
  await app.openJob({ ...orders, run: { mode: "deterministic", seed: 3 }, layout: { positions } });
  await expect(app.inspector.getByText("Not run yet. Press Run to see what comes out.")).toBeVisible();
  await expect(app.inspector.getByRole("textbox", { name: "parallelism.default" })).toBeHidden();
  await app.run();
  await app.finished();
});

test("[UI95] [UI96] [UI97] after a run its result is seen: below the sinks, in the transport, in the inspector; each leads to its table", async ({ app, page }) => {
  await expect(app.inspector.getByText("orders", { exact: true }).last().locator("xpath=following-sibling::*")).toHaveText("40 records");
  // Each operator has its own counts: the filter let 19 of 40 pass.
  const between = (name: string) => app.inspector.getByText(name, { exact: true }).last().locator("xpath=following-sibling::*");
  await expect(between("large")).toHaveText("40 in, 19 out");
  await expect(app.canvas.locator(".operator-node", { hasText: "large" }).first()).toContainText("finished, 40 in, 19 out");
  await app.inspector.getByRole("button", { name: /^large orders/ }).click();
  const table = (sink: string) => page.getByRole("table", { name: `Rows of ${sink}` });
  await expect(table("large orders")).toBeVisible();

  const sheet = app.canvas.getByRole("button", { name: "Show all rows of all orders" });
  await expect(sheet).toContainText("40 rows");
  await expect(sheet.locator("span").first()).toHaveText("39  c4  43.0  NULL");
  await sheet.click();
  await expect(table("all orders")).toBeVisible();

  const note = page.getByRole("region", { name: "Transport" }).getByRole("status").getByRole("button");
  await expect(note).toHaveText("Finished: 19 rows in large orders, 40 rows in all orders, 1 more");
  await note.press("Enter");
  await expect(table("large orders")).toBeVisible();

  // What is wrong in an option is not folded away.
  await app.inspector.getByText("Flink options").click();
  await app.inspector.getByRole("textbox", { name: /^execution.checkpointing.interval/ }).fill("soon");
  await app.canvas.getByText("count", { exact: true }).click();
  await app.canvas.click({ position: { x: 60, y: 500 } });
  await expect(app.inspector.getByRole("textbox", { name: /^execution.checkpointing.interval/ })).toBeVisible();
});

test("[UI93] [UI94] rows are found and ordered with the keyboard alone, and go home with the names of their columns", async ({ app, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await app.sinkOutput("all orders");
  await page.getByRole("searchbox", { name: "Find in the rows of all orders" }).fill("C3 null");
  await expect(page.getByText("2 of 40 rows")).toBeVisible();
  await expect.poll(async () => (await cells(app)).map((row) => row.slice(1, 5))).toEqual([["3", "c3", "11.0", "NULL"], ["24", "c3", "88.0", "NULL"]]);
  const amount = page.getByRole("button", { name: /^amount/ });
  await amount.press("Enter");
  await amount.press("Enter");
  await expect(page.getByRole("columnheader", { name: /^amount/ })).toHaveAttribute("aria-sort", "descending");
  await expect.poll(async () => (await cells(app)).map((row) => row[1])).toEqual(["24", "3"]);
  await amount.press("Enter");
  await expect(page.getByRole("columnheader", { name: /^amount/ })).toHaveAttribute("aria-sort", "none");
  await page.getByRole("searchbox", { name: "Find in the rows of all orders" }).fill("nowhere");
  await expect(page.getByText("No row is like that.")).toBeVisible();

  const all = z.array(z.object({ id: z.number(), customer: z.string(), amount: z.number(), note: z.string().nullable() }));
  const committed = all.parse(JSON.parse(String(await app.downloaded("all orders", "Committed rows, JSON"))));
  expect(committed.length).toBe(rows);
  expect(committed[1]).toEqual({ id: 1, customer: "c1", amount: 37, note: 'a, "b" 1' });
  const csv = String(await app.downloaded("all orders", "Committed rows, CSV")).split("\r\n");
  expect(csv.slice(0, 3)).toEqual(["id,customer,amount,note", "0,c0,0.0,", '1,c1,37.0,"a, ""b"" 1"']);
  await page.getByRole("searchbox", { name: "Find in the rows of all orders" }).fill("c3 null");
  await page.getByRole("button", { name: "Copy" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("id\tcustomer\tamount\tnote\n3\tc3\t11.0\t\n24\tc3\t88.0\t\n");
  const shown = String(await app.downloaded("all orders", "Rows shown, CSV"));
  expect(shown).toBe("id,customer,amount,note\r\n3,c3,11.0,\r\n24,c3,88.0,\r\n");
  expect(String(await app.downloaded("large orders", "Rows shown, CSV")).split("\r\n")[0]).toBe("id,customer,amount,note");
});

test("[UI92] each sink has a table of its own: columns with their types, row kinds, what became of every row and when", async ({ app }) => {
  await app.openJob(orders);
  await app.runResting();
  await app.toNextCheckpoint();
  await app.toNextCheckpoint();
  await app.sinkOutput("all orders");
  const columns = ["#", "kind", /^id\s*INT/, /^customer\s*STRING/, /^amount\s*DOUBLE/, /^note\s*STRING/, "status", "committed at"];
  await expect(heads(app, "all orders")).toHaveText(columns);
  // What is not committed is marked as such, and there is no time at which it was.
  let open: string[][] = [];
  await expect(async () => {
    open = (await cells(app)).filter((row) => row[5] !== "committed");
    expect(open.length).toBeGreaterThan(0);
  }).toPass();
  for (const row of open) expect([row[5], row[6]]).toEqual([expect.stringMatching(/^(staged|not committed)$/), ""]);
  await expect(timeline(app).getByText(/^\d+ not committed yet$/)).toBeVisible();
  await app.atFullSpeed();
  await app.runButton.click();
  await app.finished();
  await expect.poll(() => lastRow(app)).toEqual(["+I", "39", "c4", "43.0", "NULL", "committed", expect.stringMatching(/^[\d.]+ m?s$/)]);
  await app.sinkOutput("large orders");
  await expect.poll(async () => (await lastRow(app)).slice(0, 4)).toEqual(["+I", "37", "c2", "69.0"]);
  await expect(heads(app, "large orders").filter({ hasText: "status" })).toHaveCount(0);
  await app.sinkOutput("per customer");
  await expect(heads(app, "per customer")).toHaveText(["#", "kind", /^customer\s*STRING/, /^times\s*BIGINT/, "status", "committed at"]);
});

test("[UI92] a free run shows the rows that its tables have committed, and when", async ({ app }) => {
  await app.openJob({ ...orders, run: { mode: "freeRunning" } });
  await app.run();
  await app.finished();
  await app.sinkOutput("all orders");
  await expect(timeline(app).getByText("40 rows", { exact: true })).toBeVisible();
  await expect.poll(() => lastRow(app)).toEqual(["+I", "39", "c4", "43.0", "NULL", "committed", expect.stringMatching(/^[\d.]+ m?s$/)]);
  await app.sinkOutput("large orders");
  await expect.poll(async () => (await lastRow(app)).slice(0, 2)).toEqual(['+I[37, c2, 69.0, a, "b" 37]', expect.stringMatching(/^[\d.]+ m?s$/)]);
});

import { expect, test } from "../served.ts";
import type { Page } from "@playwright/test";
import type { JobDocument } from "../../src/graph/job-document.ts";
import { bundleEntry, openBarePage } from "./bundle-entry.ts";
import type { JobPage } from "./job-client-page.ts";

declare global {
  var jobs: JobPage;
}

let script: string;
test.beforeAll(async () => {
  script = await bundleEntry("e2e/hosts/job-client-page.ts");
});

const config = { "execution.checkpointing.interval": "200 ms", "restart-strategy.type": "fixed-delay", "restart-strategy.fixed-delay.delay": "100 ms", "restart-strategy.fixed-delay.attempts": "3" };

/** Counts of `rows` numbers by their last digit: each number is written once as "digit|count" by an append table. */
function countByDigit(rows: number, rowsPerSecond: number, digitOf = "({ digit: row.id % 10 })"): JobDocument {
  const digit = [{ name: "digit", type: "BIGINT" }];
  return {
    format: "weir.job/1",
    name: "count by digit",
    config,
    operators: [
      { id: "numbers", type: "datagen", name: "numbers", config: { fields: [{ name: "id", type: "BIGINT" }], rowsPerSecond, options: { id: { kind: "sequence", start: "1", end: String(rows) } } } },
      { id: "digit", type: "map", name: "digit", parallelism: 2, config: { function: digitOf, fields: digit } },
      { id: "count", type: "count", name: "count", parallelism: 2, config: { as: "count" } },
      { id: "table", type: "table", name: "table", parallelism: 1, config: { mode: "append", key: [] } },
    ],
    edges: [
      { id: "e1", from: { operator: "numbers", port: "out" }, to: { operator: "digit", port: "in" } },
      { id: "e2", from: { operator: "digit", port: "out" }, to: { operator: "count", port: "in" }, partitioner: { type: "hash", key: ["digit"] } },
      { id: "e3", from: { operator: "count", port: "out" }, to: { operator: "table", port: "in" } },
    ],
  };
}

/** What the append table of `countByDigit` holds when every number was counted exactly once. */
function expectedRows(rows: number): readonly string[] {
  return Array.from({ length: rows }, (_, index) => `${(index + 1) % 10}|${Math.floor(index / 10) + 1}`).sort();
}

test.beforeEach(async ({ page }) => openBarePage(page, script));

const cutOffRows = 600;

interface Recovered {
  readonly from: number | undefined;
  readonly rows: readonly string[];
}

/**
 * A run is cut off by a reload and gone on with: where that one began, and the rows that were published in all. So slow that it is far
 * from its end then, however busy the machine is, and as fast as it can from there on.
 */
async function cutOffAndRecovered(page: Page, isolated: readonly [before: boolean, after: boolean]): Promise<Recovered> {
  const [slow, fast] = [countByDigit(cutOffRows, 40), countByDigit(cutOffRows, cutOffRows)];
  const [before, after] = isolated;
  await page.evaluate(
    async ({ document: job, before: inCell }) => {
      const running = await jobs.start({ document: job, mode: "freeRunning" }, inCell);
      await running.until(({ body }) => body.kind === "checkpointCompleted" && body.checkpointId >= 2);
    },
    { document: slow, before },
  );
  await page.reload();
  return page.evaluate(
    async ({ document: job, after: inCell }) => {
      const running = await jobs.start({ document: job, mode: "freeRunning", restore: "latest" }, inCell);
      await running.until(({ body }) => body.kind === "jobStatus" && body.status === "FINISHED");
      const from = running.events.find(({ body }) => body.kind === "restoring")?.body;
      return { from: from?.kind === "restoring" ? from.checkpointId : undefined, rows: [...(await jobs.committed(running, "table"))].sort() };
    },
    { document: fast, after },
  );
}

for (const isolated of [false, true]) {
  test(`[HB6] ${isolated ? "[HB42] in a cell, too, " : ""}a job goes on from its newest checkpoint after the tab was reloaded`, async ({ page }) => {
    const { from, rows } = await cutOffAndRecovered(page, [isolated, isolated]);
    expect(from).toBeGreaterThanOrEqual(2);
    expect(rows).toEqual(expectedRows(cutOffRows));
  });
}

test("[HB42] a job that is trusted now reads nothing of what it left in the cell", async ({ page }) => {
  const { from, rows } = await cutOffAndRecovered(page, [true, false]);
  expect(from).toBeUndefined();
  expect(rows).toEqual(expectedRows(cutOffRows));
});

test("[HB8] a second tab is told that the job runs in another one, and may run it when that one is closed", async ({ page, context }) => {
  const document = countByDigit(100_000, 100);
  await page.evaluate((job) => jobs.start({ document: job, mode: "freeRunning" }).then(() => undefined), document);
  const second = await context.newPage();
  await openBarePage(second, script);
  const attempt = (): Promise<string> =>
    second.evaluate((job) => jobs.start({ document: job, mode: "freeRunning" }).then(() => "runs", String), document);
  expect(await attempt()).toContain("host.runs-elsewhere");
  await page.close();
  expect(await attempt()).toBe("runs");
});

for (const mode of ["deterministic", "freeRunning"] as const) {
  test(`[CN9] a dropped file is read in a ${mode} run, in pieces, record by record`, async ({ page }) => {
    const rows = mode === "deterministic" ? 40 : 30_000;
    const outcome = await page.evaluate(
      async ({ mode, rows, config }) => {
        const lines = Array.from({ length: rows }, (_, index) => `${index + 1},"line, ${index + 1}"`);
        const file = new Blob([`id,text\n${lines.join("\n")}\n`], { type: "text/csv" });
        const fields = [
          { name: "id", type: "BIGINT" },
          { name: "text", type: "STRING" },
        ];
        const job = await jobs.start({
          mode,
          files: [{ name: "lines.csv", blob: file }],
          document: {
            format: "weir.job/1",
            name: "file",
            config,
            operators: [
              { id: "file", type: "file-source", name: "file", config: { files: ["lines.csv"], format: "csv", formatOptions: { header: true }, fields } },
              { id: "table", type: "table", name: "table", config: { mode: "append", key: [] } },
            ],
            edges: [{ id: "e", from: { operator: "file", port: "out" }, to: { operator: "table", port: "in" }, partitioner: { type: "rebalance" } }],
          },
        });
        const end = await job.until(({ body }) => body.kind === "jobStatus" && /^(FINISHED|FAILED)$/.test(body.status));
        return { end: end.body, rows: await jobs.committed(job, "table") };
      },
      { mode, rows, config },
    );
    expect(outcome.end).toMatchObject({ status: "FINISHED" });
    expect(outcome.rows).toEqual(Array.from({ length: rows }, (_, index) => `${index + 1}|line, ${index + 1}`));
  });
}

import type { JobDocument } from "../src/graph/job-document.ts";
import { App, expect, test } from "./app.ts";
import { countedWords, expectedRows } from "./jobs.ts";

const rows = 60;
const jobs: Readonly<Record<string, JobDocument>> = {
  deterministic: countedWords({ name: "steady", rows, intervalMs: 20, run: { mode: "deterministic", seed: 11, speed: 0.1 } }),
  "free-running": countedWords({ name: "free", rows: 4 * rows, intervalMs: 30, run: { mode: "freeRunning", seed: 11 } }),
};

for (const [mode, job] of Object.entries(jobs)) {
  const expected = expectedRows(mode === "deterministic" ? rows : 4 * rows);

  test(`[HB6] a worker killed in a ${mode} run: the job restarts, and the table holds every row once`, async ({ app, page }) => {
    await app.openJob(job);
    await app.runResting();
    if (mode === "deterministic") await app.atFullSpeed();
    await app.toNextCheckpoint();

    await page.getByRole("button", { name: "Fault", exact: true }).click();
    await page.getByRole("menuitem", { name: /^Kill count 0/ }).click();
    await app.runButton.click();

    await app.finished();
    await app.timeline("Log");
    await expect(page.getByRole("table", { name: "Log of the run" })).toBeVisible();
    expect((await app.committedRows("table")).sort()).toEqual(expected);
  });

  test(`[UI25] the tab of a ${mode} run is closed: the next one recovers from the newest checkpoint, and the table is right`, async ({ app, page, context }) => {
    await app.openJob(job);
    await app.runResting();
    if (mode === "deterministic") await app.atFullSpeed();
    for (let checkpoint = 1; checkpoint <= 2; checkpoint++) await app.toNextCheckpoint();
    await page.close();

    const next = new App(await context.newPage());
    await next.open();
    await expect(next.canvas.getByRole("status")).toContainText("This job was running when the page was closed");
    await next.recover();
    if (mode === "deterministic") await next.atFullSpeed();
    await next.finished();
    expect((await next.committedRows("table")).sort()).toEqual(expected);
    expect(next.complaints).toEqual([]);
  });
}

test("[UI25] [UI139] a reload in mid-run: the run can be recovered, or forgotten; then the job is seen as it is drawn", async ({ app, page }) => {
  const job = jobs["deterministic"];
  if (!job) throw new Error("no job");
  await app.openJob(job);
  await app.runResting();
  await page.getByRole("button", { name: "Physical" }).click();
  await page.reload();
  await page.getByRole("button", { name: "Forget that run" }).click();
  await expect(app.canvas.getByRole("status")).toHaveCount(0);
  await page.reload();
  await expect(app.runButton).toHaveText("Run");
  await expect(app.canvas.getByRole("group", { name: /^words,/ })).toBeVisible();
  await expect(app.canvas.getByRole("status")).toHaveCount(0);
});

test("[RS7] a job that failed says so beside the run, by keyboard, and in full with its restarts in Problems and the log", async ({ app, page }) => {
  const job = countedWords({ name: "failing", rows: 20, intervalMs: 10, run: { mode: "deterministic", seed: 7 } });
  const config = { ...job.config, "restart-strategy.fixed-delay.attempts": "2" };
  const map = { function: "if (row.n > 5) throw new Error('no more than five'); return row;", fields: [{ name: "word", type: "STRING" }, { name: "n", type: "INT" }] };
  const operators = job.operators.map((each) => (each.id === "count" ? { ...each, type: "map", config: map } : each));
  await app.openJob({ ...job, config, operators });
  await app.run();
  await app.finished();
  await expect(app.canvas.getByText("canceled")).not.toHaveCount(0);
  const told = app.status.getByRole("button", { name: /^job failed: .*no more than five/ });
  await told.press("Enter");
  await expect(page.getByRole("tabpanel", { name: "Problems" }).getByRole("article")).toHaveCount(3);
  await app.timeline("Log");
  await expect(page.getByRole("tabpanel", { name: "Log" }).getByText(/^job failed: .*no more than five[^]*\(after 2 restarts\)$/)).toBeVisible();
  await page.setViewportSize({ width: 900, height: 900 });
  await expect(page.getByRole("region", { name: "Transport" }).getByRole("button", { name: /^job failed: / })).toBeVisible();
});

import type { JobDocument } from "../src/graph/job-document.ts";
import { expect, test, type App } from "./app.ts";

const rows = 5000;
const minute = (row: number): string => new Date(Date.UTC(2026, 0, 1) + row * 60_000).toISOString();
const file = `station,at,level\n${Array.from({ length: rows }, (_, row) => `s${row % 3},${minute(row)},${row % 90}\n`).join("")}`;
const edge = (from: string, to: string) => ({ id: `${from}-${to}`, from: { operator: from, port: "out" }, to: { operator: to, port: "in" } });

/** Levels of stations, counted by the hour, into a table: as it comes about from a dropped file, without a time that anything takes. */
const levels: JobDocument = {
  format: "weir.job/1",
  name: "levels",
  config: {},
  operators: [
    {
      id: "levels",
      type: "file-source",
      name: "levels",
      config: {
        files: ["levels.csv"],
        format: "csv",
        formatOptions: { header: true },
        fields: [{ name: "station", type: "STRING" }, { name: "at", type: "TIMESTAMP_LTZ(3)" }, { name: "level", type: "INT" }],
      },
    },
    { id: "clock", type: "assign-timestamps", name: "clock", config: { timestamp: "field", field: "at", strategy: "bounded", delayMs: 0 } },
    {
      id: "hours",
      type: "tumbling-window",
      name: "hours",
      config: {
        time: "event", size: 3_600_000, offset: 0, stagger: "aligned", allowedLateness: 0, lateOutput: false,
        function: { type: "aggregate", aggregates: [{ kind: "count", as: "n" }] },
      },
    },
    { id: "out", type: "table", name: "by hour", config: { mode: "append", key: [] } },
  ],
  edges: [edge("levels", "clock"), { ...edge("clock", "hours"), partitioner: { type: "hash", key: ["station"] } }, edge("hours", "out")],
  run: { mode: "deterministic", seed: 3, speed: 1 },
};

const paceButton = ({ page }: App) => page.getByRole("button", { name: /^Pace/ });
const readout = ({ page }: App, name: string) => page.locator(".transport-readouts > span", { hasText: new RegExp(`^${name}`) }).locator("b");

test("[UI99] [DT51] [DT52] a job of one's own can be watched: a chosen pace, watermarks on the way, as fast as possible one press away, replay by event time", async ({ app, page }) => {
  await app.openJob(levels);
  await app.dropFile("levels.csv", file);
  await app.toldInToast("levels.csv is read by the source that names it");
  await expect(paceButton(app)).toHaveText("Pace 500 rows/s");
  await app.run();
  await expect(readout(app, "event time")).toContainText(/\d\d:\d\d/);
  const early = await readout(app, "event time").innerText();
  await expect(readout(app, "event time")).not.toHaveText(early);
  await app.running();

  await paceButton(app).press("Enter");
  await expect(page.getByRole("menu")).toContainText("Counts from the next run");
  await expect(page.getByRole("menuitemcheckbox", { name: "Chosen from the job: 500 rows/s" })).toBeChecked();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Stop the job" }).click();
  await paceButton(app).click();
  await page.getByRole("menuitemcheckbox", { name: "As fast as possible" }).click();
  await expect(paceButton(app)).toHaveText("Pace max");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(paceButton(app)).toHaveText("Pace 500 rows/s");

  await app.command("Choose the pace of the run");
  await page.getByRole("menuitemcheckbox", { name: "×86,400: a day in a second" }).click();
  await expect(paceButton(app)).toHaveText("Pace event time ×86,400");
  await app.run();
  await app.atFullSpeed();
  await app.finished();
  // 4,999 minutes.
  await expect(readout(app, "clock")).toHaveText(/^3\.[45]\d* s$/);
  expect(await app.committedRows("by hour")).toHaveLength(3 * 84);
});

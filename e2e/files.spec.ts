import { unzipSync } from "fflate";
import type { JobDocument } from "../src/graph/job-document.ts";
import { App, expect, test } from "./app.ts";

const rows = 60;
const file = { name: "orders.csv", mimeType: "text/csv", buffer: Buffer.from(`id,customer\n${lines((id) => `${id},c${id % 7}`)}`) };
const expected = lines((id) => `${id},c${id % 7}`).trim().split("\n").sort();

function lines(line: (id: number) => string): string {
  return Array.from({ length: rows }, (_, id) => `${line(id)}\n`).join("");
}

/** Copies the rows of a file, slowly, into part files. */
const copy: JobDocument = {
  format: "weir.job/1",
  name: "copy",
  config: { "execution.checkpointing.interval": "500 ms", "restart-strategy.type": "fixed-delay" },
  operators: [
    {
      id: "orders",
      type: "file-source",
      name: "orders",
      serviceTimeMs: 50,
      config: {
        files: [file.name],
        format: "csv",
        formatOptions: { header: true },
        fields: [
          { name: "id", type: "INT" },
          { name: "customer", type: "STRING" },
        ],
      },
    },
    { id: "files", type: "file-sink", name: "files", parallelism: 2, config: { path: "out", format: "csv", formatOptions: {} } },
  ],
  edges: [{ id: "e", from: { operator: "orders", port: "out" }, to: { operator: "files", port: "in" }, partitioner: { type: "rebalance" } }],
  run: { mode: "deterministic", seed: 3, speed: 1 },
};

/** Rests behind its third checkpoint: the first one may come before any row, and the rows of one are committed behind its completion. */
async function start(app: App): Promise<void> {
  await app.openJob(copy);
  await app.page.getByRole("main", { name: "Canvas" }).getByText("orders", { exact: true }).first().click();
  await app.inspector.locator("input[type=file]").setInputFiles(file);
  await app.runResting();
  await app.atFullSpeed();
  for (let checkpoint = 1; checkpoint <= 3; checkpoint++) await app.toNextCheckpoint();
}

/** What the saved archive holds: paths of the part files, and their rows. */
async function saved(app: App): Promise<{ readonly paths: readonly string[]; readonly rows: readonly string[] }> {
  const parts = unzipSync(await app.downloaded("files", "Part files as they are"));
  const text = Object.values(parts).map((bytes) => new TextDecoder().decode(bytes));
  return { paths: Object.keys(parts), rows: text.flatMap((part) => part.split("\n")).filter((row) => row !== "") };
}

test("[CN30] committed part files are saved as an archive, and nothing that is not committed", async ({ app }) => {
  await start(app);
  const some = await saved(app);
  expect(some.rows.length).toBeLessThan(rows);
  expect(expected).toEqual(expect.arrayContaining([...some.rows]));
  await app.runButton.click();
  await app.finished();
  const { paths, rows: all } = await saved(app);
  expect(paths.every((path) => /^out\/part-[0-9a-f]{32}-[01]-\d{8}-\d+\.csv$/.test(path))).toBe(true);
  expect([...all].sort()).toEqual(expected);
});

declare global {
  var bannerEnds: Set<number>;
}

/** Runs in the page, from its beginning: takes down where on the screen the banner ends, frame by frame. */
function followBanner(): void {
  globalThis.bannerEnds = new Set();
  const look = (): void => {
    const banner = document.querySelector(".banner");
    if (banner) globalThis.bannerEnds.add(Math.round(banner.getBoundingClientRect().right));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

test("[UI35] [UI110] a run that reads a dropped file is recovered in a later page without dropping it again", async ({ app, page, context }) => {
  await start(app);
  await page.close();

  const next = new App(await context.newPage());
  await next.page.addInitScript(followBanner);
  await next.open();
  await expect(next.page.getByRole("img", { name: "Overview map" })).toBeVisible();
  await next.recover();
  expect(await next.page.evaluate(() => [...bannerEnds])).toHaveLength(1);
  await next.atFullSpeed();
  await next.finished();
  expect([...(await saved(next)).rows].sort()).toEqual(expected);
  expect(next.complaints).toEqual([]);
});

test("[HB13] what examples leave behind is removed when another run takes their place", async ({ app, page }) => {
  await app.open();
  const jobs = (): Promise<readonly string[]> =>
    page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const weir = await root.getDirectoryHandle("weir").catch(() => undefined);
      const names: string[] = [];
      if (weir) for await (const name of weir.keys()) names.push(name);
      return names;
    });
  await expect.poll(async () => (await jobs()).length, { timeout: 45_000 }).toBe(1);
  const [first] = await jobs();
  await page.getByRole("button", { name: "Stop the job" }).click();
  await app.runButton.click();
  await expect.poll(async () => (await jobs()).includes(first ?? ""), { timeout: 45_000 }).toBe(false);
});

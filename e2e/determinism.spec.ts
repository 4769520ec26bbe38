import { runInOneThread } from "../src/app/testing/host-contract.ts";
import { expect, test } from "./app.ts";
import { countedWords } from "./jobs.ts";

const seed = 23;
const job = countedWords({ name: "twice the same", rows: 60, intervalMs: 20, run: { mode: "deterministic", seed, speed: 0.1 } });

test("[DT1] the hash a person reads in the status bar is that of the same run in Node, whatever was paused on the way", async ({ app, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await app.openJob(job);
  await app.runResting();
  await page.getByRole("button", { name: "Step one event" }).click();
  await app.atFullSpeed();
  await app.runButton.click();
  await app.finished();
  const { hash } = runInOneThread(job, { seed, faults: [], onEvents: () => {} });
  // What the run tells after its end, as what it left behind, comes a batch later.
  await expect(async () => {
    await page.getByRole("button", { name: /^log / }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(hash);
  }).toPass();
});

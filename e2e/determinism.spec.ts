import type { ScheduledFault } from "../src/control/job-client.ts";
import { createCatalog } from "../src/app/catalog.ts";
import { plainFunctions } from "../src/expression/testing/plain-functions.ts";
import { compileJob } from "../src/graph/compile-job.ts";
import { constantTimes, defaultTimes } from "../src/hosts/deterministic/virtual-times.ts";
import { runInProcess } from "../src/hosts/in-process/run-in-process.ts";
import { expect, test } from "./app.ts";
import { bundleEntry, openBarePage } from "./hosts/bundle-entry.ts";
import type { JobPage } from "./hosts/job-client-page.ts";
import { countedWords } from "./jobs.ts";

declare global {
  var jobs: JobPage;
}

const seed = 23;
const job = countedWords({ name: "twice the same", rows: 60, intervalMs: 20, run: { mode: "deterministic", seed } });
const faults: readonly ScheduledFault[] = [
  { at: 310, fault: { kind: "killSubtask", subtask: 1 } },
  { at: 640, fault: { kind: "slowSnapshot", subtask: 2, byMs: 40 } },
  { at: 900, fault: { kind: "crashCoordinator" } },
];

/** The same run in one thread of Node. */
function hashInProcess(given: readonly ScheduledFault[]): string {
  const catalog = createCatalog();
  const compiled = compileJob(job, catalog);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  const limits = { turns: 1_000_000, virtualMs: 1_000_000 };
  const times = constantTimes(defaultTimes);
  return runInProcess({ job: compiled, jobId: "test", catalog, functions: plainFunctions, seed, times, faults: given, limits }).hash;
}

test("[DT1] the same job, seed and faults give the same log in Chromium's workers, again there, and in one thread of Node", async ({ page }) => {
  await openBarePage(page, await bundleEntry("e2e/hosts/job-client-page.ts"));
  const hashInWorkers = (): Promise<string> =>
    page.evaluate(
      async (request) => {
        const running = await jobs.start({ ...request, mode: "deterministic" });
        await running.until(({ body }) => body.kind === "jobStatus" && body.status === "FINISHED");
        running.client.dispose();
        return running.hash;
      },
      { document: job, seed, faults },
    );
  const expected = hashInProcess(faults);
  expect(expected).not.toBe(hashInProcess([]));
  expect(await hashInWorkers()).toBe(expected);
  expect(await hashInWorkers()).toBe(expected);
});

test("[DT1] the hash a person reads in the status bar is that of the same run in Node, whatever was paused on the way", async ({ app, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await app.openJob(job);
  await app.run();
  await app.runButton.click();
  await expect(app.runButton).toHaveText("Resume");
  await page.getByRole("button", { name: "Step one event" }).click();
  await app.runButton.click();
  await app.finished();
  await page.getByRole("button", { name: /^log / }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(hashInProcess([]));
});

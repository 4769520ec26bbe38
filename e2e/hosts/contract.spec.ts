import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { hostContract } from "../../src/app/testing/host-contract.ts";
import type { Cell, CellOutcome, CellRun } from "../../src/app/testing/host-contract.ts";
import { bundleEntry, openBarePage } from "./bundle-entry.ts";
import type { JobPage } from "./job-client-page.ts";

declare global {
  var jobs: JobPage;
}

const chromium: readonly Pick<Cell, "name" | "mode">[] = [
  { name: "[HB2] [DT1] in Chromium's workers, turn by turn", mode: "deterministic" },
  { name: "[HB4] in Chromium's workers, freely over rings", mode: "freeRunning" },
];

function runInPage(page: Page, run: CellRun, mode: Cell["mode"]): Promise<CellOutcome> {
  return page.evaluate(
    async ({ document, seed, faults, strike, mode }): Promise<CellOutcome> => {
      const free = mode === "freeRunning";
      const job = await jobs.start({ document, mode, seed, faults: free ? [] : faults });
      if (free && strike !== undefined) {
        await job.until(({ body }) =>
          body.kind === "jobStatus" ? body.status === "FINISHED" : body.kind === "checkpointCompleted" && body.checkpointId >= strike.afterCheckpoint,
        );
        const refusal = await job.client.injectFault(strike.fault);
        if (refusal !== undefined) throw new Error(refusal);
      }
      const end = await job.until(({ body }) => body.kind === "jobStatus" && /^(FINISHED|FAILED|CANCELED)$/.test(body.status));
      const rows = [...(await jobs.committed(job, "table"))].sort();
      job.client.dispose();
      return {
        status: end.body.kind === "jobStatus" ? end.body.status : "",
        hash: job.hash,
        rows,
        restoredFrom: job.events.flatMap(({ body }) => (body.kind === "restoring" && body.checkpointId !== undefined ? [body.checkpointId] : [])),
        causes: job.events.flatMap(({ body }) => (body.kind === "executionState" && body.state === "FAILED" ? [body.cause ?? ""] : [])),
      };
    },
    { ...run, mode },
  );
}

for (const { name, mode } of chromium) {
  let given: Page | undefined;
  const cell: Cell = {
    name,
    mode,
    preempts: true,
    run(run) {
      if (given === undefined) throw new Error("no page");
      return runInPage(given, run, mode);
    },
  };
  for (const { title, check } of hostContract(cell)) {
    test(title, async ({ page }) => {
      await openBarePage(page, await bundleEntry("e2e/hosts/job-client-page.ts"));
      given = page;
      expect(await check()).toEqual([]);
    });
  }
}

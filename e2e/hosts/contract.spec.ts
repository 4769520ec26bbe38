import { expect, test } from "../served.ts";
import type { Page } from "@playwright/test";
import { hostContract } from "../../src/app/testing/host-contract.ts";
import type { Cell, CellOutcome, CellRun } from "../../src/app/testing/host-contract.ts";
import { bundleEntry, openBarePage } from "./bundle-entry.ts";
import type { JobPage } from "./job-client-page.ts";

declare global {
  var jobs: JobPage;
}

interface Placement extends Pick<Cell, "name" | "mode"> {
  readonly isolated: boolean;
}

const chromium: readonly Placement[] = [
  { name: "[HB2] [DT1] in Chromium's workers, turn by turn", mode: "deterministic", isolated: false },
  { name: "[HB4] in Chromium's workers, freely over rings", mode: "freeRunning", isolated: false },
  { name: "[HB40] in workers of an isolated cell, turn by turn", mode: "deterministic", isolated: true },
  { name: "[HB40] in workers of an isolated cell, freely over rings", mode: "freeRunning", isolated: true },
];

function runInPage(page: Page, run: CellRun, { mode, isolated }: Placement): Promise<CellOutcome> {
  return page.evaluate(
    async ({ document, seed, faults, strike, mode, isolated }): Promise<CellOutcome> => {
      const free = mode === "freeRunning";
      let refusal: string | undefined;
      // What was cut off in a free run may hold a file for a moment longer. The name is part of a log that is compared.
      const jobId = free ? crypto.randomUUID() : "test";
      const job = await jobs.start({ document, mode, seed, jobId, faults: free ? [] : faults }, isolated);
      if (free && strike !== undefined) {
        await job.until(({ body }) =>
          body.kind === "jobStatus" ? body.status === "FINISHED" : body.kind === "checkpointCompleted" && body.checkpointId >= strike.afterCheckpoint,
        );
        // On a busy machine the run may be past the strike: the contract then asks for a slower one.
        refusal = await job.client.command({ kind: "injectFault", fault: strike.fault });
      }
      const end = await job.until(({ body }) => body.kind === "jobStatus" && /^(FINISHED|FAILED|CANCELED)$/.test(body.status));
      const rows = [...(await jobs.committed(job, "table"))].sort();
      job.client.dispose();
      return {
        status: end.body.kind === "jobStatus" ? end.body.status : "",
        hash: job.hash,
        rows,
        restoredFrom: job.events.flatMap(({ body }) => (body.kind === "restoring" && body.checkpointId !== undefined ? [body.checkpointId] : [])),
        causes: job.events.flatMap(({ body }) => (body.kind === "executionState" && body.state === "FAILED" ? [body.cause ?? ""] : [])).concat(refusal ?? []),
      };
    },
    { ...run, mode, isolated },
  );
}

for (const placement of chromium) {
  // One page for all: each run has a frame and workers of its own, which end with it. A test that fails ends the page, too.
  test.describe(() => {
    let page: Page;
    test.beforeAll(async ({ browser }) => {
      page = await browser.newPage();
      await openBarePage(page, await bundleEntry("e2e/hosts/job-client-page.ts"));
    });
    test.afterAll(() => page.close());

    const { name, mode } = placement;
    const cell: Cell = { name, mode, preempts: true, run: (run) => runInPage(page, run, placement) };
    for (const { title, check } of hostContract(cell)) test(title, async () => expect(await check()).toEqual([]));
  });
}

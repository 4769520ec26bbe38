import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { freeRun } from "../../hosts/workers/free-run.ts";
import type { RunSetting, WorkerRun } from "../../hosts/workers/worker-run.ts";
import type { LogEvent } from "../../observe/event.ts";
import { bundledScript } from "../../expression/testing/bundled-thread.ts";
import { hostContract, lastDigit, runInOneThread, told } from "../testing/host-contract.ts";
import type { Cell, CellOutcome, CellRun } from "../testing/host-contract.ts";
import { freely, freelyOverPorts, runInThreads, turnByTurn } from "../testing/in-threads.ts";
import type { Threads } from "../testing/in-threads.ts";
import { bundleThreads } from "./thread-bundle.ts";

const modules = await bundleThreads();
const directory = mkdtempSync(join(tmpdir(), "weir-placements-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A run with each subtask in a worker_thread. */
async function inThreads({ strike, ...run }: CellRun, threads: Threads, scripts = modules): Promise<CellOutcome> {
  const strikes = strike === undefined ? [] : [strike];
  const checkpoints = mkdtempSync(join(directory, "run-"));
  const { status, hash, rows, restoredFrom, causes } = await runInThreads({ ...run, strikes, checkpoints, modules: scripts }, threads);
  return { status, hash, rows, restoredFrom, causes };
}

const cells: readonly Cell[] = [
  {
    name: "in one thread, turn by turn",
    mode: "deterministic",
    preempts: false,
    run({ document, seed, faults }) {
      const events: LogEvent[] = [];
      const run = runInOneThread(document, { seed, faults, onEvents: (batch) => events.push(...batch) });
      return Promise.resolve({ ...told(events), ...run });
    },
  },
  { name: "[HB2] [HB3] [HB72] in worker_threads, turn by turn", mode: "deterministic", preempts: true, run: (run) => inThreads(run, turnByTurn) },
  { name: "[HB4] [HB72] in worker_threads, freely over rings", mode: "freeRunning", preempts: true, run: (run) => inThreads(run, freely) },
  { name: "[CH10] in worker_threads, freely over message ports", mode: "freeRunning", preempts: true, run: (run) => inThreads(run, freelyOverPorts) },
];

for (const { title, check } of cells.flatMap(hostContract)) test(title, async () => expect(await check()).toEqual([]), 120_000);

test("[HB4] a free run that is paused rests in its workers, and then comes to the same rows", async () => {
  let restedUntilResumed = true;
  const pausedAtFirst = (setting: RunSetting): WorkerRun => {
    let resumed = false;
    const run = freeRun({
      ...setting,
      request: { ...setting.request, paused: true },
      onBatch(batch) {
        if (!resumed && batch.events.some(({ body }) => body.kind === "passed" || body.kind === "sourcePosition")) restedUntilResumed = false;
        return setting.onBatch(batch);
      },
    });
    setTimeout(() => {
      resumed = true;
      void run.command({ kind: "resume" });
    }, 2000);
    return run;
  };
  const calm = { document: lastDigit, seed: 7, faults: [], strike: undefined };
  const { rows } = await inThreads(calm, { ...freely, start: pausedAtFirst });
  expect(rows).toEqual(runInOneThread(lastDigit, { seed: 7, faults: [], onEvents: () => {} }).rows);
  expect(restedUntilResumed).toBe(true);
}, 120_000);

test("[SB47] a promise that a function leaves rejected fails its task, never the process", async () => {
  const script = join(directory, "rejecting.cjs");
  writeFileSync(script, await bundledScript(join(import.meta.dirname, "..", "testing", "rejecting-thread.ts")));
  const document = { ...lastDigit, config: { "restart-strategy.type": "none" } };
  for (const threads of [freely, turnByTurn]) {
    const outcome = await inThreads({ document, seed: 7, faults: [], strike: undefined }, threads, { ...modules, functions: script });
    expect(outcome).toMatchObject({ status: "FAILED", causes: [expect.stringContaining("nobody awaits me")] });
  }
}, 120_000);

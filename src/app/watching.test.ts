import { expect, test } from "vitest";
import { plainFunctions } from "../expression/testing/plain-functions.ts";
import { committedOutput, tableDirectories } from "../hosts/control-loop/committed-output.ts";
import { constantTimes, defaultTimes } from "../hosts/deterministic/virtual-times.ts";
import { runInProcess } from "../hosts/in-process/run-in-process.ts";
import { createCatalog } from "./catalog.ts";
import { compiled, lastDigit } from "./testing/host-contract.ts";

const catalog = createCatalog();
const limits = { turns: 1_000_000, virtualMs: 1_000_000 };

/** The contract's job in this thread, with every record in the log or not. */
function run(tracesRecords: boolean) {
  const job = compiled(lastDigit);
  const times = constantTimes(defaultTimes);
  const faults = [{ at: 250, fault: { kind: "killSubtask", subtask: 3 } }] as const;
  const result = runInProcess({ job, jobId: "test", catalog, functions: plainFunctions, times, limits, seed: 7, faults, tracesRecords });
  const { rows } = committedOutput(result.stores.transactions.committed, tableDirectories(job, "table"), 0);
  return { ...result, rows: rows.map(({ values }) => values.join("|")).sort() };
}

test("[DT20] a run needs no log of its records to know what is under way", () => {
  const [traced, untraced] = [run(true), run(false)];
  expect([untraced.status, untraced.rows]).toEqual(["FINISHED", traced.rows]);
  expect(untraced.events).toBeLessThan(traced.events);
});

import { describe, expect, test } from "vitest";
import type { ScheduledFault } from "../control/job-client.ts";
import { toTaskIndex } from "../stream/indices.ts";
import { plainFunctions } from "../expression/testing/plain-functions.ts";
import type { JobDocument } from "../graph/job-document.ts";
import { productTuning } from "../graph/task-deployment.ts";
import type { TaskTuning } from "../graph/task-deployment.ts";
import { constantTimes, defaultTimes } from "../hosts/deterministic/virtual-times.ts";
import { MemoryTransactions } from "../hosts/in-process/memory-stores.ts";
import { runInProcess } from "../hosts/in-process/run-in-process.ts";
import { RecordingFiles } from "../hosts/in-process/testing/recording-files.ts";
import { createCatalog } from "./catalog.ts";
import { compiled, contractRuns, lastDigit, tableRows } from "./testing/host-contract.ts";

const catalog = createCatalog();
const limits = { turns: 1_000_000, virtualMs: 1_000_000 };

interface Watched {
  readonly document: JobDocument;
  readonly faults: readonly ScheduledFault[];
  readonly tracesRecords: boolean;
  readonly budget: number;
  readonly tuning?: TaskTuning;
}

/** What a run leaves behind: everything but its log. */
function run({ document, faults, tracesRecords, budget, tuning = productTuning }: Watched) {
  const job = compiled(document);
  const files = new RecordingFiles();
  const transactions = new MemoryTransactions();
  const { status, failureCause, turns, virtualMs, events } = runInProcess({
    job,
    jobId: "test",
    catalog,
    functions: plainFunctions,
    times: { ...constantTimes(defaultTimes), budget: () => budget },
    limits,
    seed: 7,
    faults,
    tracesRecords,
    tuning,
    restore: "none",
    stores: { files, transactions },
  });
  const published = [...transactions.committed].map(({ transaction, target, bytes }) => [transaction, target, new TextDecoder().decode(bytes)]);
  return { left: { status, failureCause, turns, virtualMs, snapshots: files.written, published }, rows: tableRows(job, transactions.committed), events };
}

/** Counts digits in windows of ten numbers, which are kept in columns. */
const windows: JobDocument = {
  ...lastDigit,
  operators: lastDigit.operators.flatMap((operator) => {
    if (operator.id === "numbers") return [{ ...operator, config: { ...operator.config, rowsPerSecond: 120, options: { id: { kind: "sequence", start: "1", end: "240" } } } }];
    if (operator.id !== "digit") return operator.id === "count" ? [{ ...operator, type: "tumbling-window", config: windowConfig() }] : [operator];
    const fields = [{ name: "digit", type: "BIGINT" }, { name: "t", type: "BIGINT" }];
    const timed = { ...operator, config: { function: "({ digit: row.id % 10, t: row.id * 100 })", fields } };
    const watermarks = { timestamp: "field", field: "t", strategy: "bounded", delayMs: 500 };
    return [timed, { id: "time", type: "assign-timestamps", name: "time", parallelism: 2, config: watermarks }];
  }),
  edges: lastDigit.edges.flatMap((edge) => {
    if (edge.id !== "e2") return [edge];
    const timed = { id: "e2a", from: edge.from, to: { operator: "time", port: "in" } };
    return [timed, { ...edge, from: { operator: "time", port: "out" } }];
  }),
};

function windowConfig() {
  const aggregates = [{ kind: "count", as: "n" }];
  return { time: "event", size: 5000, allowedLateness: 2000, lateOutput: false, function: { type: "aggregate", aggregates } };
}

describe("[DT22] a job whose records are in the log writes the same snapshots, byte for byte, and the same output as without", () => {
  const jobs = [...contractRuns(), { title: "windows in columns", document: windows, faults: [{ at: 900, fault: { kind: "killSubtask", subtask: toTaskIndex(3) } }] as const }];
  for (const { title, document, faults } of jobs) {
    test(`[DT20] ${title}`, () => {
      for (const budget of [1, 100]) {
        const [watched, alone] = [true, false].map((tracesRecords) => run({ document, faults, tracesRecords, budget }));
        expect(alone?.left).toEqual(watched?.left);
        expect(alone?.events).toBeLessThan(watched?.events ?? 0);
      }
    });
  }

  test("[DT23] cut as finely as can be, with every window in the general layout, a job puts out the same", () => {
    const tuning = { recordsAtOnce: 1, timersAtOnce: 1, sliceKeys: 1, sliceBytes: 1, windowColumns: false };
    const [plain, fine] = [productTuning, tuning].map((each) => run({ document: windows, faults: [], tracesRecords: false, budget: 100, tuning: each }));
    expect(fine?.rows).toEqual(plain?.rows);
    expect(fine?.left.turns).not.toBe(plain?.left.turns);
  });

  test("[WN18] the windows are those that columns keep", () => {
    const { left, rows } = run({ document: windows, faults: [], tracesRecords: true, budget: 1 });
    expect([left.status, left.snapshots.length > 0, rows.length]).toEqual(["FINISHED", true, 50]);
  });
});

import { expect, test } from "vitest";
import type { ScheduledFault } from "../control/job-client.ts";
import { plainFunctions } from "../expression/testing/plain-functions.ts";
import { compileJob } from "../graph/compile-job.ts";
import type { JobDocument } from "../graph/job-document.ts";
import { committedOutput, tableDirectories } from "../hosts/control-loop/committed-output.ts";
import { jobTimes } from "../hosts/deterministic/virtual-times.ts";
import { runInProcess } from "../hosts/in-process/run-in-process.ts";
import type { LogEvent } from "../observe/event.ts";
import { LogInvariants } from "../observe/invariants.ts";
import { toCheckpointId } from "../stream/indices.ts";
import { createCatalog } from "./catalog.ts";
import { jobDocumentFormat } from "../graph/job-document.ts";

const catalog = createCatalog();

const edge = (from: string, to: string) => ({ id: `${from}-${to}`, from: { operator: from, port: "out" }, to: { operator: to, port: "in" } });

/** Counts words, with a checkpoint every 40 ms. */
function counted(retained: number): JobDocument {
  const rows = Array.from({ length: 40 }, (_, index) => [`w${index % 3}`, index]);
  const fields = [{ name: "word", type: "STRING" }, { name: "n", type: "INT" }];
  return {
    format: jobDocumentFormat,
    name: "counted",
    config: {
      "parallelism.default": "2",
      "execution.checkpointing.interval": "40 ms",
      "execution.checkpointing.num-retained": String(retained),
      "restart-strategy.type": "none",
    },
    operators: [
      { id: "words", type: "values", name: "words", config: { fields, rows, repeat: false, intervalMs: 10 } },
      { id: "count", type: "count", name: "count", config: { as: "n" } },
      { id: "out", type: "table", name: "out", config: { mode: "append", key: [] } },
    ],
    edges: [{ ...edge("words", "count"), partitioner: { type: "hash", key: ["word"] } }, { ...edge("count", "out"), partitioner: { type: "rebalance" } }],
  };
}

function run(document: JobDocument, seed: number, faults: readonly ScheduledFault[]) {
  const job = compileJob(document, catalog);
  if (!job.ok) throw new Error(JSON.stringify(job.diagnostics));
  const log: LogEvent[] = [];
  const invariants = new LogInvariants(job.topology);
  const result = runInProcess({
    job, jobId: "job", catalog, functions: plainFunctions, seed, times: jobTimes(job), faults,
    limits: { turns: 100_000, virtualMs: 60_000 },
    onEvents: (events) => {
      log.push(...events);
      invariants.check(events);
    },
  });
  const { rows } = committedOutput(result.stores.transactions.committed, tableDirectories(job, "out"), 0);
  return { ...result, log, rows: rows.map(({ values }) => values.join()).toSorted() };
}

const backTo = (checkpointId: number, at: number): ScheduledFault => ({ at, fault: { kind: "restoreFrom", checkpointId: toCheckpointId(checkpointId) } });
const completed = (log: readonly LogEvent[]) => log.flatMap(({ at, body }) => (body.kind === "checkpointCompleted" ? [{ at, id: body.checkpointId }] : []));
const restores = (log: readonly LogEvent[]) => log.flatMap(({ body }) => (body.kind === "restoring" ? [body.checkpointId] : []));

test("[CK1] set back to the newest checkpoint, a job without a restart strategy goes on, and commits what it would have", () => {
  const whole = run(counted(1), 5, []);
  for (let place = 0; place < 5; place++) {
    const at = 60 + place * 31.5;
    const newest = completed(whole.log).findLast((one) => one.at < at);
    const { status, log, rows } = run(counted(1), 5, [backTo(newest?.id ?? 0, at)]);
    expect([status, restores(log).length]).toEqual(["FINISHED", 2]);
    expect(rows).toEqual(whole.rows);
    expect(log.filter(({ body }) => body.kind === "executionState" && body.state === "FAILED")).toEqual([]);
  }
});

test("[CK1] a run that is set back writes the same log whenever it is run", () => {
  const hashes = [1, 2].map(() => run(counted(1), 9, [backTo(3, 150)]).log.map(({ at, body }) => `${at} ${body.kind}`).join("\n"));
  expect(hashes[0]).toBe(hashes[1]);
});

test("[CK1] [CK2] one that is not kept any more changes nothing, and an older one is not gone back to", () => {
  const whole = run(counted(1), 5, []);
  const { log, rows } = run(counted(1), 5, [backTo(1, 150), { at: 150, fault: { kind: "discardCheckpoint", checkpointId: toCheckpointId(1) } }]);
  expect(log.map(({ body }) => body.kind)).toEqual(whole.log.map(({ body }) => body.kind));
  expect(restores(run(counted(5), 5, [backTo(1, 150)]).log)).toEqual([undefined]);
  expect(rows).toEqual(whole.rows);
});

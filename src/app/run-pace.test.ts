import { describe, expect, test } from "vitest";
import type { ScheduledFault } from "../control/job-client.ts";
import { plainFunctions } from "../expression/testing/plain-functions.ts";
import { choosePace } from "../graph/choose-pace.ts";
import { compileJob } from "../graph/compile-job.ts";
import type { JobDocument, RunPace } from "../graph/job-document.ts";
import { committedOutput, tableDirectories } from "../hosts/control-loop/committed-output.ts";
import { jobTimes } from "../hosts/deterministic/virtual-times.ts";
import { runInProcess } from "../hosts/in-process/run-in-process.ts";
import type { LogEvent } from "../observe/event.ts";
import { toTaskIndex } from "../stream/indices.ts";
import { examples } from "../designer/examples/examples.ts";
import { createCatalog } from "./catalog.ts";
import { at, windowed } from "./testing/logged-run.ts";

const catalog = createCatalog();
const text = new TextEncoder();

/** 60 rows a second of event time apart, but for a silence of two minutes behind the thirtieth. */
const seconds = Array.from({ length: 60 }, (_, index) => index + (index >= 30 ? 120 : 0));
const bytes = text.encode(seconds.map((second, index) => `w${index % 3},${at(second)}\n`).join(""));

/** Counts words of a file in windows of ten seconds, into a table. */
function job(pace?: RunPace, parallelism = 1): JobDocument {
  const fields = [{ name: "word", type: "STRING" }, { name: "at", type: "TIMESTAMP_LTZ(3)" }];
  const file = { type: "file-source", config: { files: ["words"], format: "csv", formatOptions: {}, fields } };
  return {
    ...windowed,
    config: {
      "parallelism.default": String(parallelism),
      "execution.checkpointing.interval": "300 ms",
      "restart-strategy.type": "fixed-delay",
      "restart-strategy.fixed-delay.attempts": "10",
      "restart-strategy.fixed-delay.delay": "20 ms",
    },
    operators: windowed.operators.map((each) => {
      if (each.id === "words") return { ...each, ...file };
      return each.id === "print" ? { id: "print", type: "table", name: "out", config: { mode: "append", key: [] } } : each;
    }),
    ...(pace && { run: { pace } }),
  };
}

function readFile(request: unknown): Uint8Array {
  const { offset, length } = request as { readonly offset: number; readonly length: number };
  return bytes.slice(offset, offset + length);
}

function run(document: JobDocument, faults: readonly ScheduledFault[] = []) {
  const compiled = compileJob(document, catalog);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  const log: LogEvent[] = [];
  const result = runInProcess({
    job: compiled,
    jobId: "job",
    catalog,
    functions: plainFunctions,
    seed: 3,
    times: jobTimes(compiled),
    faults,
    limits: { turns: 400_000, virtualMs: 3_600_000 },
    port: (_port, request) => ({ ok: true, value: readFile(request) }),
    onEvents: (batch) => log.push(...batch),
  });
  const { rows } = committedOutput(result.stores.transactions.committed, tableDirectories(compiled, "print"), 0);
  const reads = log.flatMap(({ at: time, body }) => (body.kind === "read" ? [time] : []));
  const first = reads[0] ?? 0;
  return {
    ...result,
    rows: rows.map(({ values }) => values.join(" ")).sort(),
    log,
    reads: reads.map((time) => time - first),
    /** Watermarks that came on while rows were still read. */
    watermarks: new Set(log.flatMap(({ at: time, body }) =>
      body.kind === "inputWatermark" && time < (reads.at(-1) ?? 0) && Number.isFinite(body.timestamp) ? [body.timestamp] : [])),
  };
}

const rate = (rowsPerSecond: number): RunPace => ({ kind: "rate", rowsPerSecond });
const kill = (time: number): ScheduledFault => ({ at: time, fault: { kind: "killSubtask", subtask: toTaskIndex(0) } });

describe("the pace of a run", () => {
  const free = run(job());

  test("[DT50] rows of a source without a pace of its own come as far apart as its rate says, and watermarks pass on the way", () => {
    expect(free.reads.at(-1)).toBeLessThan(5);
    expect(free.watermarks.size).toBeLessThan(2);
    const paced = run(job(rate(20)));
    expect(paced.status).toBe("FINISHED");
    expect(paced.reads).toEqual(seconds.map((_, index) => 50 * index));
    expect(paced.watermarks.size).toBeGreaterThan(10);
    expect(paced.rows).toEqual(free.rows);
    expect(run(job(rate(20))).hash).toBe(paced.hash);
  });

  test("[DT50] a rate that is no whole number of milliseconds is kept, above a thousand rows a second, too", () => {
    expect(run(job(rate(300))).reads.slice(0, 7)).toEqual([0, 3, 6, 10, 13, 16, 20]);
    expect(run(job(rate(4000))).reads.slice(0, 9)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2]);
  });

  test("[DT50] subtasks share the rate as far as there is something to read for them", () => {
    expect(run(job(rate(20), 4)).reads.slice(0, 4)).toEqual([0, 50, 100, 150]);
    const values = { ...job(rate(20), 2), operators: job().operators.map((each) => {
      const rows = seconds.map((second) => ["w", at(second)]);
      const fields = [{ name: "word", type: "STRING" }, { name: "at", type: "TIMESTAMP_LTZ(3)" }];
      return each.id === "words" ? { ...each, type: "values", config: { fields, rows, repeat: false, intervalMs: 0 } } : each;
    }) };
    expect(run(values).reads.slice(0, 6)).toEqual([0, 0, 100, 100, 200, 200]);
  });

  test("[DT52] by event time rows come as far apart as their times are, divided by the factor", () => {
    const replayed = run(job({ kind: "eventTime", factor: 10 }));
    expect(replayed.reads).toEqual(seconds.map((second) => second * 100));
    expect(replayed.rows).toEqual(free.rows);
    expect(run(job({ kind: "eventTime", factor: 10 })).hash).toBe(replayed.hash);
  });

  test.each([
    [rate(20), 1150],
    // In the silence: the row behind it waits for seconds.
    [{ kind: "eventTime", factor: 25 } as const, 3000],
  ])("[DT50] a row that waits for its time is in no checkpoint: after a failure each counts once (%j)", (pace, time) => {
    const struck = run(job(pace), [kill(time)]);
    expect(struck.log.some(({ body }) => body.kind === "restored")).toBe(true);
    expect(struck.status).toBe("FINISHED");
    expect(struck.rows).toEqual(free.rows);
  });

  test("[DT51] one is chosen where nothing takes time: a rate at which the rows have come within half a minute", () => {
    const sized = (size: number) => choosePace(job(), catalog, () => size);
    expect(sized(0)).toEqual(rate(5));
    expect(sized(bytes.length)).toEqual(rate(5));
    expect(sized(12 * 5000)).toEqual(rate(200));
    expect(sized(12 * 1_000_000)).toEqual(rate(50_000));
    expect(choosePace({ ...job(), run: { speed: 0.1 } }, catalog, () => 12 * 5000)).toEqual(rate(2000));
    expect(choosePace(job({ kind: "unlimited" }), catalog, () => 0)).toEqual({ kind: "unlimited" });
    expect(choosePace({ ...job(), run: { serviceTimeMs: 10 } }, catalog, () => 0)).toEqual({ kind: "unlimited" });
    expect(choosePace(windowed, catalog, () => 0)).toEqual({ kind: "unlimited" });
    // Every example has a pace of its own.
    for (const { document } of examples) expect(choosePace(document, catalog, () => 0)).toEqual(document.run?.pace ?? { kind: "unlimited" });
  });
});

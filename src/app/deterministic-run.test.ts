import { describe, expect, test } from "vitest";
import type { JobClient, ScheduledFault } from "../control/job-client.ts";
import { toChannelIndex, toTaskIndex } from "../stream/indices.ts";
import { compileJob } from "../graph/compile-job.ts";
import { jobDocumentFormat } from "../graph/job-document.ts";
import type { JobDocument } from "../graph/job-document.ts";
import { jobPlan } from "../control/job-plan.ts";
import { committedOutput, tableDirectories } from "../hosts/control-loop/committed-output.ts";
import { DeterministicJob } from "../hosts/deterministic/deterministic-job.ts";
import type { HostAction } from "../hosts/deterministic/host-action.ts";
import { PacedRun } from "../hosts/deterministic/paced-run.ts";
import type { PacedHost } from "../hosts/deterministic/paced-run.ts";
import { constantTimes, defaultTimes, jobTimes } from "../hosts/deterministic/virtual-times.ts";
import { createInProcessJobClient } from "../hosts/in-process/job-client.ts";
import { MemoryFiles, MemoryTransactions } from "../hosts/in-process/memory-stores.ts";
import { runInProcess } from "../hosts/in-process/run-in-process.ts";
import { InProcessTasks } from "../hosts/in-process/task-host.ts";
import type { LogEvent } from "../observe/event.ts";
import { LogInvariants } from "../observe/invariants.ts";
import { LogWriter } from "../observe/log-writer.ts";
import { plainFunctions } from "../expression/testing/plain-functions.ts";
import { createCatalog } from "./catalog.ts";

const catalog = createCatalog();
const limits = { turns: 100_000, virtualMs: 600_000 };
const fields = [{ name: "word", type: "STRING" }, { name: "n", type: "INT" }];

/** Counts words of two sources; the second one is over long before the first. */
function wordCount(run: JobDocument["run"] = {}): JobDocument {
  const source = (id: string, count: number) => {
    const rows = Array.from({ length: count }, (_, index) => [`w${index % 3}`, index]);
    return { id, type: "values", name: id, config: { fields, rows, repeat: false, intervalMs: 10 } };
  };
  const hash = { type: "hash" as const, key: ["word"] };
  const edge = (from: string, to: string) => ({ id: `${from}-${to}`, from: { operator: from, port: "out" }, to: { operator: to, port: "in" } });
  return {
    format: jobDocumentFormat,
    name: "word count",
    config: {
      "parallelism.default": "2",
      "execution.checkpointing.interval": "40 ms",
      "restart-strategy.type": "fixed-delay",
      "restart-strategy.fixed-delay.attempts": "10",
      "restart-strategy.fixed-delay.delay": "20 ms",
    },
    operators: [
      source("long", 40),
      source("short", 4),
      { id: "count", type: "count", name: "count", config: { as: "n" } },
      { id: "out", type: "table", name: "out", config: { mode: "append", key: [] } },
    ],
    edges: [
      { ...edge("long", "count"), partitioner: hash },
      { ...edge("short", "count"), partitioner: hash },
      { ...edge("count", "out"), partitioner: { type: "rebalance" } },
    ],
    run,
  };
}

function compiled(document: JobDocument) {
  const job = compileJob(document, catalog);
  if (!job.ok) throw new Error(JSON.stringify(job.diagnostics));
  return job;
}

function run(document: JobDocument, seed = 1, faults: readonly ScheduledFault[] = []) {
  const job = compiled(document);
  const events: LogEvent[] = [];
  const invariants = new LogInvariants(job.topology);
  const onEvents = (batch: readonly LogEvent[]): void => {
    events.push(...batch);
    invariants.check(batch);
  };
  const times = jobTimes(job);
  const result = runInProcess({ job, jobId: "job", catalog, functions: plainFunctions, seed, times, faults, limits, onEvents });
  invariants.checkConservation(result.queued);
  const { rows } = committedOutput(result.stores.transactions.committed, tableDirectories(job, "out"), 0);
  return { ...result, job, log: events, rows: rows.map(({ values }) => values.join(" ")).sort() };
}

const expected = Array.from({ length: 44 }, (_, index) => index % 44)
  .map((index) => `w${(index < 40 ? index : index - 40) % 3}`)
  .reduce<{ readonly counts: Map<string, number>; readonly rows: string[] }>(
    ({ counts, rows }, word) => {
      const n = (counts.get(word) ?? 0) + 1;
      counts.set(word, n);
      rows.push(`${word} ${n}`);
      return { counts, rows };
    },
    { counts: new Map(), rows: [] },
  )
  .rows.sort();

describe("a run", () => {
  test("[DT1] [DT6] is a function of its seed", () => {
    const first = run(wordCount(), 7);
    expect(first.status).toBe("FINISHED");
    expect(first.rows).toEqual(expected);
    expect(run(wordCount(), 7).hash).toBe(first.hash);
    expect(run(wordCount(), 8).hash).not.toBe(first.hash);
  });

  test("[DT12] a channel's latency is its edge's own, else that of the run", () => {
    const document = wordCount({ channelLatencyMs: 5 });
    const edges = document.edges.map((edge) => (edge.id === "count-out" ? { ...edge, latencyMs: 31 } : edge));
    const { log, job } = run({ ...document, edges });
    const fastest = new Map<string, number>();
    const underWay = job.topology.channels.map((): number[] => []);
    for (const { at, body } of log) {
      if (body.kind === "sent") underWay[body.channel]?.push(at);
      if (body.kind !== "received") continue;
      const edge = job.origins.edges[job.topology.channels[body.channel]?.edge ?? -1] ?? "";
      const took = at - (underWay[body.channel]?.shift() ?? Number.NaN);
      fastest.set(edge, Math.min(took, fastest.get(edge) ?? Infinity));
    }
    expect(Object.fromEntries(fastest)).toEqual({ "long-count": 5, "short-count": 5, "count-out": 31 });
  });

  test("[DT1] is the same in an asynchronous loop, whatever the pauses", async () => {
    const faults: readonly ScheduledFault[] = [{ at: 70, fault: { kind: "killSubtask", subtask: toTaskIndex(1) } }];
    const job = compiled(wordCount());
    const { topology, origins } = job;
    const plan = jobPlan(job, catalog, { jobId: "job", tracesRecords: true });
    const header = { jobId: "job", jobName: "", mode: "deterministic", seed: 3, startedAt: 0, topology, origins } as const;
    const log = new LogWriter(header, true);
    const deterministic = new DeterministicJob({ plan, seed: 3, times: constantTimes(defaultTimes), faults, restore: "none", log });
    const stores = { files: new MemoryFiles(), transactions: new MemoryTransactions() };
    const port = () => ({ ok: false, message: "no ports" }) as const;
    const tasks = new InProcessTasks({ seed: 3, topology, catalog, functions: plainFunctions, ...stores, port });
    const host: PacedHost<HostAction> = {
      clock: { now: () => performance.now(), delay: laterOnce },
      yieldToEvents: async () => {},
      onBatch: () => {},
      perform: async (action) => tasks.perform(action),
    };
    const paced = new PacedRun({ core: deterministic.core, obey: (command) => deterministic.command(command), log, host, speed: Infinity, paused: true });
    const ended = paced.run();
    await paced.command({ kind: "step", count: 50 });
    await paced.command({ kind: "runUntil", until: { event: "checkpointComplete" } });
    await paced.command({ kind: "resume" });
    await ended;
    expect(log.hashText).toBe(run(wordCount(), 3, faults).hash);
  });

  test("[DT2] takes as long in virtual time as its parts", () => {
    const slow = wordCount({ serviceTimeMs: 3, channelLatencyMs: 5 });
    const { log } = run(slow);
    const [begun] = log.filter(({ body }) => body.kind === "processing");
    const ended = log.find(({ subtask, body }) => body.kind === "processed" && subtask === begun?.subtask);
    expect((ended?.at ?? 0) - (begun?.at ?? 0)).toBe(3);
  });

  test("[DT13] lets time pass while a source always has a record, so checkpoints complete and it can be stopped", async () => {
    const document = wordCount();
    const client = await started({ ...document, operators: document.operators.map(endless) });
    const events: LogEvent[] = [];
    const canceled = new Promise<void>((resolve) => {
      client.subscribe((batch) => {
        events.push(...batch.events.filter(({ body }) => body.kind === "checkpointCompleted" || body.kind === "jobStatus"));
        if (events.some(({ body }) => body.kind === "jobStatus" && body.status === "CANCELED")) resolve();
      });
    });
    await client.command({ kind: "runUntil", until: { event: "checkpointComplete" } });
    expect(events.at(-1)?.body.kind).toBe("checkpointCompleted");
    await client.command({ kind: "resume" });
    await client.command({ kind: "cancel" });
    await canceled;
    client.dispose();
  });
});

describe("faults", () => {
  const table: Readonly<Record<string, readonly ScheduledFault[]>> = {
    "a killed source": [{ at: 90, fault: { kind: "killSubtask", subtask: toTaskIndex(0) } }],
    "a killed executor, twice": [60, 160].map((at) => ({ at, fault: { kind: "killExecutor", executor: 0 } })),
    "a crash between pre-commit and commit": [6, 7].map(toTaskIndex).map((subtask) => ({ at: 50, fault: { kind: "crashBeforeCommit", subtask } })),
    "a crashed job master": [{ at: 111, fault: { kind: "crashCoordinator" } }],
    "a lost acknowledgement and a failed snapshot": [
      { at: 10, fault: { kind: "failSnapshot", subtask: toTaskIndex(4) } },
      { at: 90, fault: { kind: "slowSnapshot", subtask: toTaskIndex(5), byMs: 70 } },
      { at: 120, fault: { kind: "delayAcknowledge", subtask: toTaskIndex(4), byMs: 30 } },
    ],
    "a stalled subtask behind a slow channel": [
      { at: 30, fault: { kind: "stallSubtask", subtask: toTaskIndex(5), forMs: 100 } },
      { at: 30, fault: { kind: "delayChannel", channel: toChannelIndex(0), byMs: 40, forMs: 100 } },
    ],
  };
  for (const [name, faults] of Object.entries(table)) {
    test(`[DT7] [CP11] [CP14] ${name} changes nothing of what is committed`, () => {
      const result = run(wordCount(), 5, faults);
      expect(result.status).toBe("FINISHED");
      expect(result.log.filter(({ body }) => body.kind === "fault").length).toBeGreaterThan(0);
      expect(result.rows).toEqual(expected);
    });
  }

  test("[RS9] what had finished before the checkpoint is not read again", () => {
    const whole = run(wordCount(), 5);
    const finished = whole.log.find(({ subtask, body }) => subtask === 2 && body.kind === "executionState" && body.state === "FINISHED");
    const at = (finished?.at ?? Infinity) + 100;
    const result = run(wordCount(), 5, [{ at, fault: { kind: "killSubtask", subtask: toTaskIndex(0) } }]);
    const again = result.log.filter((event) => event.at > at && event.subtask === 2);
    expect(again.some(({ body }) => body.kind === "executionState" && body.state === "FINISHED")).toBe(true);
    expect(again.some(({ body }) => body.kind === "read")).toBe(false);
    expect(result.rows).toEqual(expected);
  });

  test("[RS8] a new job master goes on from the newest checkpoint, with attempts of its own", () => {
    const { log, rows } = run(wordCount(), 5, [{ at: 111, fault: { kind: "crashCoordinator" } }]);
    const restores = log.flatMap(({ body }) => (body.kind === "restoring" ? [body.checkpointId] : []));
    expect(restores).toEqual([undefined, 3]);
    const attempts = log.flatMap(({ body }) => (body.kind === "executionState" ? [body.attempt] : []));
    expect([...new Set(attempts)]).toEqual([0, 1]);
    expect(rows).toEqual(expected);
  });

  test("[DT3] [DT4] what is under way in a channel of a dead subtask is lost, and what is sent is received later", () => {
    const { log } = run(wordCount({ channelLatencyMs: 25 }), 5, [{ at: 95, fault: { kind: "killSubtask", subtask: toTaskIndex(4) } }]);
    expect(log.some(({ at, body }) => at === 95 && body.kind === "lost")).toBe(true);
    const first = (kind: string) => log.find(({ body }) => body.kind === kind && "channel" in body && body.channel === 0)?.at ?? NaN;
    expect(first("received") - first("sent")).toBe(25);
  });

  test("[DT5] a job that waits for what never comes is said to be idle", () => {
    const document = wordCount();
    const never = { ...document, config: { "pipeline.auto-watermark-interval": "0 ms" }, operators: document.operators.map(waiting) };
    expect(run(never).outcome).toBe("idle");
  });

  test("[DT7] one that would do nothing says why", async () => {
    const client = await started();
    expect(await client.command({ kind: "injectFault", fault: { kind: "killSubtask", subtask: toTaskIndex(99) } })).toBe("The subtask is not running.");
    client.dispose();
  });
});

test("[HB70] a command where no job runs says so", async () => {
  expect(await createClient().command({ kind: "setSpeed", speed: 1 })).toBe("No job runs.");
});

test("[HB70] a command says why it did nothing, also when the job has ended", async () => {
  const client = await started();
  const typed = { kind: "userInput", operator: "nothing runs this", input: {} } as const;
  expect(await client.command(typed)).toBe("The operator is not running.");
  await client.command({ kind: "runUntil", until: { event: "end" } });
  await client.command({ kind: "resume" });
  const strike = { kind: "injectFault", fault: { kind: "crashCoordinator" } } as const;
  await expect.poll(() => client.command(strike)).toBe("The job has ended.");
  expect(await client.command({ kind: "step", count: 1 })).toBeUndefined();
  client.dispose();
});

test("[DT9] a client pauses, steps, looks into the channels, and runs to the end", async () => {
  const client = await started();
  const events: LogEvent[] = [];
  client.subscribe((batch) => void events.push(...batch.events));
  await client.command({ kind: "step", count: 10 });
  const paused = events.length;
  expect(paused).toBeGreaterThanOrEqual(10);
  await client.command({ kind: "runUntil", until: { event: "barrier" } });
  const barriers = (await client.inspect()).filter(({ elements }) => elements.includes("checkpointBarrier"));
  expect(barriers.length).toBeGreaterThan(0);
  await client.command({ kind: "runUntil", until: { event: "end" } });
  expect(events.at(-1)?.body).toEqual({ kind: "jobStatus", status: "FINISHED" });
  const { rows } = await client.committed("out", 0);
  expect(rows.map(({ values }) => values.join(" ")).sort()).toEqual(expected);
  client.dispose();
});

/** The long source waits for records that someone types. */
function waiting(operator: JobDocument["operators"][number]): JobDocument["operators"][number] {
  return operator.id === "long" ? { ...operator, type: "manual", config: { fields } } : operator;
}

/** Every source gives records without a pause and without an end. */
function endless(operator: JobDocument["operators"][number]): JobDocument["operators"][number] {
  return operator.type === "values" ? { ...operator, config: { ...operator.config, repeat: true, intervalMs: 0 } } : operator;
}

function createClient(): JobClient {
  const clock = { now: () => performance.now(), delay: laterOnce };
  const port = () => ({ ok: false, message: "no ports" }) as const;
  return createInProcessJobClient({ catalog, functions: plainFunctions, clock, yieldToEvents: async () => {}, port });
}

async function started(document = wordCount()): Promise<JobClient> {
  const client = createClient();
  const result = await client.start({
    jobId: "job",
    document,
    mode: "deterministic",
    seed: 1,
    speed: Infinity,
    paused: true,
    files: [],
    faults: [],
    restore: "latest",
  });
  expect(result.ok).toBe(true);
  return client;
}

function laterOnce(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

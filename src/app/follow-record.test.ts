import { expect, test } from "vitest";
import type { ScheduledFault } from "../control/job-client.ts";
import { examples } from "../designer/examples/example.ts";
import { plainFunctions } from "../expression/testing/plain-functions.ts";
import { compileJob } from "../graph/compile-job.ts";
import { jobDocumentFormat } from "../graph/job-document.ts";
import type { JobDocument } from "../graph/job-document.ts";
import { jobTimes } from "../hosts/deterministic/virtual-times.ts";
import { runInProcess } from "../hosts/in-process/run-in-process.ts";
import type { LogEvent, LogEventBody } from "../observe/event.ts";
import { Lineage } from "../observe/lineage.ts";
import { logHeader } from "../observe/log-header.ts";
import { RunLog } from "../observe/run-log.ts";
import { createCatalog } from "./catalog.ts";

const catalog = createCatalog();

const [wordCount] = examples.filter(({ document }) => document.operators.some(({ type }) => type === "count"));

/** The log of a real run. */
function logOf(document: JobDocument | undefined, faults: readonly ScheduledFault[] = []): RunLog {
  const job = document && compileJob(document, catalog);
  if (!document || !job?.ok) throw new Error(JSON.stringify(job?.diagnostics));
  const events: LogEvent[] = [];
  runInProcess({
    job,
    jobId: "job",
    catalog,
    functions: plainFunctions,
    seed: 7,
    times: jobTimes(job),
    faults,
    limits: { turns: 20_000, virtualMs: 20_000 },
    onEvents: (batch) => events.push(...batch),
  });
  const log = new RunLog(logHeader(job, { jobId: "job", mode: "deterministic", seed: 7, startedAt: 0 }));
  log.append(events);
  return log;
}

const edge = (from: string, to: string) => ({ from: { operator: from, port: "out" }, to: { operator: to, port: "in" } });

/** Counts words in windows of ten seconds. */
const windowed: JobDocument = {
  format: jobDocumentFormat,
  name: "windows",
  config: { "parallelism.default": "2" },
  operators: [
    {
      id: "words",
      type: "values",
      name: "words",
      config: {
        fields: [
          { name: "word", type: "STRING" },
          { name: "at", type: "TIMESTAMP_LTZ(3)" },
        ],
        rows: Array.from({ length: 40 }, (_, index) => [`w${index % 3}`, new Date(index * 2000).toISOString()]),
        repeat: false,
        intervalMs: 10,
      },
    },
    {
      id: "clock",
      type: "assign-timestamps",
      name: "clock",
      config: { timestamp: "field", field: "at", strategy: "bounded", delayMs: 0 },
    },
    {
      id: "window",
      type: "tumbling-window",
      name: "window",
      config: {
        time: "event",
        size: 10_000,
        offset: 0,
        stagger: "aligned",
        allowedLateness: 0,
        lateOutput: false,
        function: { type: "aggregate", aggregates: [{ kind: "count", as: "n" }] },
      },
    },
    { id: "print", type: "print", name: "print", config: { standardError: false } },
  ],
  edges: [
    { id: "e1", ...edge("words", "clock"), partitioner: { type: "forward" } },
    { id: "e2", ...edge("clock", "window"), partitioner: { type: "hash", key: ["word"] } },
    { id: "e3", ...edge("window", "print"), partitioner: { type: "rebalance" } },
  ],
};

function* eventsOf<Kind extends LogEventBody["kind"]>(log: RunLog, kind: Kind) {
  for (let seq = log.dropped; seq < log.length; seq++) {
    const event = log.event(seq);
    if (event?.body.kind === kind) yield { ...event, body: event.body as Extract<LogEventBody, { kind: Kind }> };
  }
}

function followed(log: RunLog, seed: number): Lineage {
  const lineage = new Lineage(log, seed);
  while (lineage.advance(1000));
  return lineage;
}

const kindsOf = (log: RunLog, lineage: Lineage): readonly (string | undefined)[] => lineage.steps.map(({ seq }) => log.event(seq)?.body.kind);

test("[OB15] a record that a source read is followed through hash channels to the sink", () => {
  const log = logOf(wordCount?.document);
  const [read] = eventsOf(log, "read");
  const lineage = followed(log, read?.seq ?? -1);
  const sent = [...eventsOf(log, "sent")].filter(({ seq }) => lineage.members.has(seq));
  const { channels } = log.header.topology;
  expect(new Set(sent.map(({ body }) => channels[body.channel]?.edge)).size).toBeGreaterThan(1);
  expect(kindsOf(log, lineage)).toEqual(expect.arrayContaining(["read", "sent", "received", "processing", "stateWritten", "sinkWritten"]));
  for (const { seq, body } of eventsOf(log, "received")) {
    const element = log.seek(seq).channels[body.channel];
    const head = element?.queue[element.first];
    expect(lineage.receipts.has(seq)).toBe(head !== undefined && head.element.kind === "record" && lineage.members.has(head.seq));
  }
});

test("[OB15] what a result came from is found: the record in hand, back to the source", () => {
  const log = logOf(wordCount?.document);
  const { channels, subtasks } = log.header.topology;
  const sinks = new Set(channels.map(({ to }) => to).filter((to) => !channels.some(({ from }) => from === to)));
  const last = [...eventsOf(log, "sent")].findLast(({ body }) => body.element.kind === "record" && sinks.has(channels[body.channel]?.to ?? -1));
  const lineage = followed(log, last?.seq ?? -1);
  const [first] = lineage.steps;
  expect(log.event(first?.seq ?? -1)?.body.kind).toBe("read");
  expect(subtasks.length).toBeGreaterThan(2);
});

test("[OB15] a record that was lost is followed where it is read again", () => {
  const whole = logOf(wordCount?.document);
  const sentAt = [...eventsOf(whole, "sent")].find(({ body, at }) => body.element.kind === "record" && at > 900);
  const subtask = whole.header.topology.channels[sentAt?.body.channel ?? -1]?.to ?? -1;
  const log = logOf(wordCount?.document, [{ at: (sentAt?.at ?? 0) + 1, fault: { kind: "killSubtask", subtask } }]);
  const lineage = followed(log, sentAt?.seq ?? -1);
  const kinds = kindsOf(log, lineage);
  expect(kinds).toContain("lost");
  expect(kinds).toContain("restoring");
  const again = kinds.slice(kinds.indexOf("restoring"));
  expect(again).toEqual(expect.arrayContaining(["read", "sent", "received"]));
  const texts = lineage.steps.flatMap(({ seq }) => {
    const body = log.event(seq)?.body;
    return body?.kind === "sent" && body.channel === sentAt?.body.channel && body.element.kind === "record" ? [body.element.text] : [];
  });
  expect(texts.length).toBeGreaterThanOrEqual(2);
  expect(new Set(texts).size).toBe(1);
});

test("[OB15] a record in a window leads to the window's result, which lists all its records", () => {
  const log = logOf(windowed);
  const [fired] = eventsOf(log, "windowFired");
  const inputs = [...eventsOf(log, "sent")].filter(({ body, seq }) => {
    if (seq >= (fired?.seq ?? 0) || body.element.kind !== "record" || !fired) return false;
    const { key, timestamp = NaN } = body.element;
    const there = log.header.topology.channels[body.channel]?.to === fired.subtask;
    return there && key === fired.body.key && timestamp >= fired.body.start && timestamp < fired.body.end;
  });
  const [input] = inputs;
  const lineage = followed(log, input?.seq ?? -1);
  const step = lineage.steps.find(({ fanIn }) => fanIn);
  expect(step).toEqual({ seq: fired?.seq, fanIn: inputs.map(({ seq }) => seq) });
  const result = [...eventsOf(log, "sent")].find(({ seq, subtask }) => seq > (fired?.seq ?? 0) && subtask === fired?.subtask);
  expect(lineage.members.has(result?.seq ?? -1)).toBe(true);
  const backwards = followed(log, result?.seq ?? -1);
  for (const { seq } of inputs) expect(backwards.members.has(seq)).toBe(true);
});

test("[OB16] a firing says how many elements a window of rows holds, and nothing of one that keeps a result", () => {
  const process = { type: "process", function: "collect({ n: rows.length })", fields: [{ name: "n", type: "INT" }], windowState: [], globalState: [] };
  const ofRows: JobDocument = {
    ...windowed,
    operators: windowed.operators.map((each) => (each.id === "window" ? { ...each, config: { ...each.config, function: process } } : each)),
  };
  const firings = (document: JobDocument) => [...eventsOf(logOf(document), "windowFired")].map(({ body }) => body.elements);
  const counted = firings(ofRows);
  expect(counted.reduce((sum: number, elements) => sum + (elements ?? NaN), 0)).toBe(40);
  expect(firings(windowed)).toEqual(counted.map(() => undefined));
});

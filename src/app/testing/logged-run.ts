import type { ScheduledFault } from "../../control/job-client.ts";
import { plainFunctions } from "../../expression/testing/plain-functions.ts";
import { compileJob } from "../../graph/compile-job.ts";
import { jobDocumentFormat } from "../../graph/job-document.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { jobTimes } from "../../hosts/deterministic/virtual-times.ts";
import { runInProcess } from "../../hosts/in-process/run-in-process.ts";
import type { LogEvent, LogEventBody } from "../../observe/event.ts";
import { Lineage } from "../../observe/lineage.ts";
import { logHeader } from "../../observe/log-header.ts";
import { RunLog } from "../../observe/run-log.ts";
import { createCatalog } from "../catalog.ts";

const catalog = createCatalog();

/** The log of a real run. */
export function logOf(document: JobDocument | undefined, faults: readonly ScheduledFault[] = []): RunLog {
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
export const windowed: JobDocument = {
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

export function* eventsOf<Kind extends LogEventBody["kind"]>(log: RunLog, kind: Kind) {
  for (let seq = log.dropped; seq < log.length; seq++) {
    const event = log.event(seq);
    if (event?.body.kind === kind) yield { ...event, body: event.body as Extract<LogEventBody, { kind: Kind }> };
  }
}

export function followed(log: RunLog, seed: number): Lineage {
  const lineage = new Lineage(log, seed);
  while (lineage.advance(1000));
  return lineage;
}

export const kindsOf = (log: RunLog, lineage: Lineage): readonly (string | undefined)[] => lineage.steps.map(({ seq }) => log.event(seq)?.body.kind);

export const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** `windowed` with another operator in place of the window, over rows of one word unless said otherwise. */
export function keyed(operator: Pick<JobDocument["operators"][number], "type" | "config">, rows: readonly (readonly [string, string])[]): JobDocument {
  return {
    ...windowed,
    operators: windowed.operators.map((each) => {
      if (each.id === "words") return { ...each, config: { ...each.config, rows } };
      return each.id === "window" ? { ...each, ...operator } : each;
    }),
  };
}

/** Channels into the sink. */
export function resultChannels({ header }: RunLog): ReadonlySet<number> {
  const { channels } = header.topology;
  return new Set(channels.flatMap(({ to }, index) => (channels.some(({ from }) => from === to) ? [] : [index])));
}

export function resultsOf(log: RunLog) {
  const results = resultChannels(log);
  return [...eventsOf(log, "sent")].filter(({ body }) => results.has(body.channel) && body.element.kind === "record");
}

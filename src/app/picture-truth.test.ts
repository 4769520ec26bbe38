import { describe, expect, it } from "vitest";
import type { Fault, JobClient, ScheduledFault } from "../control/job-client.ts";
import { toTaskIndex } from "../stream/indices.ts";
import { examples } from "../designer/examples/examples.ts";
import { KeyLabels } from "../designer/run/key-labels.ts";
import { layoutOf } from "../designer/physical/layout.ts";
import { pictureOf } from "../designer/physical/picture.ts";
import { formOfKind } from "../designer/physical/testing/form-of-kind.ts";
import { plainFunctions } from "../expression/testing/plain-functions.ts";
import type { JobDocument } from "../graph/job-document.ts";
import { createInProcessJobClient } from "../hosts/in-process/job-client.ts";
import { auditRun, compareWithRuntime } from "../observe/audit.ts";
import type { LogEvent } from "../observe/event.ts";
import { channelElements } from "../observe/fold-channels.ts";
import { apply } from "../observe/fold.ts";
import { emptyRun } from "../observe/ownership.ts";
import { RunLog } from "../observe/run-log.ts";
import type { RunState } from "../observe/run-state.ts";
import { createCatalog } from "./catalog.ts";
import { windowed } from "./testing/logged-run.ts";

/** The picture of real runs, compared with what the runtime itself holds (promise 1). */

interface Live {
  readonly client: JobClient;
  readonly log: () => RunLog;
}

async function startExample(id: string, seed: number, faults: readonly ScheduledFault[]): Promise<Live> {
  const document = examples.find((example) => example.id === id)?.document;
  if (!document) throw new Error(`no example ${id}`);
  return startDocument(document, seed, faults);
}

async function startDocument(document: JobDocument, seed: number, faults: readonly ScheduledFault[]): Promise<Live> {
  const client = createInProcessJobClient({
    catalog: createCatalog(),
    functions: plainFunctions,
    clock: {
      now: () => performance.now(),
      delay: (milliseconds, wake) => {
        const timer = setTimeout(wake, milliseconds);
        return () => clearTimeout(timer);
      },
    },
    yieldToEvents: () => new Promise((resolve) => setImmediate(resolve)),
    port: () => ({ ok: false, message: "no port in this test" }),
  });
  let log: RunLog | undefined;
  client.subscribe(({ header, events }) => {
    if (header) log = new RunLog(header);
    log?.append(events);
  });
  const run = { jobId: `picture-${seed}`, document, mode: "deterministic", seed, speed: Infinity, paused: true } as const;
  const started = await client.start({ ...run, files: [], faults, restore: "none" });
  if (!started.ok) throw new Error(started.diagnostics.map(({ message }) => message).join("; "));
  return {
    client,
    log: () => {
      if (!log) throw new Error("no header came");
      return log;
    },
  };
}

/** Between a failure and the restart the runtime tears its channels down one by one; the log has declared them lost at once. */
async function compareAtSteps({ client, log }: Live, steps: readonly number[]): Promise<void> {
  let compared = 0;
  for (const step of steps) {
    await client.command({ kind: "step", count: step });
    const contents = await client.inspect();
    const run = log().seek(log().length);
    expect(auditRun(run)).toEqual([]);
    if (run.subtasks.some(({ state }) => state !== "RUNNING")) continue;
    compared++;
    expect(compareWithRuntime(run, contents)).toEqual([]);
    const layout = layoutOf(run.header.topology);
    const { elements } = pictureOf(run, layout, { now: run.at, detail: 2, labels: new KeyLabels(), gauges: false });
    for (const { channel, elements: held } of contents) {
      const drawn = elements.filter((one) => one.channel === channel && (one.where === "pool" || one.where === "reach"));
      const { slots = 0, piled = false } = layout.channels[channel] ?? {};
      const readable = run.channels[channel]?.deliverable ?? 0;
      const shown = held.filter((kind, place) => !piled || kind !== "record" || place < slots || place >= readable);
      expect(drawn.map(({ form }) => form)).toEqual(shown.map((kind) => formOfKind[kind]));
    }
  }
  expect(compared).toBeGreaterThan(steps.length / 2);
}

const steps = (seed: number): number[] => Array.from({ length: 60 }, (_, index) => 1 + ((index * 37 + seed * 11) % 53));

describe("the picture of a real run", () => {
  for (const seed of [1, 7, 23]) {
    it(`[OB7][PX1] shows what the runtime's channels hold, seed ${seed}`, async () => {
      const live = await startExample("word-count", seed, []);
      await compareAtSteps(live, steps(seed));
      live.client.dispose();
    });
  }

  const faults: readonly Fault[] = [
    { kind: "killSubtask", subtask: toTaskIndex(2) },
    { kind: "stallSubtask", subtask: toTaskIndex(3), forMs: 300 },
    { kind: "failSnapshot", subtask: toTaskIndex(2) },
  ];
  for (const fault of faults) {
    it(`[OB6][OB7] also through a fault: ${fault.kind}`, async () => {
      const live = await startExample("word-count", 5, [{ at: 500, fault }]);
      await compareAtSteps(live, steps(5).map((step) => step * 2));
      expect(live.log().head.at).toBeGreaterThan(500);
      live.client.dispose();
    });
  }

  it("[OB6] with keyed state and timers", async () => {
    const live = await startExample("card-alerts", 3, []);
    await compareAtSteps(live, steps(3));
    live.client.dispose();
  });

  it("[OB12] records read again after a kill are marked from the source to the sink, no others", async () => {
    const live = await startExample("word-count", 5, [{ at: 900, fault: { kind: "killSubtask", subtask: toTaskIndex(2) } }]);
    await live.client.command({ kind: "step", count: 2500 });
    live.client.dispose();
    const { marked, readTwice, sent, hands } = replayOf(live.log());
    // Two rows of each of the two sources since checkpoint 1.
    expect(readTwice).toHaveLength(4);
    expect(marked).toEqual(readTwice);
    expect(sent.marked).toBeGreaterThan(8);
    expect(sent.marked).toBe(sent.expected);
    // Every record that was sent again is worked on again, by counters and by sinks.
    expect(hands).toBe(sent.marked);
  });

  it("[OB13] what a window refuses is late in hand and on its way out by the side output, and nothing else is", async () => {
    const live = await startDocument(lateRows, 3, []);
    await live.client.command({ kind: "runUntil", until: { event: "end" } });
    live.client.dispose();
    const log = live.log();
    const run = emptyRun(log.header);
    const [inHand, sent]: [string[], string[]] = [[], []];
    for (let seq = 0; seq < log.length; seq++) {
      const event = eventOf(log, seq);
      apply(run, event);
      const { hand } = run.subtasks[event.subtask] ?? {};
      if (hand?.late === "sideOutput" && event.body.kind === "late") inHand.push(hand.text);
      if (event.body.kind !== "sent" || event.body.element.kind !== "record") continue;
      const tagged = log.header.topology.channels[event.body.channel]?.tag === "late";
      expect(run.channels[event.body.channel]?.queue.at(-1)?.late).toBe(tagged);
      if (tagged) sent.push(event.body.element.text);
    }
    expect(inHand).toEqual(["weir, 2026-01-01T00:01:01Z", "weir, 2026-01-01T00:01:02Z"]);
    expect(sent).toEqual(inHand);
  });

  it("[OB3][OB12] a look back at a replay shows the same marks", async () => {
    const live = await startExample("word-count", 5, [{ at: 900, fault: { kind: "killSubtask", subtask: toTaskIndex(2) } }]);
    await live.client.command({ kind: "step", count: 2500 });
    live.client.dispose();
    const log = live.log();
    const marks = (run: RunState): unknown => {
      const inChannels = run.channels.map((one) => channelElements(one).map(({ replayed }) => replayed));
      return [inChannels, run.reads.highest];
    };
    const whole = emptyRun(log.header);
    for (let seq = 0; seq < log.length; seq++) {
      apply(whole, eventOf(log, seq));
      if (seq % 97 === 0) expect(marks(log.seek(seq + 1))).toEqual(marks(whole));
    }
  });
});

const lateConfig: Readonly<Record<string, object>> = {
  words: {
    rows: ["01:00", "01:05", "01:30", "01:01", "01:31", "02:00", "01:02"].map((at) => ["weir", `2026-01-01 00:${at}`]),
    intervalMs: 400,
  },
  clock: { delayMs: 1000 },
  window: { lateOutput: true },
};

/** Windows of which only what comes too late is printed. */
const lateRows: JobDocument = {
  ...windowed,
  name: "late rows",
  config: { "pipeline.auto-watermark-interval": "100 ms" },
  operators: windowed.operators.map((each) => ({
    ...each,
    config: { ...each.config, ...lateConfig[each.id] },
    ...(each.id === "print" && { parallelism: 2 }),
  })),
  edges: windowed.edges.map((edge) => (edge.id === "e3" ? { ...edge, from: { operator: "window", port: "late" } } : edge)),
};

function eventOf(log: RunLog, seq: number): LogEvent {
  const event = log.event(seq);
  if (!event) throw new Error(`no event ${seq}`);
  return event;
}

/** What the log says of replayed reads, told by their place in the split alone, and what the fold marks. */
function replayOf(log: RunLog) {
  const run = emptyRun(log.header);
  const read = new Set<string>();
  const [marked, readTwice]: [number[], number[]] = [[], []];
  const sent = { marked: 0, expected: 0 };
  let hands = 0;
  /** Subtasks that work on something read, or received, for the second time. */
  const again = new Set<number>();
  const queues = log.header.topology.channels.map((): boolean[] => []);
  for (let seq = 0; seq < log.length; seq++) {
    const event = eventOf(log, seq);
    const { body, subtask } = event;
    apply(run, event);
    const hand = run.subtasks[subtask]?.hand;
    if (body.kind === "read") {
      const place = `${body.split} ${body.position}`;
      again.delete(subtask);
      if (read.has(place)) readTwice.push(seq);
      if (read.has(place)) again.add(subtask);
      read.add(place);
      if (hand?.replayed) marked.push(seq);
    } else if (body.kind === "processed") again.delete(subtask);
    else if (body.kind === "sent") {
      const replayed = again.has(subtask) && body.element.kind === "record";
      queues[body.channel]?.push(replayed);
      if (replayed) sent.expected++;
      if (run.channels[body.channel]?.queue.at(-1)?.replayed) sent.marked++;
    } else if (body.kind === "received") {
      if (queues[body.channel]?.shift()) again.add(subtask);
      if (hand?.channel === body.channel && hand.replayed) hands++;
    } else if (body.kind === "lost") queues[body.channel]?.splice(0, body.count);
    else if (body.kind === "executionState" && body.state === "FAILED") again.clear();
  }
  return { marked, readTwice, sent, hands };
}

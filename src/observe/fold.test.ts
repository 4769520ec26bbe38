import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costMs, processorSlowness } from "../base/testing/processor-time.ts";
import { toChannelIndex, toCheckpointId, toTaskIndex } from "../stream/indices.ts";
import { auditRun, compareWithRuntime } from "./audit.ts";
import { coordinator } from "./event.ts";
import type { LogEvent, LogEventBody } from "./event.ts";
import { apply } from "./fold.ts";
import { channelElements } from "./fold-channels.ts";
import { emptyRun } from "./ownership.ts";
import { RunLog } from "./run-log.ts";
import type { RunState } from "./run-state.ts";
import { sampleEvents, sampleHeader, sampleLog } from "./testing/sample-log.ts";

const header = sampleHeader();

/** Everything of a run but who owns its parts and what a queue keeps in front of its head. */
function contents(run: RunState): unknown {
  const strip = (part: { readonly owner: object }) => ({ ...part, owner: undefined });
  return {
    ...strip(run),
    header: undefined,
    subtasks: run.subtasks.map(strip),
    checkpoints: run.checkpoints.map(strip),
    channels: run.channels.map((channel) => ({
      ...strip(channel),
      first: 0,
      queue: channelElements(channel).map(({ element, seq }, place) => ({ element, seq, pool: place < channel.deliverable })),
      lastLoss: channel.lastLoss && { ...channel.lastLoss, elements: channel.lastLoss.elements.map(({ seq }) => seq) },
    })),
  };
}

function folded(events: readonly LogEvent[]): RunState {
  const run = emptyRun(header);
  for (const event of events) apply(run, event);
  return run;
}

describe("fold", () => {
  it("[OB1] keeps the elements of a channel in order, deliverable ones in front", () => {
    const run = folded(sampleEvents(900));
    for (const channel of run.channels) {
      const seqs = channelElements(channel).map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
      expect(channel.deliverable).toBeLessThanOrEqual(seqs.length);
    }
  });

  it("[OB31] [OB32] follows elements by their numbers: what overtakes leaves first, a watermark takes the place of one that waits", () => {
    const run = emptyRun(header);
    const log = (body: LogEventBody) => apply(run, { seq: run.cursor, at: run.cursor, subtask: toTaskIndex(0), body });
    const held = () => run.channels.slice(0, 1).flatMap(channelElements);
    const numbers = () => held().map(({ n }) => n);
    const record = (n: number) => log({ kind: "sent", channel: toChannelIndex(0), n, element: { kind: "record", text: `${n}` } });
    for (const n of [1, 2, 3]) record(n);
    const barrier = { kind: "checkpointBarrier", id: toCheckpointId(1), triggeredAt: 0, alignment: "unaligned", savepoint: false } as const;
    log({ kind: "sent", channel: toChannelIndex(0), n: 4, element: barrier });
    log({ kind: "delivered", channel: toChannelIndex(0), n: 1 });
    log({ kind: "delivered", channel: toChannelIndex(0), n: 4 });
    expect(numbers()).toEqual([1, 4, 2, 3]);
    log({ kind: "received", channel: toChannelIndex(0), n: 4 });
    expect([numbers(), run.channels[toChannelIndex(0)]?.deliverable, run.channels[toChannelIndex(0)]?.lastReceived?.element]).toEqual([[1, 2, 3], 1, barrier]);
    log({ kind: "sent", channel: toChannelIndex(0), n: 5, element: { kind: "watermark", timestamp: 1 } });
    log({ kind: "sent", channel: toChannelIndex(0), n: 5, element: { kind: "watermark", timestamp: 2 } });
    expect(held().at(-1)?.element).toEqual({ kind: "watermark", timestamp: 2 });
    expect(auditRun(run)).toEqual([]);
    log({ kind: "received", channel: toChannelIndex(0), n: 1 });
    log({ kind: "lost", channel: toChannelIndex(0), count: 3 });
    expect([numbers(), run.channels[toChannelIndex(0)]?.lastLoss?.elements.map(({ n }) => n)]).toEqual([[], [2, 3, 5]]);
    expect(auditRun(run)).toEqual([]);
  });

  it("[OB2] refuses an event out of turn", () => {
    const run = emptyRun(header);
    expect(() => apply(run, { seq: 1, at: 0, subtask: coordinator, body: { kind: "fault", fault: "x" } })).toThrow("[OB2]");
  });

  it("[OB6] sent = queued + received + lost after every event, also across a failure", () => {
    const run = emptyRun(sampleHeader({ failAt: 900 }));
    for (const event of sampleEvents(8000, { failAt: 900 })) {
      apply(run, event);
      const violations = auditRun(run);
      if (violations.length > 0) expect(violations).toEqual([]);
    }
    expect(run.failures).toHaveLength(1);
    expect(run.channels.some((channel) => channel.lost > 0)).toBe(true);
  });

  it("[OB6] notices a channel that lost count", () => {
    const run = folded(sampleEvents(900));
    const [channel] = run.channels;
    if (channel) channel.sent++;
    expect(auditRun(run)).toMatchObject([{ rule: "conservation", channel: 0 }]);
  });

  it("[OB7] notices a picture that shows something else than the runtime holds", () => {
    const run = folded(sampleEvents(900));
    const truth = run.channels.map((state, channel) => ({
      channel,
      elements: channelElements(state).map(({ element }) => element.kind),
    }));
    expect(compareWithRuntime(run, truth)).toEqual([]);
    const wrong = truth.map((entry, index) => (index === 1 ? { ...entry, elements: [...entry.elements, "watermark" as const] } : entry));
    expect(compareWithRuntime(run, wrong)).toMatchObject([{ rule: "contents", channel: 1 }]);
  });

  it("[OB8] a new attempt starts with an empty hand, no timers and no state rows", () => {
    const run = emptyRun(sampleHeader({ failAt: 500 }));
    for (const event of sampleLog({ failAt: 500 })) {
      apply(run, event);
      if (event.body.kind === "executionState" && event.body.attempt === 2 && event.subtask === 2) break;
    }
    expect(run.subtasks[toTaskIndex(2)]).toMatchObject({ attempt: 2, hand: undefined, rows: [], timers: [], state: "RUNNING" });
  });

  it("follows a checkpoint from trigger to completion", () => {
    const run = emptyRun(header);
    const phases = new Set<string>();
    for (const event of sampleLog()) {
      apply(run, event);
      phases.add(run.checkpoints[0]?.parts[toTaskIndex(2)]?.phase ?? "none");
      if (event.body.kind === "checkpointCompleted") break;
    }
    expect([...phases]).toEqual(["none", "waiting", "aligning", "uploading", "acknowledged"]);
    expect(run.checkpoints[0]).toMatchObject({ id: 1, status: "completed", acknowledged: 6 });
  });
});

describe("run log", () => {
  it("[OB3] seeking to any point equals folding from the start, in any order of looks", () => {
    const events = sampleEvents(3200, { failAt: 800 });
    const log = new RunLog(sampleHeader({ failAt: 800 }));
    log.append(events);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: events.length }), { minLength: 1, maxLength: 12 }), (cursors) => {
        let view: RunState | undefined;
        for (const cursor of cursors) {
          view = log.seek(cursor, view);
          const expected = emptyRun(log.header);
          for (const event of events.slice(0, cursor)) apply(expected, event);
          expect(contents(view)).toEqual(contents(expected));
        }
      }),
      { numRuns: 25 },
    );
  });

  it("[OB4] appending in batches of any size gives the same states", () => {
    const events = sampleEvents(2600);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 4, maxLength: 12 }), (sizes) => {
        const log = new RunLog(header);
        let at = 0;
        for (const size of sizes) {
          log.append(events.slice(at, at + size));
          at = Math.min(events.length, at + size);
        }
        expect(log.length).toBe(at);
        expect(contents(log.seek(at))).toEqual(contents(folded(events.slice(0, at))));
      }),
      { numRuns: 20 },
    );
  });

  it("[OB5] drops the oldest events beyond its capacity and says so", () => {
    const log = new RunLog(header, 1000);
    log.append(sampleEvents(2600));
    expect(log.dropped).toBe(1500);
    expect(log.event(1499)).toBeUndefined();
    expect(log.event(1500)?.seq).toBe(1500);
    expect(log.seek(0).cursor).toBe(1500);
  });

  it("[OB9] seeks in a million events within 100 ms and steps back within 50 ms", () => {
    const log = new RunLog(header);
    let batch: LogEvent[] = [];
    for (const event of sampleLog()) {
      batch.push(event);
      if (batch.length < 2000) continue;
      log.append(batch);
      batch = [];
      if (log.length === 1_000_000) break;
    }
    expect(log.length).toBe(1_000_000);
    const times: number[] = [];
    for (let look = 0; look < 40; look++) {
      times.push(costMs(() => log.seek((look * 617_387) % 1_000_000)));
    }
    const stepBack = costMs(() => log.seek(999_999));
    const slowness = processorSlowness();
    expect(times.toSorted((a, b) => a - b)[20]).toBeLessThan(100 * slowness);
    expect(stepBack).toBeLessThan(50 * slowness);
  }, 60_000);
});

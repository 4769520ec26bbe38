import { expect, test } from "vitest";
import { eventsOf, logOf } from "../../../app/testing/logged-run.ts";
import { toTaskIndex } from "../../../stream/indices.ts";
import { readOnce, runExample } from "../testing/run-example.ts";
import { firstExample } from "./word-count.ts";

/** How often each word is in the twelve lines. */
const tally = { the: 11, weir: 4, holds: 2, river: 5, water: 5, falls: 5, gate: 3, stream: 3, and: 3, meet: 1, over: 3, of: 1, meets: 1 };

test.each([undefined, 300, 900, 1700])("[DC35] word count: every word once, the counts are those of the lines, whenever a subtask is killed (at %s)", (at) => {
  const faults = at === undefined ? [] : [{ at, fault: { kind: "killSubtask", subtask: toTaskIndex(2) } } as const];
  const run = runExample(readOnce(firstExample), { faults });
  expect(run.status).toBe("FINISHED");
  expect(run.said("jobStatus").some(({ status }) => status === "RESTARTING")).toBe(at !== undefined);
  const counts: Record<string, number[]> = {};
  for (const { values } of run.said("sinkWritten")) (counts[values?.[0] ?? ""] ??= []).push(Number(values?.[1]));
  expect(Object.fromEntries(Object.entries(counts).map(([word, each]) => [word, each.at(-1)]))).toEqual(tally);
  // A print sink says again what it said since the last checkpoint; without a failure, each count once.
  for (const each of Object.values(counts)) {
    const all = Array.from({ length: Math.max(...each) }, (_, index) => index + 1);
    expect(at === undefined ? each : [...new Set(each)]).toEqual(all);
  }
});

test("[UI24] word count: a first visit shows alignment at once: an input is held while another is read, and checkpoint 1 is complete within 8 s", () => {
  const { document } = firstExample;
  const log = logOf(document);
  const [started] = eventsOf(log, "alignmentStarted");
  const [ended] = [...eventsOf(log, "snapshotTaken")].filter(({ subtask, seq }) => subtask === started?.subtask && seq > (started?.seq ?? 0));
  expect(started?.body.checkpointId).toBe(1);
  expect(ended?.body.checkpointId).toBe(1);
  const between = [...eventsOf(log, "received")].filter(({ subtask, seq }) => subtask === started?.subtask && seq > (started?.seq ?? 0) && seq < (ended?.seq ?? 0));
  // The barrier of the other input comes last; before it there are records.
  expect(between.length).toBeGreaterThan(1);
  expect(between.map(({ body }) => body.channel)).not.toContain(started?.body.channel);
  const [complete] = eventsOf(log, "checkpointCompleted");
  expect(complete?.body.checkpointId).toBe(1);
  expect((complete?.at ?? Infinity) / (document.run?.speed ?? 0)).toBeLessThan(8_000);
});

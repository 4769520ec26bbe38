import { expect, test } from "vitest";
import type { JobDocument } from "../graph/job-document.ts";
import { toTaskIndex } from "../stream/indices.ts";
import { causesOfRecord } from "../observe/causes.ts";
import type { Cause } from "../observe/causes.ts";
import type { LogEvent, LogEventBody } from "../observe/event.ts";
import type { RunLog } from "../observe/run-log.ts";
import { at, eventsOf, followed, keyed, logOf, resultsOf } from "./testing/logged-run.ts";

type States = readonly { readonly name: string; readonly kind: string; readonly type: string; readonly reduce?: string }[];

/** A process function over one word at seconds 1, 2, ...; what it collects is a text. */
function processing(processElement: string, states: States, { onTimer = "", count = 4 } = {}): JobDocument {
  const config = { processElement, onTimer, fields: [{ name: "out", type: "STRING" }], sideOutputs: [], states };
  return inOrder(keyed({ type: "process", config }, Array.from({ length: count }, (_, index) => ["a", at(index + 1)] as const)));
}

/** One subtask of each, and a watermark behind each record. */
const inOrder = (document: JobDocument): JobDocument => ({
  ...document,
  config: { "parallelism.default": "1", "pipeline.auto-watermark-interval": "1" },
});

const counter = [{ name: "n", kind: "value", type: "INT" }];
const countUp = "const n = (ctx.state.n.value() ?? 0) + 1;\nctx.state.n.update(n);\ncollect({ out: `${n}` });";

const textOf = ({ body }: LogEvent): string => (body.kind === "sent" && body.element.kind === "record" ? body.element.text : "");

/** The second at which a source read the record that one was made from. */
function secondOf(log: RunLog, seq: number): string {
  const event = log.event(seq);
  if (event?.body.kind === "read") return event.body.text.replace(/.*:0?(\d+)[.Z].*/, "$1");
  const [record] = causesAt(log, event).filter(({ kind }) => kind === "record");
  return record ? secondOf(log, record.seq) : "none";
}

const causesAt = (log: RunLog, event: LogEvent | undefined): readonly Cause[] => (event ? causesOfRecord(log, event) : []);

/** What a result stems from, in short: "record 2", "state 1": kind and seconds of the records behind it. */
const inShort = (log: RunLog, result: LogEvent): readonly string[] =>
  causesAt(log, result).map(({ kind, records }) => `${kind} ${records.map((seq) => secondOf(log, seq)).join()}`);

const inShortAll = (log: RunLog): readonly (readonly string[])[] => resultsOf(log).map((result) => inShort(log, result));

const kindOf = (log: RunLog, seq: number | undefined): LogEventBody["kind"] | undefined => log.event(seq ?? -1)?.body.kind;

test("[OB35] a count stems from its record and from the one that wrote the count before: a step back each, and no list of all", () => {
  const log = logOf(processing(countUp, counter, { count: 6 }));
  expect(inShortAll(log)).toEqual([["record 1"], ...[2, 3, 4, 5, 6].map((n) => [`record ${n}`, `state ${n - 1}`])]);
  const [, state] = causesAt(log, resultsOf(log).at(-1));
  expect([kindOf(log, state?.seq), kindOf(log, state?.write)]).toEqual(["stateWritten", "stateWritten"]);
  expect(log.event(state?.write ?? -1)?.body).toMatchObject({ state: "n", key: "a", value: "5" });
});

test("[OB34] reading a state that is written then puts no event in the log; what only reads it puts one, before what stems from it", () => {
  const counting = logOf(processing(countUp, counter));
  expect([...eventsOf(counting, "stateRead")]).toEqual([]);
  expect([...eventsOf(counting, "stateWritten")].map(({ body }) => body.before)).toEqual([undefined, "read", "read", "read"]);
  const looks = "const n = ctx.state.n.value(); ctx.state.n.value();\nif (ctx.timestamp() > 2000) collect({ out: `${n}` }); else ctx.state.n.update(1);";
  const log = logOf(processing(looks, counter));
  const reads = [...eventsOf(log, "stateRead")];
  expect(reads.map(({ seq }) => textOf(log.event(seq + 1) ?? { seq, at: 0, subtask: toTaskIndex(0), body: { kind: "processed" } }))).toEqual(["1", "1"]);
  expect(inShortAll(log)).toEqual([["record 3", "state 2"], ["record 4", "state 2"]]);
});

test("[OB34] what is only added to shows nothing; what was added shows all that is kept; what is written over ends the way", () => {
  const seen = [{ name: "seen", kind: "list", type: "STRING" }, { name: "sum", kind: "reducing", type: "INT", reduce: "left + right" }];
  const adds = logOf(processing("ctx.state.seen.add(row.word); ctx.state.sum.add(1); collect({ out: 'x' });", seen, { count: 3 }));
  expect(inShortAll(adds)).toEqual([["record 1"], ["record 2"], ["record 3"]]);
  const shows = logOf(processing("ctx.state.seen.add(row.word); collect({ out: ctx.state.seen.get().join() });", seen, { count: 3 }));
  expect(inShortAll(shows)).toEqual([["record 1"], ["record 2", "state 1"], ["record 3", "state 1,2"]]);
  const sums = logOf(processing("ctx.state.sum.add(1); collect({ out: `${ctx.state.sum.get()}` });", seen, { count: 3 }));
  expect(inShortAll(sums)).toEqual([["record 1"], ["record 2", "state 1"], ["record 3", "state 1,2"]]);
  const over = "if (ctx.timestamp() > 2500) collect({ out: ctx.state.seen.get().join() }); else ctx.state.seen.update([row.word]);";
  expect(inShortAll(logOf(processing(over, seen, { count: 3 })))).toEqual([["record 3", "state 2"]]);
  const own = "ctx.state.seen.update([row.word]); ctx.state.seen.add('z'); collect({ out: ctx.state.seen.get().join() });";
  expect(inShortAll(logOf(processing(own, seen, { count: 3 })))).toEqual([["record 1"], ["record 2"], ["record 3"]]);
});

test("[OB34] a state that is read and cleared is read; what is read behind a result is none of its causes", () => {
  const clears = "const n = ctx.state.n.value(); ctx.state.n.clear();\nif (n === null) ctx.state.n.update(1); else collect({ out: `${n}` });";
  expect(inShortAll(logOf(processing(clears, counter)))).toEqual([["record 2", "state 1"], ["record 4", "state 3"]]);
  const late = "collect({ out: 'before' }); const n = ctx.state.n.value(); ctx.state.n.update(1); collect({ out: `${n}` });";
  expect(inShortAll(logOf(processing(late, counter, { count: 2 })))).toEqual([["record 1"], ["record 1"], ["record 2"], ["record 2", "state 1"]]);
});

test("[OB35] a timer names who set it and what its states held: the record, and the last one that wrote the count", () => {
  const counts = "ctx.state.n.update((ctx.state.n.value() ?? 0) + 1);\nif (ctx.timestamp() === 2000) ctx.registerEventTimeTimer(15000);";
  const log = logOf(processing(counts, counter, { onTimer: "collect({ out: `${ctx.state.n.value()}` });" }));
  expect(inShortAll(log)).toEqual([["timer 2", "state 4"]]);
  const [timer] = causesAt(log, resultsOf(log)[0]);
  expect([kindOf(log, timer?.seq), kindOf(log, timer?.write)]).toEqual(["timerFired", "timerRegistered"]);
});

test("[OB35] what a restore brought back names the event that restored it, and the record that wrote it before the checkpoint", () => {
  const document = { ...processing(countUp, counter, { count: 40 }), config: { "parallelism.default": "1", "execution.checkpointing.interval": "100" } };
  const whole = logOf(document);
  const [, second] = eventsOf(whole, "checkpointCompleted");
  const vertex = whole.header.topology.vertices.findIndex(({ operators }) => operators.some(({ name }) => name === "window"));
  const subtask = whole.header.topology.subtasks.findIndex((each) => each.vertex === vertex);
  const log = logOf(document, [{ at: (second?.at ?? 0) + 35, fault: { kind: "killSubtask", subtask } }]);
  const restored = [...eventsOf(log, "restored")].find((event) => event.subtask === subtask);
  const next = resultsOf(log).find(({ seq }) => seq > (restored?.seq ?? Infinity));
  const [record, state] = causesAt(log, next);
  expect(state?.restored).toBe(restored?.seq);
  expect(Number(secondOf(log, state?.records[0] ?? -1))).toBe(Number(secondOf(log, record?.seq ?? -1)) - 1);
  const taken = [...eventsOf(log, "snapshotTaken")].find(({ body, subtask: by }) => by === subtask && body.checkpointId === restored?.body.checkpointId);
  expect(state?.write).toBeLessThan(taken?.seq ?? -1);
  expect([...eventsOf(log, "stateWritten")].some(({ seq }) => seq > (taken?.seq ?? Infinity) && seq < (restored?.seq ?? 0))).toBe(true);
  const behind = resultsOf(log).find(({ seq }) => seq > (next?.seq ?? Infinity));
  expect(causesAt(log, behind).map(({ restored: by }) => by)).toEqual([undefined, undefined]);
});

test("[OB35] a window names its contents, without what came too late; a state that its function read leads to the records of the window before", () => {
  const source = "collect({ out: `${rows.length} ${ctx.globalState.n.value()}` }); ctx.globalState.n.update(rows.length);";
  const process = { type: "process", function: source, fields: [{ name: "out", type: "STRING" }], windowState: [], globalState: counter };
  const config = { time: "event", size: 10_000, offset: 0, stagger: "aligned", allowedLateness: 0, lateOutput: false, function: process };
  const seconds = [1, 2, 11, 3, 12, 21];
  const log = logOf(inOrder(keyed({ type: "tumbling-window", config }, seconds.map((second) => ["a", at(second)] as const))));
  expect([...eventsOf(log, "late")].length).toBe(1);
  expect(inShortAll(log)).toEqual([["window 1,2"], ["window 11,12", "state 1,2"], ["window 21", "state 11,12"]]);
});

test("[OB15] [OB35] forth is the same as back: a record leads to the results that stem from it, through a state one step", () => {
  const log = logOf(processing(countUp, counter, { count: 6 }));
  const reads = [...eventsOf(log, "read")];
  for (const result of resultsOf(log)) {
    const back = followed(log, result.seq).members;
    expect(reads.filter(({ seq }) => back.has(seq)).length).toBe(textOf(result) === "1" ? 1 : 2);
    for (const { seq } of reads) expect(followed(log, seq).members.has(result.seq)).toBe(back.has(seq));
  }
});

test("[OB35] the causes of one of very many are found by looking back one write", () => {
  const log = logOf(processing(countUp, counter, { count: 300 }));
  const results = resultsOf(log);
  const asked: number[] = [];
  const counted = { header: log.header, dropped: 0, event: (seq: number) => (asked.push(seq), log.event(seq)) } as unknown as RunLog;
  const last = results.at(-1);
  expect(causesAt(counted, last).length).toBe(2);
  expect(Math.min(...asked)).toBeGreaterThan(results.at(-40)?.seq ?? Infinity);
});

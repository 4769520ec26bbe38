import { expect, test } from "vitest";
import { noChannel, noTask } from "../stream/indices.ts";
import { examples } from "../designer/examples/examples.ts";
import type { JobDocument } from "../graph/job-document.ts";
import { at, eventsOf, followed, keyed, kindsOf, logOf, resultChannels, resultsOf, windowed } from "./testing/logged-run.ts";

const [wordCount] = examples.filter(({ document }) => document.operators.some(({ type }) => type === "count"));

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
  const last = [...eventsOf(log, "sent")].findLast(({ body }) => body.element.kind === "record" && sinks.has(channels[body.channel]?.to ?? noTask));
  const lineage = followed(log, last?.seq ?? -1);
  const [first] = lineage.steps;
  expect(log.event(first?.seq ?? -1)?.body.kind).toBe("read");
  expect(subtasks.length).toBeGreaterThan(2);
});

test("[OB15] a record that was lost is followed where it is read again", () => {
  const whole = logOf(wordCount?.document);
  const sentAt = [...eventsOf(whole, "sent")].find(({ body, at }) => body.element.kind === "record" && at > 900);
  const subtask = whole.header.topology.channels[sentAt?.body.channel ?? noChannel]?.to ?? noTask;
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

test("[OB33] every record that leaves a subtask says which work it is of: on a record, a timer or a window, never another one", () => {
  const log = logOf(windowed);
  const results = resultChannels(log);
  const works = new Map<string, string>();
  let checked = 0;
  for (let seq = 0; seq < log.length; seq++) {
    const { subtask, body } = log.event(seq) ?? { subtask: -1, body: { kind: "processed" as const } };
    if ("work" in body && body.work !== undefined) {
      expect(works.has(`${subtask} ${body.work}`)).toBe(false);
      works.set(`${subtask} ${body.work}`, body.kind);
    }
    if (body.kind !== "sent" || body.element.kind !== "record") continue;
    expect(works.get(`${subtask} ${body.cause}`)).toBe(results.has(body.channel) ? "windowFired" : "processing");
    checked++;
  }
  expect(checked).toBeGreaterThan(50);
});

test("[OB15] what a timer sends stems from the record that set it and those that wrote the state it read, and from no other", () => {
  const config = {
    processElement:
      "ctx.state[ctx.timestamp() < 4000 ? 'seen' : 'other'].add(row.word);\nif (ctx.timestamp() < 3000) ctx.registerEventTimeTimer(15000);",
    onTimer: "collect({ n: ctx.state.seen.get().length });",
    fields: [{ name: "n", type: "INT" }],
    sideOutputs: [],
    states: ["seen", "other"].map((name) => ({ name, kind: "list", type: "STRING" })),
  };
  const rows = [["a", at(1)], ["b", at(2)], ["a", at(3)], ["a", at(4)]] as const;
  const log = logOf(keyed({ type: "process", config }, rows));
  const [result] = resultsOf(log).filter(({ body }) => body.element.kind === "record" && body.element.text === "2");
  const lineage = followed(log, result?.seq ?? -1);
  const origins = [...eventsOf(log, "read")].filter(({ seq }) => lineage.members.has(seq));
  expect(origins.map(({ body }) => body.text.replace(/.*:0(\d).*/, "$1")).toSorted()).toEqual(["1", "3"]);
  for (const { seq } of eventsOf(log, "read")) {
    expect(followed(log, seq).members.has(result?.seq ?? -1)).toBe(lineage.members.has(seq));
  }
});

test("[OB15] a session's result stems from the records of all windows that were merged to it, and of no earlier session of the key", () => {
  const config = {
    time: "event",
    gap: 5000,
    allowedLateness: 0,
    lateOutput: false,
    function: { type: "aggregate", aggregates: [{ kind: "count", as: "n" }] },
  };
  const seconds = [1, 9, 5, 30, 32, 60];
  const log = logOf(keyed({ type: "session-window", config }, seconds.map((second) => ["a", at(second)] as const)));
  const origins = resultsOf(log).map(({ seq }) => {
    const { members } = followed(log, seq);
    return [...eventsOf(log, "read")].filter((read) => members.has(read.seq)).length;
  });
  expect(origins).toEqual([3, 2, 1]);
  const first = [...eventsOf(log, "read")].find(({ body }) => body.text.includes(":09"));
  expect(resultsOf(log).map(({ seq }) => followed(log, first?.seq ?? -1).members.has(seq))).toEqual([true, false, false]);
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

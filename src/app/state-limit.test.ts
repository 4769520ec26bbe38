import { expect, test } from "vitest";
import type { JobDocument } from "../graph/job-document.ts";
import type { LogEvent } from "../observe/event.ts";
import { runInOneThread, told } from "./testing/host-contract.ts";

const fields = [{ name: "word", type: "STRING" }, { name: "n", type: "INT" }];
/** Long, so that a state that keeps rows comes to its limit after thousands of them, not millions. */
const text = "x".repeat(4000);

/** Rows for ever into one operator behind a key; 32 MB of state at most. */
function keeps(type: string, config: Record<string, unknown>): JobDocument {
  return {
    format: "weir.job/1",
    name: "keeps",
    config: { "restart-strategy.type": "none", "taskmanager.memory.task.heap.size": "32 mb" },
    operators: [
      { id: "src", type: "values", name: "src", config: { fields: [...fields, { name: "text", type: "STRING" }], rows: [["weir", 1, text], ["water", 2, text]], repeat: true, intervalMs: 0 } },
      { id: "keep", type, name: "keep", config },
      { id: "hole", type: "blackhole", name: "hole", config: {} },
    ],
    edges: [
      { id: "a", from: { operator: "src", port: "out" }, to: { operator: "keep", port: "in" }, partitioner: { type: "hash", key: ["word"] } },
      { id: "b", from: { operator: "keep", port: "out" }, to: { operator: "hole", port: "in" } },
    ],
  };
}

const process = (processElement: string, states: readonly object[]): [string, Record<string, unknown>] => [
  "process",
  { processElement, onTimer: "", states, fields, sideOutputs: [] },
];
const map = (type: string): object => ({ kind: "map", name: "m", keyType: "STRING", type });

const attempts: readonly [string, string, Record<string, unknown>][] = [
  ["strings of a map", ...process("ctx.state.m.put(String(ctx.random()), 'x'.repeat(100000))", [map("STRING")])],
  ["bytes of a map", ...process("ctx.state.m.put(String(ctx.random()), new Uint8Array(1000000).fill(1))", [map("BYTES")])],
  ["objects of a map", ...process("for (let i = 0; i < 200; i++) ctx.state.m.put(String(ctx.random()), [1, 2, 3].map(() => ({ a: ['x'.repeat(1000), { c: 1 }] })))", [map("RAW")])],
  ["strings that are refused and tried again", ...process("for (let i = 0; i < 100; i++) try { ctx.state.m.put(String(ctx.random()), 'x'.repeat(100000)) } catch {}", [map("STRING")])],
  ["elements of a list", ...process("ctx.state.l.add('x'.repeat(100000))", [{ kind: "list", name: "l", type: "STRING" }])],
  ["timers", ...process("for (let i = 0; i < 2000; i++) ctx.registerProcessingTimeTimer(Math.floor(1e12 + ctx.random() * 1e12))", [])],
  ["rows of a window", "tumbling-window", { time: "processing", size: 1e12, function: { type: "process", function: "collect({ word: 'x', n: 1 })", fields, windowState: [], globalState: [] }, allowedLateness: 0, lateOutput: false }],
];

/** What `told` reads of a long log. */
const kept = new Set(["jobStatus", "executionState"]);

test.each(attempts)("[HB34] state that grows without end fails its task: %s", (_what, type, config) => {
  const run = (): { readonly hash: string; readonly events: readonly LogEvent[] } => {
    const events: LogEvent[] = [];
    const { hash } = runInOneThread(keeps(type, config), { seed: 1, faults: [], onEvents: (batch) => void events.push(...batch.filter(({ body }) => kept.has(body.kind))) });
    return { hash, events };
  };
  const { events, hash } = run();
  const cause = "takes more than 32 MB: keep less, or raise taskmanager.memory.task.heap.size";
  expect(told(events)).toMatchObject({ status: "FAILED", causes: [expect.stringContaining(cause)] });
  if (config === attempts[0]?.[2]) expect(run().hash).toBe(hash);
}, 300_000);

test("[HB34] state that is replaced again and again does not count twice", () => {
  const events: LogEvent[] = [];
  const [type, config] = process("ctx.state.v.update('x'.repeat(500000)); if (ctx.timestamp === null) ctx.state.v.clear()", [{ kind: "value", name: "v", type: "STRING" }]);
  const document = keeps(type, config);
  const [source, ...rest] = document.operators;
  const rows = Array.from({ length: 400 }, (_, n) => ["weir", n, ""]);
  const bounded = { ...document, operators: [{ ...source, config: { ...source?.config, rows, repeat: false } } as (typeof rest)[number], ...rest] };
  runInOneThread(bounded, { seed: 1, faults: [], onEvents: (batch) => void events.push(...batch) });
  expect(told(events).status).toBe("FINISHED");
}, 120_000);

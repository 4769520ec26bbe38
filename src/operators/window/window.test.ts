import { expect, test } from "vitest";
import { verifyOperator } from "../../runtime/testing/verify-operator.ts";
import type { OperatorDescriptor } from "../../graph/descriptor.ts";
import type { OperatorFactory } from "../../runtime/api.ts";
import { schemaOf } from "../../stream/logical-type-text.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { FunctionConfig } from "./function-config.ts";
import { countWindow, globalWindow, sessionWindow, slidingWindow, tumblingWindow } from "./descriptor.ts";
import {
  countWindowFactory, globalWindowFactory, sessionWindowFactory, slidingWindowFactory, tumblingWindowFactory,
} from "./operator.ts";

const schema = schemaOf([
  { name: "key", type: "STRING" },
  { name: "n", type: "BIGINT" },
]);
const common = { allowedLateness: 0, lateOutput: false };
const sumOf: FunctionConfig = {
  type: "aggregate",
  aggregates: [
    { kind: "count", as: "c" },
    { kind: "sum", field: "n", as: "s" },
  ],
};

/** Both halves of a window. */
interface Halves<Config> {
  readonly descriptor: OperatorDescriptor<Config>;
  readonly factory: OperatorFactory<Config>;
}

const tumbling = { descriptor: tumblingWindow, factory: tumblingWindowFactory };
const sliding = { descriptor: slidingWindow, factory: slidingWindowFactory };
const session = { descriptor: sessionWindow, factory: sessionWindowFactory };
const count = { descriptor: countWindow, factory: countWindowFactory };
const global = { descriptor: globalWindow, factory: globalWindowFactory };

interface Given<Config> {
  readonly window: Halves<Config>;
  readonly config: Config;
  readonly input: string;
  readonly output: string;
  readonly restores?: "unchanged" | "never";
}

function verify<Config>(given: Given<Config>): void {
  const { outputs, diagnostics } = given.window.descriptor.infer(given.config, { in: { schema, key: ["key"] } });
  expect(diagnostics).toEqual([]);
  const { out, ...sides } = outputs;
  verifyOperator({
    ...given,
    factory: given.window.factory,
    inputSchemas: [schema],
    keys: [["key"]],
    outputSchema: withNumericBounds(out ?? schema),
    sideOutputs: Object.entries(sides).map(([tag, side]: [string, Schema]) => ({ tag, schema: side })),
  });
}

/** A timestamp's text has a blank in it; as numbers the bounds are easier to read here. */
function withNumericBounds({ fields }: Schema): Schema {
  return {
    fields: fields.map((field) =>
      field.type.type === "TIMESTAMP"
        ? { name: field.name, type: { type: "BIGINT", nullable: false } }
        : field,
    ),
  };
}

const result = (key: string, start: number, end: number, values: string): string =>
  `${key},${start},${end},${values}@${end - 1}`;

test("[WN1] [WN17] a tumbling window gives key, bounds and results when the watermark passes it", () => {
  verify({
    window: tumbling,
    config: { time: "event", size: 10, offset: 0, stagger: "aligned", ...common, function: sumOf },
    input: "a,1@1 b,5@3 a,2@9 a,7@10 W9 a,100@5 W19",
    output: `${result("a", 0, 10, "2,3")} ${result("b", 0, 10, "1,5")} W9 ${result("a", 10, 20, "1,7")} W19`,
  });
});

test("[WN12] late rows go to the side output; within the allowed lateness they refine the result", () => {
  verify({
    window: tumbling,
    config: {
      time: "event",
      size: 10,
      offset: 0,
      stagger: "aligned",
      allowedLateness: 5,
      lateOutput: true,
      function: sumOf,
    },
    input: "a,1@1 W9 a,2@2 W13 a,3@3 W14 a,4@4",
    output: `${result("a", 0, 10, "1,1")} W9 ${result("a", 0, 10, "2,3")} W13 ${result("a", 0, 10, "3,6")} W14 late|a,4@4`,
    restores: "never",
  });
});

test("[WN2] a row is in every sliding window over it", () => {
  verify({
    window: sliding,
    config: { time: "event", size: 10, slide: 5, offset: 0, ...common, function: sumOf },
    input: "a,1@1 a,2@6 W4 W9 W14",
    output: `${result("a", -5, 5, "1,1")} W4 ${result("a", 0, 10, "2,3")} W9 ${result("a", 5, 15, "1,2")} W14`,
  });
});

test("[WN3] [WN9] a row between two sessions makes them one", () => {
  verify({
    window: session,
    config: { time: "event", gap: 10, ...common, function: sumOf },
    input: "a,1@0 a,2@20 b,9@3 a,4@10 W40",
    output: `${result("b", 3, 13, "1,9")} ${result("a", 0, 30, "3,7")} W40`,
  });
});

test("[WN3] the gap may depend on the row", () => {
  verify({
    window: session,
    config: { time: "event", gap: 10, dynamicGap: "row.n", ...common, function: sumOf },
    input: "a,5@0 a,5@4 a,3@10 W40",
    output: `${result("a", 0, 9, "2,10")} ${result("a", 10, 13, "1,3")} W40`,
  });
});

test("[WN4] count windows fire by number: whole ones, and sliding over the last rows", () => {
  verify({
    window: count,
    config: { size: 2, function: sumOf },
    input: "a,1@1 b,5@1 a,2@2 a,3@3",
    output: "a,2,3@max",
  });
  verify({
    window: count,
    config: { size: 3, slide: 2, function: sumOf },
    input: "a,1 a,2 a,4 a,8 a,16",
    output: "a,2,3@max a,3,14@max",
  });
});

test("[WN4] a global window fires at the end of the stream", () => {
  verify({
    window: global,
    config: { endOfStream: true, ...common, function: sumOf },
    input: "a,1@1 W5 a,2@9 Wmax",
    output: "W5 a,2,3@max Wmax",
  });
});

test("[WN8] built-in sums, reduce and process functions", () => {
  const sized = { time: "event" as const, size: 10, offset: 0, stagger: "aligned" as const, ...common };
  const input = "a,1@1 a,2@9 W9";
  verify({
    window: tumbling,
    config: { ...sized, function: { type: "sum", field: "n" } },
    input,
    output: "a,3@9 W9",
  });
  const reduce: FunctionConfig = {
    type: "reduce",
    function: "({ key: left.key, n: left.n * 10 + right.n })",
  };
  verify({
    window: tumbling,
    config: { ...sized, function: reduce },
    input,
    output: "a,12@9 W9",
  });
  const process: FunctionConfig = {
    type: "process",
    function: "for (const row of rows) collect({ key: ctx.getCurrentKey(), n: row.n + ctx.windowEnd() });",
    fields: [
      { name: "key", type: "STRING" },
      { name: "n", type: "BIGINT" },
    ],
    sideOutputs: [],
    windowState: [],
    globalState: [],
  };
  verify({
    window: tumbling,
    config: { ...sized, function: process },
    input,
    output: "a,11@9 a,12@9 W9",
  });
});

test("[WN8] a process function gets the one row that a reduce or aggregates made of the window's, and writes side outputs", () => {
  const sized = { time: "event" as const, size: 10, offset: 0, stagger: "aligned" as const, ...common };
  const fields = [{ name: "n", type: "BIGINT" }];
  const run = (called: Partial<Extract<FunctionConfig, { type: "process" }>>, output: string): void => {
    const base = { type: "process" as const, function: "", fields, sideOutputs: [], windowState: [], globalState: [] };
    verify({ window: tumbling, config: { ...sized, function: { ...base, ...called } }, input: "a,1@1 a,2@9 W9", output });
  };
  const combine = { type: "reduce" as const, function: "({ key: left.key, n: left.n * 10 + right.n })" };
  run({ combine, function: "for (const row of rows) collect({ n: row.n + ctx.windowEnd() });" }, "22@9 W9");
  const aggregates = [{ kind: "sum" as const, field: "n", as: "s" }, { kind: "count" as const, as: "c" }];
  run({ combine: { type: "aggregate", aggregates }, function: "for (const { s, c } of rows) collect({ n: s * 10 + c });" }, "32@9 W9");
  const sideOutputs = [{ tag: "side", fields }];
  run({ sideOutputs, function: "ctx.output('side', { n: rows.length });" }, "side|2@9 W9");
  expect(() => run({ sideOutputs, function: "ctx.output('other', { n: 1 });" }, "")).toThrow(/there is no side output "other"/);
});

test("[CD13] a state of the windows and one of the key do not share a name", () => {
  const state = { kind: "value" as const, name: "seen", type: "BIGINT" };
  const fields = [{ name: "n", type: "BIGINT" }];
  const called = { type: "process" as const, function: "", fields, sideOutputs: [], windowState: [state], globalState: [state] };
  const { diagnostics } = countWindow.infer({ size: 2, function: called }, { in: { schema, key: ["key"] } });
  expect(diagnostics.map(({ code, field }) => `${code} ${field}`)).toEqual(["operator.state-twice function.globalState.0.name"]);
});

test("[WN8] results that rows cannot be combined to are said before the job runs", () => {
  const aggregates = [{ kind: "sum" as const, field: "key", as: "s" }, { kind: "count" as const, as: "c" }, { kind: "count" as const, as: "c" }];
  const combine = { type: "aggregate" as const, aggregates };
  const called = { type: "process" as const, function: "", combine, fields: [{ name: "n", type: "BIGINT" }], sideOutputs: [], windowState: [], globalState: [] };
  const { diagnostics } = countWindow.infer({ size: 2, function: called }, { in: { schema, key: ["key"] } });
  expect(diagnostics.map(({ code, field }) => `${code} ${field}`)).toEqual([
    "operator.field-type function.combine.aggregates.0.field", "operator.field-twice function.combine.aggregates.2.as",
  ]);
});

test("[WN4] [WN11] triggers and evictors", () => {
  const config = { endOfStream: false, ...common, function: sumOf };
  verify({
    window: global,
    config: { ...config, trigger: { type: "count", count: 2, purging: true } },
    input: "a,1@1 a,2@2 a,4@3 a,8@4",
    output: "a,2,3@max a,2,12@max",
  });
  verify({
    window: global,
    config: {
      ...config,
      trigger: { type: "delta", threshold: 3, delta: "row.n - last.n", purging: false },
      evictor: { type: "count", count: 2, after: false },
    },
    input: "a,1@1 a,2@2 a,6@3",
    output: "a,2,8@max",
  });
});

test("[WN19] an evictor that leaves nothing: aggregates of no rows, no rows to process, and no result of a reduce", () => {
  const evicting = (fn: FunctionConfig) => ({
    endOfStream: true,
    ...common,
    evictor: { type: "count" as const, count: 0, after: false },
    function: fn,
  });
  const run = (fn: FunctionConfig, output: string): void =>
    verify({ window: global, config: evicting(fn), input: "a,1@1 Wmax", output });
  run({ type: "aggregate", aggregates: [{ kind: "count", as: "count" }, { kind: "sum", field: "n", as: "sum" }] }, "a,0,null@max Wmax");
  const fields = [{ name: "n", type: "BIGINT" }];
  run({ type: "process", function: "collect({ n: rows.length })", fields, sideOutputs: [], windowState: [], globalState: [] }, "0@max Wmax");
  const combine = { type: "reduce" as const, function: "right" };
  run({ type: "process", combine, function: "collect({ n: rows[0] === null ? 1 : 2 })", fields, sideOutputs: [], windowState: [], globalState: [] }, "1@max Wmax");
  expect(() => run({ type: "reduce", function: "right" }, "")).toThrow(/the evictor left no row/);
  expect(() => run({ type: "maxBy", field: "n", first: true }, "")).toThrow(/the evictor left no row/);
});

test("[WN20] what Flink refuses when the pipeline is built is an error of the job", () => {
  const input = { in: { schema, key: ["key"] } };
  const fine = { ...common, function: sumOf };
  const codes = (infer: { readonly diagnostics: readonly { readonly code: string; readonly field?: string }[] }) =>
    infer.diagnostics.map(({ code, field }) => `${code} ${field}`);
  const tumbling = { time: "event" as const, size: 10, stagger: "aligned" as const, ...fine };
  expect(codes(tumblingWindow.infer({ ...tumbling, offset: 9 }, input))).toEqual([]);
  expect(codes(tumblingWindow.infer({ ...tumbling, offset: -10 }, input))).toEqual(["window.offset offset"]);
  const sliding = { time: "event" as const, size: 10, slide: 5, ...fine };
  expect(codes(slidingWindow.infer({ ...sliding, offset: 5 }, input))).toEqual(["window.offset offset"]);
  const session = { time: "event" as const, gap: 10, ...fine };
  const delta = { type: "delta" as const, threshold: 1, delta: "0", purging: false };
  const timeout = { timeout: 5, resetTimerOnNewRecord: false, shouldClearOnTimeout: true };
  expect(codes(sessionWindow.infer(session, input))).toEqual([]);
  expect(codes(sessionWindow.infer({ ...session, gap: undefined, dynamicGap: "row.gap" }, input))).toEqual([]);
  expect(codes(sessionWindow.infer({ ...session, gap: undefined }, input))).toEqual(["window.gap gap"]);
  expect(codes(sessionWindow.infer({ ...session, trigger: delta, timeout }, input))).toEqual([
    "window.trigger-merge trigger.type",
    "window.trigger-merge timeout",
  ]);
  expect(codes(globalWindow.infer({ endOfStream: false, ...fine }, input))).toEqual(["window.never-fires trigger"]);
  expect(codes(globalWindow.infer({ endOfStream: false, ...fine, trigger: delta }, input))).toEqual([]);
});

test("[WN7] a trigger that cannot merge is refused on sessions", () => {
  const run = (): void =>
    verifyOperator({
      factory: sessionWindowFactory,
      config: {
        time: "event",
        gap: 10,
        ...common,
        function: sumOf,
        trigger: { type: "delta", threshold: 1, delta: "0", purging: false },
      },
      inputSchemas: [schema],
      keys: [["key"]],
      outputSchema: schema,
      input: "a,1@1",
      output: "",
    });
  expect(run).toThrow(/WN7/);
});

test("[WN15] [WN17] results that cannot be are said before the job runs", () => {
  const infer = (call: object) =>
    tumblingWindow.infer(
      {
        time: "event",
        size: 10,
        offset: 0,
        stagger: "aligned",
        ...common,
        function: { type: "aggregate", aggregates: [call as never] },
      },
      { in: { schema, key: ["key"] } },
    ).diagnostics[0]?.code;
  expect(infer({ kind: "sum", field: "key", as: "s" })).toBe("operator.field-type");
  expect(infer({ kind: "sum", field: "m", as: "s" })).toBe("operator.field-unknown");
  expect(infer({ kind: "count", as: "window_end" })).toBe("operator.field-twice");
});

test("the defaults of every window parse and need no more than a key", () => {
  const descriptors: readonly OperatorDescriptor[] = [tumblingWindow, slidingWindow, sessionWindow, countWindow, globalWindow];
  for (const descriptor of descriptors) {
    expect(descriptor.config.parse(descriptor.initial)).toEqual(descriptor.initial);
    expect(descriptor.infer(descriptor.initial, { in: { schema, key: ["key"] } }).diagnostics).toEqual([]);
  }
});

test("[WN5] a continuous trigger fires every interval and at the end", () => {
  verify({
    window: tumbling,
    config: {
      time: "event",
      size: 10,
      offset: 0,
      stagger: "aligned",
      ...common,
      function: sumOf,
      trigger: { type: "continuousEventTime", interval: 4, purging: false },
    },
    input: "a,1@1 W3 W4 a,2@6 W9",
    output: `W3 ${result("a", 0, 10, "1,1")} W4 ${result("a", 0, 10, "2,3")} ${result("a", 0, 10, "2,3")} W9`,
    restores: "never",
  });
  const trigger = { type: "continuousEventTime", interval: 5, purging: true } as const;
  verify({
    window: global,
    config: { endOfStream: false, ...common, function: sumOf, trigger },
    input: "a,1@1 Wmax",
    output: "a,1,1@max Wmax",
    restores: "never",
  });
});

test("[WN6] a timeout fires what its trigger has not", () => {
  verify({
    window: global,
    config: {
      endOfStream: false,
      ...common,
      function: sumOf,
      trigger: { type: "count", count: 2, purging: true },
      timeout: { timeout: 10, resetTimerOnNewRecord: false, shouldClearOnTimeout: true },
    },
    input: "a,1 P5 a,2 P20 a,4 P40",
    output: "a,2,3@max a,1,4@max",
    restores: "never",
  });
});

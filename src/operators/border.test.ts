import { expect, test } from "vitest";
import { verifyOperator } from "../runtime/testing/verify-operator.ts";
import { schemaOf } from "../stream/logical-type-text.ts";
import { filterFactory } from "./filter/operator.ts";
import type { ProcessConfig } from "./process/descriptor.ts";
import { processFactory } from "./process/operator.ts";
import { reduceFactory } from "./reduce/operator.ts";

const words = schemaOf([{ name: "word", type: "STRING" }]);
const results = [{ name: "seen", type: "STRING" }];

/** Runs `processElement` for the rows of `input`, with a state of each kind that holds arrays. */
function verifyProcess(processElement: string, input: string, output: string): void {
  const config: ProcessConfig = {
    processElement,
    onTimer: "",
    states: [
      { kind: "value", name: "value", type: "ARRAY<INT>" },
      { kind: "list", name: "list", type: "ARRAY<INT>" },
      { kind: "map", name: "map", keyType: "STRING", type: "ARRAY<INT>" },
      { kind: "reducing", name: "reducing", type: "ARRAY<INT>", reduce: "left.push(...right); return left" },
      {
        kind: "aggregating",
        name: "aggregating",
        type: "ARRAY<INT>",
        createAccumulator: "[]",
        add: "accumulator.push(value); return accumulator",
        getResult: "accumulator",
      },
    ],
    fields: results,
    sideOutputs: [],
  };
  verifyOperator({ factory: processFactory, config, inputSchemas: [words], keys: [["word"]], outputSchema: schemaOf(results), input, output });
}

test("[SB42] what is got from state, and what was put into it, is the function's own", () => {
  const change = [
    "const put = [1]; const { value, list, map, reducing, aggregating } = ctx.state;",
    "if (value.value() === null) {",
    "  value.update(put); list.add(put); map.put('k', put); reducing.add(put); aggregating.add(1);",
    "  put.push(9);",
    "}",
    "const held = [value.value(), ...list.get(), map.get('k'), map.entries()[0].getValue(), map.values()[0], reducing.get(), aggregating.get()];",
    "collect({ seen: held.map((array) => array.join('')).join('') });",
    "for (const array of held) array.push(7);",
  ].join("\n");
  verifyProcess(change, "a b a a", "1111111 1111111 1111111 1111111");
});

test("[SB42] a getter that is put on a value of state never runs at a snapshot", () => {
  const trap = [
    "const got = ctx.state.value.value();",
    "if (got === null) ctx.state.value.update([1]);",
    "else Object.defineProperty(got, 0, { get() { throw new Error('run by the host') } });",
    "collect({ seen: ctx.state.value.value().join() });",
  ].join("\n");
  verifyProcess(trap, "a a a", "1 1 1");
});

test("[SB40] a row that goes on is as it was, whatever the condition did to it", () => {
  for (const does of [
    "row.word = 'changed'; return true",
    "Object.defineProperty(row, 'word', { get() { throw new Error('run by the host') } }); return true",
    "Object.assign(row, { word: { toString: () => 'guest' } }); return true",
    "Object.setPrototypeOf(row, { get word() { throw new Error('run by the host') } }); delete row.word; return true",
  ]) {
    verifyOperator({ factory: filterFactory, config: { function: does }, inputSchemas: [words], outputSchema: words, input: "a b", output: "a b" });
  }
});

test("[SB40] what a key has so far is not the function's to change", () => {
  const counts = schemaOf([{ name: "word", type: "STRING" }, { name: "n", type: "INT" }]);
  verifyOperator({
    factory: reduceFactory,
    config: { function: "const sum = left.n + right.n; left.n = right.n = 1000; return { word: left.word, n: sum }" },
    inputSchemas: [counts],
    keys: [["word"]],
    outputSchema: counts,
    input: "a,1 a,2 a,3",
    output: "a,1 a,3 a,6",
  });
});

test("[SB43] where the stack has no room, state is whole or the call fails", () => {
  const deep = [
    "let kept = 0;",
    "const down = () => { try { down() } catch {} try { ctx.state.list.add([kept]); kept += 1 } catch {} };",
    "down();",
    "collect({ seen: kept === ctx.state.list.get().length ? 'whole' : 'torn' });",
  ].join("\n");
  const attempt = (): void => verifyProcess(deep, "a", "whole");
  try {
    attempt();
  } catch (error) {
    expect(String(error)).toMatch(/Maximum call stack|stack/);
  }
});

test("[SB46] nothing can be kept on what a function is handed", () => {
  const keep = [
    "const refused = [collect, ctx, ctx.state, ctx.state.value, ctx.log].map((handle) => {",
    "  try { (function () { 'use strict'; handle.kept = 1 })(); return handle.kept } catch { return 0 }",
    "});",
    "collect({ seen: refused.join('') });",
  ].join("\n");
  verifyProcess(keep, "a", "00000");
});

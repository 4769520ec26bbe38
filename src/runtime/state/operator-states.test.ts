import { expect, test } from "vitest";
import type { OperatorRestore } from "../api.ts";
import { createOperatorStateBackend } from "./operator-states.ts";

function snapshotted(fill: (backend: ReturnType<typeof createOperatorStateBackend>) => void) {
  const backend = createOperatorStateBackend(undefined);
  fill(backend);
  const files = new Map<string, Uint8Array>();
  const states = backend.snapshot({
    append: (bytes) => {
      files.set(`${files.size}`, bytes.slice());
      return { offset: files.size - 1, length: bytes.length };
    },
  });
  const operatorStates = states.map(({ name, mode, elements }) => ({
    name,
    mode,
    elements: elements.map((range) => ({
      file: `${range.offset}`,
      range: { offset: 0, length: range.length },
    })),
  }));
  const restore: OperatorRestore = { state: { operatorId: "test", keyGroups: [], operatorStates }, files };
  return { states, restore };
}

test("[ST13] lists come back element by element, broadcast state as a map", () => {
  const { states, restore } = snapshotted(({ states: made }) => {
    made.list<unknown>("splits", "split").update([{ at: 1 }, { at: 2 }]);
    made.list<string>("all", "union").update(["x"]);
    made.broadcast<string, number>("rules").set("a", 1);
  });
  expect(states.map(({ name, mode, elements }) => [name, mode, elements.length])).toEqual([
    ["splits", "split", 2],
    ["all", "union", 1],
    ["rules", "broadcast", 1],
  ]);
  const restored = createOperatorStateBackend(restore).states;
  expect(restored.list("splits", "split").get()).toEqual([{ at: 1 }, { at: 2 }]);
  expect(restored.list("all", "union").get()).toEqual(["x"]);
  expect([...restored.broadcast("rules")]).toEqual([["a", 1]]);
});

test("[ST13] several broadcast copies are merged, the last wins", () => {
  const copy = (value: number) =>
    snapshotted(({ states }) => void states.broadcast("rules").set("a", value).set(value, value));
  const [first, second] = [copy(1), copy(2)];
  const elements = [first, second].map((_, index) => ({
    file: `${index}`,
    range: { offset: 0, length: 1e6 },
  }));
  const files = new Map(
    [first, second].map(({ restore }, index) => [`${index}`, restore.files.get("0") ?? new Uint8Array()]),
  );
  const operatorStates = [{ name: "rules", mode: "broadcast" as const, elements }];
  const restored = createOperatorStateBackend({
    state: { operatorId: "test", keyGroups: [], operatorStates },
    files,
  });
  expect([...restored.states.broadcast("rules")]).toEqual([
    ["a", 2],
    [1, 1],
    [2, 2],
  ]);
});

test("[ST13] a state has one mode", () => {
  const { states } = createOperatorStateBackend(undefined);
  states.list("s", "split");
  expect(() => states.list("s", "union")).toThrow('"s" is split, not union');
  expect(() => states.broadcast("s")).toThrow('"s" is split, not broadcast');
});

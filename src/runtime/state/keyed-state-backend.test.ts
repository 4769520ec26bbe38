import fc from "fast-check";
import { expect, test } from "vitest";
import { keyGroupOf } from "../../stream/key-group.ts";
import { hashString } from "../../base/java-hash.ts";
import type { KeyedBackend } from "./backend.ts";
import { allKeyGroups, keyGroupCount, snapshotOf, testBackend, TestSnapshot, types } from "./testing/test-backend.ts";

const valueOf = (backend: KeyedBackend, name = "v") =>
  backend.state.value<number | bigint>({ name, type: types.bigint });

/** Every key that `apply` has worked on. */
const usedKeys = new Set(["a"]);

/** Contents of value state `v` by key, of those keys that belong to `range`. */
function contents(backend: KeyedBackend, range = allKeyGroups): Record<string, number | bigint> {
  const found: Record<string, number | bigint> = {};
  const state = valueOf(backend);
  for (const key of usedKeys) {
    const group = keyGroupOf(hashString(key), keyGroupCount);
    if (group < range.first || group > range.last) continue;
    backend.setCurrentKey(key);
    const value = state.value();
    if (value !== null) found[key] = value;
  }
  return found;
}

test("[ST1] a key group of another subtask is refused", () => {
  const group = keyGroupOf(hashString("a"), keyGroupCount);
  const keyGroups = group === 0 ? { first: 1, last: 15 } : { first: 0, last: group - 1 };
  expect(() => testBackend({ keyGroups }).setCurrentKey("a")).toThrow(/ST1/);
  expect(() => testBackend({ keyGroups: { first: group, last: group } }).setCurrentKey("a")).not.toThrow();
});

test("[ST2] state without a current key is an error", () => {
  const state = valueOf(testBackend());
  expect(() => state.value()).toThrow(/no key is set/);
  expect(() => state.update(1)).toThrow(/no key is set/);
});

test("[ST7] keys without contents take no memory: ids are used again", () => {
  const backend = testBackend();
  const state = valueOf(backend);
  for (let n = 0; n < 10_000; n += 1) {
    backend.setCurrentKey(`key ${n}`);
    state.update(n);
    state.clear();
  }
  expect(backend.state.dense?.keys.current()).toBeLessThan(3);
  expect(backend.statistics().entries).toBe(0);
});

test("[ST7] keys of several fields, and the same name in other namespaces, do not meet", () => {
  const backend = testBackend({ keyTypes: [types.string, types.int] });
  const state = backend.state.list<string>({ name: "l", type: types.string, namespace: "window" });
  backend.setCurrentKey(["a", 1]);
  state.setNamespace({ start: 0, end: 10 });
  state.add("x");
  state.setNamespace({ start: 0, end: 20 });
  expect(state.get()).toEqual([]);
  backend.setCurrentKey(["a", 2]);
  state.setNamespace({ start: 0, end: 10 });
  expect(state.get()).toEqual([]);
  backend.setCurrentKey(["a", 1]);
  expect(state.get()).toEqual(["x"]);
  expect(backend.state.currentKeyText).toBe("(a, 1)");
});

test("[ST7] a key may have many namespaces", () => {
  const backend = testBackend();
  const state = backend.state.value<number>({ name: "w", type: types.int, namespace: "window" });
  backend.setCurrentKey("a");
  for (let start = 0; start < 100; start += 1) {
    state.setNamespace({ start, end: start + 10 });
    state.update(start);
  }
  for (let start = 0; start < 100; start += 3) {
    state.setNamespace({ start, end: start + 10 });
    expect(state.value()).toBe(start);
    state.clear();
  }
  expect(backend.statistics().entries).toBe(66);
});

test("[ST8] merging moves contents behind those of the target, in order", () => {
  const backend = testBackend();
  const list = backend.state.list<string>({ name: "l", type: types.string, namespace: "window" });
  const windows = [0, 10, 20].map((start) => ({ start, end: start + 10 }));
  backend.setCurrentKey("a");
  for (const window of windows) {
    list.setNamespace(window);
    list.add(`${window.start}`);
  }
  const [first, second, third] = windows;
  if (first === undefined || second === undefined || third === undefined) throw new Error("three windows");
  list.mergeNamespaces(second, [third, first]);
  expect(list.get()).toEqual(["10", "20", "0"]);
  expect(backend.statistics().entries).toBe(1);
});

test("[ST9] BIGINT beyond the safe integers stays exact, through a snapshot too", () => {
  const backend = testBackend();
  const state = valueOf(backend);
  backend.setCurrentKey("a");
  state.update(2n ** 60n + 1n);
  const restored = testBackend({ restore: snapshotOf(backend) });
  expect(contents(restored)).toEqual({ a: 2n ** 60n + 1n });
  restored.setCurrentKey("a");
  valueOf(restored).update(7);
  expect(contents(restored)).toEqual({ a: 7 });
});

test("[ST10] a restored state is declared as it was, or kept undeclared", () => {
  const backend = testBackend();
  backend.setCurrentKey("a");
  valueOf(backend).update(1);
  const restored = testBackend({ restore: snapshotOf(backend) });
  expect(() => restored.state.list({ name: "v", type: types.bigint })).toThrow('state "v" was value of BIGINT NOT NULL and cannot be used as list of BIGINT NOT NULL');
  expect(() => restored.state.value({ name: "v", type: types.string })).toThrow(/was value of BIGINT NOT NULL and cannot be used as value of/);
  expect(contents(testBackend({ restore: snapshotOf(restored) }))).toEqual({ a: 1 });
});

const steps = fc.array(
  fc.record({
    key: fc.integer({ min: 0, max: 40 }).map((n) => `k${n}`),
    act: fc.constantFrom("put", "clear", "timer", "slice"),
    value: fc.integer({ min: 1, max: 1000 }),
  }),
  { maxLength: 120 },
);

function apply(
  backend: KeyedBackend,
  { key, act, value }: { readonly key: string; readonly act: string; readonly value: number },
): void {
  const state = valueOf(backend);
  const timers = backend.timers<undefined>("t", { onTimer: () => {} });
  usedKeys.add(key);
  backend.setCurrentKey(key);
  if (act === "put") state.update(value);
  else if (act === "clear") state.clear();
  else if (act === "timer") timers.registerEventTimer(undefined, value);
}

test("[ST11] a snapshot holds what was there when it began, whatever happens while it is written", () => {
  fc.assert(
    fc.property(steps, steps, (before, during) => {
      const backend = testBackend();
      for (const step of before) apply(backend, step);
      const expected = contents(backend);
      const timers = backend.statistics().eventTimers;
      const output = new TestSnapshot();
      const snapshot = backend.startSnapshot();
      let done = false;
      for (const step of during) {
        if (step.act === "slice") done = snapshot.writeNext(output) || done;
        else apply(backend, step);
      }
      while (!snapshot.writeNext(output));
      snapshot.close();
      const restored = testBackend({ restore: output.restore(snapshot.keyGroups) });
      expect(contents(restored)).toEqual(expected);
      expect(restored.statistics().eventTimers).toBe(timers);
    }),
  );
});

test("[ST11] a slice handles some hundred keys and timers at most; keys of a group under way are as they were", () => {
  const backend = testBackend();
  const keys = 12_000;
  for (let n = 0; n < keys; n += 1) {
    apply(backend, { key: `k${n}`, act: "put", value: n + 1 });
    apply(backend, { key: `k${n}`, act: "timer", value: n });
  }
  const expected = contents(backend);
  const output = new TestSnapshot();
  const snapshot = backend.startSnapshot();
  let slices = 0;
  for (; !snapshot.writeNext(output); slices += 1) {
    for (let n = slices; n < keys; n += 997) {
      apply(backend, { key: `k${n}`, act: n % 3 === 0 ? "clear" : "put", value: 1 });
      apply(backend, { key: `new${n}`, act: "put", value: 1 });
    }
  }
  snapshot.close();
  expect(slices).toBeGreaterThan(keys / 1024 + keys / 256);
  const restored = testBackend({ restore: output.restore(snapshot.keyGroups) });
  expect(contents(restored)).toEqual(expected);
  expect(restored.statistics().eventTimers).toBe(keys);
});

test("[ST11] a slice ends behind the key that fills it: contents may be large", () => {
  const backend = testBackend();
  const state = backend.state.list<string>({ name: "l", type: types.string });
  const large = "x".repeat(50_000);
  for (let n = 0; n < 64; n += 1) {
    backend.setCurrentKey(`k${n}`);
    state.add(large);
  }
  const lengths: number[] = [];
  const output = new TestSnapshot();
  const append = output.append.bind(output);
  output.append = (bytes) => {
    lengths.push(bytes.length);
    return append(bytes);
  };
  const snapshot = backend.startSnapshot();
  while (!snapshot.writeNext(output));
  snapshot.close();
  expect(Math.max(...lengths)).toBeLessThan(2 * 65_536);
  const restored = testBackend({ restore: output.restore(snapshot.keyGroups) });
  restored.setCurrentKey("k7");
  expect(restored.state.list({ name: "l", type: types.string }).get()).toEqual([large]);
});

test("[ST12] key groups are restored by range; together the ranges hold everything", () => {
  const backend = testBackend();
  for (let n = 0; n < 50; n += 1) apply(backend, { key: `k${n}`, act: "put", value: n + 1 });
  const ranges = [
    { first: 0, last: 4 },
    { first: 5, last: 10 },
    { first: 11, last: 15 },
  ];
  const parts = ranges.map((range) =>
    contents(testBackend({ keyGroups: range, restore: snapshotOf(backend, range) }), range),
  );
  expect(Object.assign({}, ...parts)).toEqual(contents(backend));
  expect(parts.every((part) => Object.keys(part).length > 0)).toBe(true);
});

test("[ST12] a snapshot whose file is missing cannot be restored", () => {
  const backend = testBackend();
  apply(backend, { key: "a", act: "put", value: 1 });
  const { state } = snapshotOf(backend);
  expect(() => testBackend({ restore: { state, files: new Map() } })).toThrow(/the snapshot file .+ is missing/);
});

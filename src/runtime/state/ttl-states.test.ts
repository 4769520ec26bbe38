import { expect, test } from "vitest";
import { snapshotOf, testBackend, types } from "./testing/test-backend.ts";
import type { KeyedBackend } from "./backend.ts";
import type { OperatorRestore } from "../api.ts";
import type { StateTtl } from "./ttl.ts";

const base: StateTtl = {
  ttl: 10,
  updateType: "OnCreateAndWrite",
  stateVisibility: "NeverReturnExpired",
  cleanupFullSnapshot: false,
};
const readAndWrite: StateTtl = { ...base, updateType: "OnReadAndWrite" };
const showsExpired: StateTtl = { ...base, stateVisibility: "ReturnExpiredIfNotCleanedUp" };

/** All five states of key `a`, with their clock. */
function fixture(ttl: StateTtl | undefined, restore?: OperatorRestore, start = 0) {
  const clock = { time: start, now: () => clock.time };
  const backend: KeyedBackend = testBackend({ clock, ...(restore === undefined ? {} : { restore }) });
  const { state } = backend;
  const states = {
    value: state.value<number>({ name: "v", type: types.bigint, ttl }),
    list: state.list<number>({ name: "l", type: types.bigint, ttl }),
    map: state.map<string, number>({ name: "m", keyType: types.string, type: types.bigint, ttl }),
    sum: state.reducing<number>({ name: "r", type: types.bigint, ttl }, (left, right) => left + right),
  };
  backend.setCurrentKey("a");
  return { backend, clock, ...states };
}

test("[ST15] [ST16] a value expires with its last write, or its last read", () => {
  const written = fixture(base);
  written.value.update(1);
  written.clock.time = 9;
  expect(written.value.value()).toBe(1);
  written.clock.time = 10;
  expect(written.value.value()).toBe(null);
  expect(written.backend.statistics().entries).toBe(0);
  const read = fixture(readAndWrite);
  read.value.update(1);
  for (const time of [9, 18, 27]) {
    read.clock.time = time;
    expect(read.value.value()).toBe(1);
  }
  read.clock.time = 37;
  expect(read.value.value()).toBe(null);
});

test("[ST16] [ST17] what has expired may be shown once, and combined with", () => {
  const { clock, value, sum } = fixture(showsExpired);
  value.update(1);
  sum.add(5);
  clock.time = 10;
  expect([value.value(), value.value()]).toEqual([1, null]);
  sum.add(2);
  expect(sum.get()).toBe(7);
  const hidden = fixture(base);
  hidden.sum.add(5);
  hidden.clock.time = 10;
  hidden.sum.add(2);
  expect(hidden.sum.get()).toBe(2);
});

test("[ST18] elements of a list expire one by one", () => {
  const { backend, clock, list } = fixture(base);
  list.add(1);
  clock.time = 5;
  list.add(2);
  clock.time = 10;
  expect(list.get()).toEqual([2]);
  expect(backend.statistics().entries).toBe(1);
  clock.time = 15;
  expect(list.get()).toEqual([]);
  expect(backend.statistics().entries).toBe(0);
});

test("[ST19] entries of a map expire one by one; iterating shows copies", () => {
  const { clock, map } = fixture(showsExpired);
  map.put("x", 1);
  clock.time = 5;
  map.put("y", 2);
  for (const entry of map.entries()) entry.setValue(9);
  expect([map.get("x"), map.get("y")]).toEqual([1, 2]);
  clock.time = 10;
  const remove = (): void => {
    for (const entry of map.entries()) entry.remove();
  };
  expect(remove).toThrow(/the entry had expired/);
  expect([map.has("x"), map.has("y"), map.isEmpty()]).toEqual([false, true, false]);
});

test("[ST20] a snapshot may leave out what has expired", () => {
  for (const [cleanupFullSnapshot, entries] of [
    [true, 1],
    [false, 2],
  ] as const) {
    const { backend, clock, value, list } = fixture({ ...base, cleanupFullSnapshot });
    value.update(1);
    clock.time = 5;
    list.add(1);
    clock.time = 10;
    expect(testBackend({ restore: snapshotOf(backend) }).statistics().entries).toBe(entries);
  }
});

test("[ST15] a TTL can be switched on and off at a restore", () => {
  const plain = fixture(undefined);
  plain.value.update(1);
  plain.map.put("x", 2);
  const on = fixture(base, snapshotOf(plain.backend), 100);
  on.clock.time = 109;
  expect([on.value.value(), on.map.get("x")]).toEqual([1, 2]);
  on.clock.time = 110;
  const off = fixture(undefined, snapshotOf(on.backend), 1000);
  expect([off.value.value(), off.map.get("x")]).toEqual([1, 2]);
  on.backend.setCurrentKey("a");
  expect(on.value.value()).toBe(null);
});

import { expect, test } from "vitest";
import { StateMemory } from "./state-memory.ts";
import { valueSize } from "./value-size.ts";

test("[HB34] state is counted only when what was written could be too much", () => {
  let counts = 0;
  let kept = 0;
  const memory = new StateMemory(1000, "too much");
  memory.addPart(() => (counts++, kept));
  for (let round = 0; round < 100; round++) {
    memory.write(10);
    kept = 10;
  }
  expect(counts).toBe(0);
  memory.write(1);
  expect(counts).toBe(1);
  for (let round = 0; round < 99; round++) memory.write(10);
  expect(counts).toBe(1);
});

test("[HB34] beyond the limit every write is refused, and the task fails whatever its function caught", () => {
  let kept = 0;
  const memory = new StateMemory(1600, "too much");
  memory.addPart(() => kept);
  const store = (): void => {
    memory.write(50);
    kept += 50;
  };
  expect(() => {
    for (;;) store();
  }).toThrow("too much");
  expect(kept).toBeGreaterThan(1600);
  expect(kept).toBeLessThanOrEqual(1600 + 150);
  const full = kept;
  for (let round = 0; round < 10; round++) expect(store).toThrow("too much");
  expect(kept).toBe(full);
  expect(() => memory.check()).toThrow("too much");
});

test("[HB34] a value's size grows with what is in it", () => {
  expect(valueSize("x".repeat(1000)) - valueSize("")).toBe(1000);
  expect(valueSize(new Uint8Array(5000))).toBeGreaterThan(5000);
  expect(valueSize([1, 2, 3])).toBeGreaterThan(valueSize([1, 2]));
  expect(valueSize(new Map([["a", { b: "x".repeat(500) }]]))).toBeGreaterThan(500);
  expect(valueSize(null)).toBeLessThan(20);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { hashSetOrder, mergeWindows, windowStart } from "./time-window.ts";

test("[WN1] windows begin at multiples of the size plus the offset, before 1970 too", () => {
  const starts = [
    [-1, 0],
    [-10, 0],
    [-11, 0],
    [5, 3],
    [2, 3],
    [-7, -3],
  ].map(([time = 0, offset = 0]) => windowStart(time, offset, 10));
  expect(starts).toEqual([-10, -10, -20, 3, -7, -13]);
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: -99, max: 99 }),
      fc.integer({ min: 100, max: 1000 }),
      (time, offset, size) => {
        const start = windowStart(time, offset, size);
        expect(start <= time && time < start + size).toBe(true);
        expect(Math.abs((start - offset) % size)).toBe(0);
      },
    ),
  );
});

test("[WN9] windows that only touch merge, others do not", () => {
  const window = (start: number, end: number) => ({ start, end });
  expect(mergeWindows([window(20, 30), window(0, 10), window(10, 20), window(31, 40)])).toEqual([
    { cover: window(0, 30), merged: [window(0, 10), window(10, 20), window(20, 30)] },
  ]);
  expect(mergeWindows([window(0, 10), window(0, 10)])).toEqual([]);
});

test("[WN10] merged windows follow the order of a Java HashSet", () => {
  const sessions = [
    { start: 0, end: 10 },
    { start: 10, end: 20 },
    { start: 20, end: 30 },
  ];
  expect(hashSetOrder(sessions).filter(({ start }) => start !== 10)).toEqual([
    { start: 20, end: 30 },
    { start: 0, end: 10 },
  ]);
});

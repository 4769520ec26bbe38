import { expect, test } from "vitest";
import { SnapshotBuilder, joinParts } from "./snapshot-builder.ts";

test("[ST11] a snapshot's bytes lie in parts of at most 1 MiB that make up its file", () => {
  const builder = new SnapshotBuilder();
  const pieces = [3, 0, 700_000, 1, 900_000, 2_500_000, 17].map((length, index) => new Uint8Array(length).fill(index + 1));
  const ranges = pieces.map((piece) => builder.append(piece));
  const parts = builder.parts();
  const file = joinParts(parts);
  expect(file.length).toBe(builder.length);
  expect(Math.max(...parts.map(({ length }) => length))).toBe(1 << 20);
  ranges.forEach(({ offset, length }, index) => {
    const piece = file.subarray(offset, offset + length);
    expect(Buffer.compare(piece, pieces[index] ?? new Uint8Array())).toBe(0);
  });
});

test("[ST11] nothing appended, no part", () => {
  expect(new SnapshotBuilder().parts()).toEqual([]);
  expect(joinParts([])).toEqual(new Uint8Array());
});

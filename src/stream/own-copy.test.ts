import { expect, test } from "vitest";
import { ownCopy } from "./own-copy.ts";

const adding = (summand: number) => (value: number) => value + summand;

test("[CD10] a copy does the same with code of its own", () => {
  const copy = ownCopy(adding);
  expect([copy(1)(2), copy === adding, copy.toString() === adding.toString()]).toEqual([3, false, true]);
});

import { expect, it } from "vitest";
import { assignSlots } from "./slot-assignment.ts";

it("[GR40] subtasks follow their producers, and share slots within a group only", () => {
  const vertex = (parallelism: number, group: number, pattern?: "POINTWISE" | "ALL_TO_ALL") =>
    ({ parallelism, group, inputs: pattern === undefined ? [] : [{ source: 0, pattern }] });
  expect(assignSlots([vertex(2, 0), vertex(2, 0, "POINTWISE")])).toEqual([[0, 1], [0, 1]]);
  expect(assignSlots([vertex(2, 0), vertex(3, 0, "ALL_TO_ALL")])).toEqual([[0, 1], [0, 1, 2]]);
  expect(assignSlots([vertex(2, 0), vertex(2, 1, "POINTWISE")])).toEqual([[0, 1], [2, 3]]);
  expect(assignSlots([vertex(4, 0), vertex(2, 0, "POINTWISE")])).toEqual([[0, 1, 2, 3], [0, 2]]);
});

import { expect, test } from "vitest";
import type { BarrierAlignment } from "../../stream/control-element.ts";
import { toCheckpointId, toPlaceInTask } from "../../stream/indices.ts";
import { AlignedBarrierHandler } from "./aligned-barrier-handler.ts";

test("[CP41] barriers with a timeout are aligned like any other; an unaligned one is a defect, never taken for an aligned one", () => {
  const taken: number[] = [];
  const handler = new AlignedBarrierHandler(
    { channels: 1, afterFinish: true },
    { block() {}, resume() {}, alignmentStarted() {}, trigger: ({ id }) => taken.push(id), abort() {} },
  );
  const barrier = (id: number, alignment: BarrierAlignment) =>
    ({ kind: "checkpointBarrier", id: toCheckpointId(id), triggeredAt: 0, alignment, savepoint: false }) as const;
  handler.barrier(toPlaceInTask(0), { ...barrier(1, "aligned"), timeoutMs: 10 });
  handler.barrier(toPlaceInTask(0), barrier(2, "forcedAligned"));
  expect(() => handler.barrier(toPlaceInTask(0), barrier(3, "unaligned"))).toThrow("[CP41]");
  expect(() => handler.barrierByCall(barrier(4, "unaligned"))).toThrow("[CP41]");
  expect(taken).toEqual([1, 2]);
});

import { expect, it } from "vitest";
import type { CheckpointPart, CheckpointState } from "../../observe/run-state.ts";
import { listBy, toCheckpointId, toTaskIndex } from "../../stream/indices.ts";
import { longestPhases, phasesOf } from "./checkpoint-phases.ts";

const checkpoint = (parts: readonly CheckpointPart[]): CheckpointState => ({
  owner: {},
  id: toCheckpointId(7),
  savepoint: false,
  triggeredAt: 100,
  triggeredSeq: 0,
  expected: [toTaskIndex(0), toTaskIndex(1)],
  parts: listBy(toTaskIndex, parts).slice(),
  acknowledged: 0,
  status: "pending",
  bytes: 0,
  endedAt: undefined,
  durationMs: undefined,
  reason: undefined,
  guilty: undefined,
});

it("[PX18] the time a subtask aligns is alignment while it goes on, not only when it has ended", () => {
  const waiting: CheckpointPart = { phase: "waiting" };
  const aligning: CheckpointPart = { phase: "aligning", alignmentStartedAt: 110 };
  const frozen: CheckpointPart = { ...aligning, phase: "uploading", snapshotAt: 140, syncMs: 5 };
  const one = checkpoint([waiting, aligning]);
  expect(phasesOf(one, waiting, 130)).toEqual([30, 0, 0, 0]);
  expect(phasesOf(one, aligning, 130)).toEqual([10, 20, 0, 0]);
  expect(phasesOf(one, frozen, 150)).toEqual([10, 30, 5, 5]);
  expect(phasesOf(one, { ...frozen, phase: "acknowledged", startDelayMs: 9, alignmentMs: 31, syncMs: 5, asyncMs: 40 }, 150)).toEqual([9, 31, 5, 40]);
  expect(longestPhases(one, 130)).toEqual([30, 20, 0, 0]);
});

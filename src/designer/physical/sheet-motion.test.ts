import { describe, expect, it } from "vitest";
import { toCheckpointId, toTaskIndex } from "../../stream/indices.ts";
import { apply } from "../../observe/fold.ts";
import { emptyRun } from "../../observe/ownership.ts";
import { sampleHeader } from "../../observe/testing/sample-log.ts";
import { leastFlightMs, SheetMotion } from "./sheet-motion.ts";

function started() {
  const run = emptyRun(sampleHeader());
  let seq = 0;
  const log = (body: Parameters<typeof apply>[1]["body"], subtask = -1, at = 0) => apply(run, { seq: seq++, at, subtask: toTaskIndex(subtask), body });
  return { run, log };
}

describe("sheets between subtasks and the shelf", () => {
  it("[PX19] a snapshot that was stored between two frames is still seen on its way, once", () => {
    const { run, log } = started();
    const motion = new SheetMotion();
    expect(motion.advance(run, 0, { wall: 0, travels: true })).toEqual([]);
    log({ kind: "checkpointTriggered", checkpointId: toCheckpointId(1), savepoint: false, expected: [toTaskIndex(2)] });
    log({ kind: "snapshotTaken", checkpointId: toCheckpointId(1), syncMs: 0, bytes: 10 }, 2, 4);
    log({ kind: "snapshotStored", checkpointId: toCheckpointId(1), bytes: 10 }, 2, 6);
    const ack = { kind: "checkpointAcknowledged", checkpointId: toCheckpointId(1), from: toTaskIndex(2), bytes: 10 } as const;
    log({ ...ack, startDelayMs: 0, alignmentMs: 0, syncMs: 0, asyncMs: 2 }, -1, 7);
    const places = [16, 116, 316].map((wall) => motion.advance(run, 7, { wall, travels: true }).map(({ at }) => at));
    expect(places.map(([at]) => at)).toEqual([0, 100 / leastFlightMs, 300 / leastFlightMs]);
    expect(motion.moving).toBe(true);
    expect(motion.advance(run, 7, { wall: 16 + leastFlightMs, travels: true })).toEqual([]);
    expect(motion.moving).toBe(false);
    expect(motion.advance(run, 7, { wall: 2000, travels: true })).toEqual([]);
  });

  it("[PX19] a slow upload stays where the log has it", () => {
    const { run, log } = started();
    const motion = new SheetMotion();
    motion.advance(run, 0, { wall: 0, travels: true });
    log({ kind: "checkpointTriggered", checkpointId: toCheckpointId(1), savepoint: false, expected: [toTaskIndex(2)] });
    log({ kind: "snapshotTaken", checkpointId: toCheckpointId(1), syncMs: 0, bytes: 10 }, 2, 4);
    const [flight] = motion.advance(run, 10, { wall: 5000, travels: true });
    const [later] = motion.advance(run, 16, { wall: 9000, travels: true });
    expect(flight?.at).toBe(0);
    expect(later?.at).toBeCloseTo(12 / 60);
  });

  it("[PX19] restored state flies back from the card, and without travel nothing does", () => {
    for (const travels of [true, false]) {
      const { run, log } = started();
      const motion = new SheetMotion();
      motion.advance(run, 0, { wall: 0, travels });
      log({ kind: "restored", checkpointId: toCheckpointId(4), bytes: 10 }, 3, 9);
      const flights = motion.advance(run, 9, { wall: 16, travels });
      expect(flights).toEqual(travels ? [{ kind: "restore", subtask: 3, checkpointId: 4, at: 1 }] : []);
    }
  });

  it("[PX19] what happened before the picture was opened does not fly", () => {
    const { run, log } = started();
    log({ kind: "restored", checkpointId: toCheckpointId(4), bytes: 10 }, 3, 9);
    const motion = new SheetMotion();
    expect(motion.advance(run, 9, { wall: 16, travels: true })).toEqual([]);
  });
});

import type { CheckpointId, TaskIndex } from "../stream/indices.ts";
import type { FoldHandlers } from "./fold.ts";
import { decideFailures, noteStatus } from "./fold-failures.ts";
import { ownCheckpoint, ownSubtask } from "./ownership.ts";
import { checkpointLimit, storageFailureLimit } from "./run-state.ts";
import type { CheckpointPart, CheckpointState, RunState } from "./run-state.ts";

type SubtaskSide = "alignmentStarted" | "snapshotTaken" | "snapshotStored" | "checkpointDeclined" | "restored";
type CoordinatorSide =
  | "checkpointTriggered"
  | "checkpointAcknowledged"
  | "checkpointCompleted"
  | "checkpointFailed"
  | "checkpointSubsumed"
  | "checkpointDiscarded"
  | "restoring"
  | "jobStatus"
  | "executorLost"
  | "storageFailed"
  | "fault";

function changePart(run: RunState, id: CheckpointId, subtask: TaskIndex, change: Partial<CheckpointPart>): void {
  const checkpoint = ownCheckpoint(run, id);
  if (!checkpoint) return;
  const before: CheckpointPart = checkpoint.parts[subtask] ?? { phase: "waiting" };
  const phase = before.phase === "acknowledged" ? before.phase : (change.phase ?? before.phase);
  checkpoint.parts[subtask] = { ...before, ...change, phase };
}

function end(checkpoint: CheckpointState | undefined, status: CheckpointState["status"], at: number): void {
  if (!checkpoint) return;
  checkpoint.status = status;
  checkpoint.endedAt ??= at;
}

export const checkpointHandlers: FoldHandlers<SubtaskSide | CoordinatorSide> = {
  alignmentStarted(run, event, body) {
    changePart(run, body.checkpointId, event.subtask, {
      phase: "aligning",
      alignmentStartedAt: event.at,
      firstChannel: body.channel,
    });
  },

  snapshotTaken(run, event, body) {
    const { splits = [], keyCounts = [], rows = [], sink } = run.subtasks[event.subtask] ?? {};
    const staged = sink?.staged.filter(({ checkpointId }) => checkpointId === body.checkpointId) ?? [];
    changePart(run, body.checkpointId, event.subtask, {
      phase: "uploading",
      snapshotAt: event.at,
      syncMs: body.syncMs,
      ...(body.bytes !== undefined && { bytes: body.bytes }),
      ...(splits.length > 0 && { splits: splits.slice() }),
      ...(keyCounts.length > 0 && { keyCounts: keyCounts.slice(), rows: rows.slice() }),
      ...(staged.length > 0 && { staged }),
    });
  },

  snapshotStored(run, event, body) {
    changePart(run, body.checkpointId, event.subtask, { storedAt: event.at, bytes: body.bytes });
  },

  checkpointDeclined(run, event, body) {
    changePart(run, body.checkpointId, event.subtask, { phase: "declined" });
  },

  restored(run, event, body) {
    ownSubtask(run, event.subtask).restored = { checkpointId: body.checkpointId, bytes: body.bytes, at: event.at };
  },

  checkpointTriggered(run, event, body) {
    const expected = new Set(body.expected);
    const parts = run.subtasks.map((_, subtask): CheckpointPart | undefined => (expected.has(subtask) ? { phase: "waiting" } : undefined));
    run.checkpoints.push({
      owner: run.owner,
      id: body.checkpointId,
      savepoint: body.savepoint,
      triggeredAt: event.at,
      triggeredSeq: event.seq,
      expected: body.expected,
      parts,
      acknowledged: 0,
      status: "pending",
      bytes: 0,
      endedAt: undefined,
      durationMs: undefined,
      reason: undefined,
      guilty: undefined,
    });
    if (run.checkpoints.length > checkpointLimit) run.checkpoints.shift();
  },

  checkpointAcknowledged(run, event, body) {
    const { startDelayMs, alignmentMs, syncMs, asyncMs, bytes } = body;
    changePart(run, body.checkpointId, body.from, {
      phase: "acknowledged",
      acknowledgedAt: event.at,
      bytes,
      startDelayMs,
      alignmentMs,
      syncMs,
      asyncMs,
    });
    const checkpoint = ownCheckpoint(run, body.checkpointId);
    if (!checkpoint) return;
    checkpoint.acknowledged++;
    checkpoint.bytes += body.bytes;
  },

  checkpointCompleted(run, event, body) {
    const checkpoint = ownCheckpoint(run, body.checkpointId);
    end(checkpoint, "completed", event.at);
    if (!checkpoint) return;
    checkpoint.bytes = body.bytes;
    checkpoint.durationMs = body.durationMs;
  },

  checkpointFailed(run, event, body) {
    const checkpoint = ownCheckpoint(run, body.checkpointId);
    end(checkpoint, "failed", event.at);
    if (!checkpoint) return;
    checkpoint.reason = body.reason;
    checkpoint.guilty = body.from;
    if (body.from !== undefined) changePart(run, body.checkpointId, body.from, { phase: "declined" });
  },

  checkpointSubsumed(run, event, body) {
    end(ownCheckpoint(run, body.checkpointId), "subsumed", event.at);
  },

  checkpointDiscarded(run, event, body) {
    end(ownCheckpoint(run, body.checkpointId), "discarded", event.at);
  },

  restoring(run, event, body) {
    run.restore = { checkpointId: body.checkpointId, subtasks: body.subtasks, seq: event.seq, at: event.at };
    decideFailures(run, { kind: "restarted", checkpointId: body.checkpointId, at: event.at });
  },

  jobStatus(run, event, body) {
    noteStatus(run, event, body);
    run.status = body.status;
    run.statusCause = body.cause;
  },

  storageFailed(run, event, { operation, path, cause, outcome }) {
    const failure = { seq: event.seq, at: event.at, operation, path, cause, outcome };
    run.storageFailures = [...run.storageFailures.slice(1 - storageFailureLimit), failure];
  },

  executorLost() {},
  fault() {},
};

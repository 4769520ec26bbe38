import type { CheckpointId, TaskIndex } from "../../stream/indices.ts";
import type { RunState } from "../../observe/run-state.ts";

/** A snapshot between a subtask and its box on the shelf. */
export interface Flight {
  readonly subtask: TaskIndex;
  readonly checkpointId: CheckpointId;
  readonly kind: "snapshot" | "restore";
  /** 0 at the subtask, 1 at the card. */
  readonly at: number;
}

/** Upload time assumed where none was measured yet, in milliseconds of the job clock. */
const unknownUploadMs = 60;
/** A sheet that is not acknowledged yet stops short of its box. */
const arriving = 0.94;

/** Sheets that are on their way at a moment: uploads by the time the last one took, restores until the subtask runs. */
export function flightsOf(run: RunState, now: number): readonly Flight[] {
  const flights: Flight[] = [];
  for (const checkpoint of run.checkpoints) {
    if (checkpoint.status !== "pending") continue;
    for (const subtask of checkpoint.expected) {
      const part = checkpoint.parts[subtask];
      if (part?.phase !== "uploading" || part.snapshotAt === undefined) continue;
      const started = part.snapshotAt + (part.syncMs ?? 0);
      const at = Math.min(arriving, Math.max(0, (now - started) / uploadTime(run, subtask)));
      flights.push({ subtask, checkpointId: checkpoint.id, kind: "snapshot", at });
    }
  }
  const { restore } = run;
  if (restore?.checkpointId === undefined) return flights;
  for (const subtask of restore.subtasks) {
    const state = run.subtasks[subtask];
    if (!state || state.state === "RUNNING" || state.state === "FAILED" || state.restored !== undefined) continue;
    const at = 1 - Math.min(arriving, Math.max(0, (now - restore.at) / unknownUploadMs));
    flights.push({ subtask, checkpointId: restore.checkpointId, kind: "restore", at });
  }
  return flights;
}

function uploadTime(run: RunState, subtask: TaskIndex): number {
  for (const checkpoint of run.checkpoints.toReversed()) {
    const asyncMs = checkpoint.parts[subtask]?.asyncMs;
    if (asyncMs !== undefined && asyncMs > 0) return asyncMs;
  }
  return unknownUploadMs;
}

/** Part of a snapshot's way in which the state it is of is shown to be fixed: an eye would miss what takes no time on the job clock. */
const freezeShare = 0.3;

/** Subtasks whose snapshot has only just left, with the checkpoint. */
export function frozenBy(flights: readonly Flight[]): ReadonlyMap<TaskIndex, CheckpointId> {
  const leaving = flights.filter(({ kind, at }) => kind === "snapshot" && at <= freezeShare);
  return new Map(leaving.map(({ subtask, checkpointId }) => [subtask, checkpointId]));
}

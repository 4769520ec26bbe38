import type { CheckpointPart, CheckpointState } from "../../observe/run-state.ts";

/** Start delay, alignment, sync and async in milliseconds. */
export type Phases = readonly [startDelay: number, alignment: number, sync: number, async: number];

/** The phases of one subtask so far: as it acknowledged them, or as the log tells them until then. */
export function phasesOf(checkpoint: CheckpointState, part: CheckpointPart, now: number): Phases {
  if (part.phase === "acknowledged") return [part.startDelayMs ?? 0, part.alignmentMs ?? 0, part.syncMs ?? 0, part.asyncMs ?? 0];
  const end = Math.min(now, checkpoint.endedAt ?? now);
  const delayEnd = part.alignmentStartedAt ?? part.snapshotAt ?? end;
  const alignEnd = part.snapshotAt ?? (part.alignmentStartedAt === undefined ? delayEnd : end);
  const syncEnd = part.snapshotAt === undefined ? alignEnd : Math.min(end, part.snapshotAt + (part.syncMs ?? 0));
  const asyncEnd = part.snapshotAt === undefined ? syncEnd : (part.storedAt ?? end);
  return [delayEnd - checkpoint.triggeredAt, alignEnd - delayEnd, syncEnd - alignEnd, asyncEnd - syncEnd];
}

/** Each phase the longest of all subtasks. */
export function longestPhases(checkpoint: CheckpointState, now: number): Phases {
  const all = checkpoint.parts.flatMap((part) => (part ? [phasesOf(checkpoint, part, now)] : []));
  const longest = (phase: 0 | 1 | 2 | 3): number => all.reduce((most, phases) => Math.max(most, phases[phase]), 0);
  return [longest(0), longest(1), longest(2), longest(3)];
}

import type { ChannelIndex, CheckpointId, TaskIndex } from "../../stream/indices.ts";
import type { ChannelState, CheckpointPart, CheckpointState, RunState, SubtaskState } from "../../observe/run-state.ts";

/** What a subtask's header says, worst first. Attempts are counted from 1, as people do. */
export type SubtaskStatus =
  | { readonly kind: "failed"; readonly attempt: number; readonly cause: string | undefined }
  | { readonly kind: "canceled" }
  | { readonly kind: "deploying"; readonly attempt: number }
  | { readonly kind: "restoring"; readonly checkpointId: CheckpointId }
  | { readonly kind: "aligning"; readonly checkpointId: CheckpointId; readonly arrived: number; readonly inputs: number }
  | { readonly kind: "freezing"; readonly checkpointId: CheckpointId }
  | { readonly kind: "uploading"; readonly checkpointId: CheckpointId }
  | { readonly kind: "backPressured" }
  | { readonly kind: "finished" }
  | { readonly kind: "running" };

/** Newest checkpoint, when it has not ended and the subtask has a part in it. */
export function pendingPart(
  run: RunState,
  subtask: TaskIndex,
): { readonly checkpoint: CheckpointState; readonly part: CheckpointPart } | undefined {
  for (let index = run.checkpoints.length - 1; index >= 0; index--) {
    const checkpoint = run.checkpoints[index];
    if (checkpoint?.status !== "pending") return undefined;
    const part = checkpoint.parts[subtask];
    if (part) return { checkpoint, part };
  }
  return undefined;
}

/** The checkpoint that a starting subtask is given its state from; undefined while that is not decided, or when there is none. */
function restoredFrom({ restore, failures }: RunState, subtask: TaskIndex): CheckpointId | undefined {
  const current = restore !== undefined && restore.seq > (failures.at(-1)?.seq ?? -1);
  return current && restore.subtasks.includes(subtask) ? restore.checkpointId : undefined;
}

/** A subtask and its input channels. */
interface Placed {
  readonly subtask: TaskIndex;
  readonly inputs: readonly { readonly channel: ChannelIndex }[];
}

export function statusOf(run: RunState, box: Placed, now: number): SubtaskStatus {
  const state = run.subtasks[box.subtask];
  if (!state) return { kind: "running" };
  const attempt = state.attempt + 1;
  if (state.state === "FAILED") return { kind: "failed", attempt, cause: state.cause };
  if (state.state === "CANCELED" || state.state === "CANCELING") return { kind: "canceled" };
  if (state.state === "FINISHED") return { kind: "finished" };
  if (state.state !== "RUNNING") {
    const checkpointId = restoredFrom(run, box.subtask);
    return checkpointId === undefined ? { kind: "deploying", attempt } : { kind: "restoring", checkpointId };
  }
  const pending = pendingPart(run, box.subtask);
  if (pending) {
    const { checkpoint, part } = pending;
    const inputs = box.inputs.length;
    const arrived = box.inputs.filter(({ channel }) => run.channels[channel]?.heldBy === checkpoint.id).length;
    if (part.phase === "aligning")
      return { kind: "aligning", checkpointId: checkpoint.id, arrived: Math.max(1, arrived), inputs };
    if (part.phase === "uploading") {
      const freezing = now - (part.snapshotAt ?? now) < (part.syncMs ?? 0);
      return { kind: freezing ? "freezing" : "uploading", checkpointId: checkpoint.id };
    }
  }
  return state.backPressured ? { kind: "backPressured" } : { kind: "running" };
}

/** Elements that are read from a channel before the barrier of a checkpoint; undefined while the barrier is not in it. */
export function elementsBefore({ queue, first }: ChannelState, checkpointId: CheckpointId): number | undefined {
  const at = queue.findIndex(
    ({ element }, place) => place >= first && element.kind === "checkpointBarrier" && element.id === checkpointId,
  );
  return at < 0 ? undefined : at - first;
}

/** Busy and back-pressured shares of the last second or two of the job clock. */
export function meterOf(state: SubtaskState, now: number): { readonly busy: number; readonly backPressured: number } {
  const [from] = state.meter;
  const span = Math.max(1, now - from.at);
  const inHand = state.hand?.startedAt === undefined ? 0 : Math.max(0, now - state.hand.startedAt);
  const waiting = state.backPressured ? Math.max(0, now - state.backPressured.since) : 0;
  const busy = Math.min(1, (state.busyMs - from.busyMs + inHand) / span);
  return { busy, backPressured: Math.min(1 - busy, (state.backPressuredMs - from.backPressuredMs + waiting) / span) };
}

/** Event time of a subtask: that of the last operator of its chain that has one. */
export function watermarkOf(state: SubtaskState): number {
  return state.operators.reduce((latest, { watermark }) => (watermark > -Infinity ? watermark : latest), -Infinity);
}

export interface GaugeScale {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Range of a staff gauge: wide enough for all pins, moving in half ranges so that the fill stays between a quarter and three quarters. */
export function gaugeScale(watermark: number, inputs: readonly number[]): GaugeScale | undefined {
  const known = inputs.filter(Number.isFinite);
  const anchor = Number.isFinite(watermark) ? watermark : Math.min(...known);
  if (!Number.isFinite(anchor)) return undefined;
  const spread = Math.max(0, Math.max(anchor, ...known) - anchor);
  let range = 10_000;
  for (const factor of [1, 6, 6, 6, 10, 14, 10]) {
    range *= factor;
    if (spread <= range / 3) break;
  }
  const half = range / 2;
  const from = Math.floor(anchor / half) * half - range / 4;
  return { from, to: from + range, step: range / 20 };
}

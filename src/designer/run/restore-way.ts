import type { CheckpointState } from "../../observe/run-state.ts";
import type { RunPlayer } from "./run-player.ts";
import { isLive, type SessionState } from "./session-state.ts";

/** How a run can be set back to one of its checkpoints. [UI121] */
export type RestoreWay =
  /** At the moment on screen, where it is the newest. In the past this makes a branch. */
  | { readonly kind: "now" }
  /** The run goes again up to its completion, which it reaches the same way, and is set back there. */
  | { readonly kind: "branch"; readonly at: number }
  /** Not at all; `reason` is a message of the area `checkpoint`. */
  | { readonly kind: "none"; readonly reason: string };

type Situation = Pick<SessionState, "phase" | "mode" | "following" | "restoredFrom">;

/** A moment behind an event, before anything else happens. */
const momentMs = 0.001;

export function restoreWay(state: Situation, player: RunPlayer, { id }: CheckpointState): RestoreWay {
  const { following, restoredFrom, phase } = state;
  const shown = player.view.checkpoints.find((one) => one.id === id);
  if (shown?.status === "pending") return none("pending");
  if (shown === undefined || shown.status === "failed" || shown.endedAt === undefined) return none("incomplete");
  const isNewest = newestOf(player) === id;
  const isFree = state.mode === "freeRunning";
  if (isNewest && isLive(phase) && (following || isFree)) return { kind: "now" };
  if (isFree) return none(isLive(phase) ? "committed" : "ended");
  // Such a run did not begin at the beginning: it cannot be gone through again.
  if (restoredFrom !== undefined) return none("recovered");
  if (isNewest && !following) return { kind: "now" };
  const at = shown.endedAt + momentMs;
  return !isLive(phase) && at >= player.log.head.at ? none("last") : { kind: "branch", at };
}

const newestOf = ({ view }: RunPlayer): number | undefined => view.checkpoints.findLast(({ status }) => status === "completed")?.id;

const none = (reason: string): RestoreWay => ({ kind: "none", reason });

/** Why a checkpoint cannot be removed: a message of the area `checkpoint`; undefined when it can. [UI122] */
export function reasonToKeep({ phase, following }: Situation, player: RunPlayer, checkpoint: CheckpointState): string | undefined {
  if (!isLive(phase)) return "ended";
  if (!following) return "past";
  if (checkpoint.status !== "completed") return checkpoint.status === "pending" ? "pending" : "gone";
  return newestOf(player) === checkpoint.id ? "newest" : undefined;
}

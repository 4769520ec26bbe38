import type { SessionState } from "./session-state.ts";

/** Key of the message that says why a control cannot act now; undefined when it can. [PX20] */
type Reason = string | undefined;

/** Live: the run goes or rests and its newest event is what the person looks at. */
const runReason = ({ phase }: SessionState): Reason => {
  if (phase === "running" || phase === "paused") return undefined;
  if (phase === "starting") return "transport.starting";
  return phase === "idle" ? "command.idle" : "transport.ended";
};

/** One event forth. In the past there is always one. */
export function stepReason(state: SessionState): Reason {
  if (!state.following && state.cursor < state.length) return undefined;
  return runReason(state) ?? (state.mode === "freeRunning" ? "transport.freeStep" : undefined);
}

export function speedReason(state: SessionState): Reason {
  if (state.phase === "idle") return "command.idle";
  return state.mode === "freeRunning" ? "transport.freeSpeed" : undefined;
}

/** Run, pause, run until. */
export const goReason = runReason;

export const pastReason = ({ phase, length }: SessionState): Reason => (phase === "idle" || length === 0 ? "command.idle" : undefined);

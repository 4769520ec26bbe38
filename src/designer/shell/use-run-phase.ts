import { useSyncExternalStore } from "react";
import { useDesigner } from "./designer-context.ts";
import type { RunPhase } from "./slots.ts";

export function useRunPhase(): RunPhase {
  const { run } = useDesigner().slots;
  return useSyncExternalStore(run.onPhase, run.phase);
}

/** A job has been started and its workers still exist. */
export function isLive(phase: RunPhase): boolean {
  return phase === "starting" || phase === "running" || phase === "paused";
}

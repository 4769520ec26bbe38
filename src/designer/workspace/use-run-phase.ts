import { useSyncExternalStore } from "react";
import type { RunPhase } from "../run/job-state.ts";
import { useDesigner } from "./designer-context.ts";

export function useRunPhase(): RunPhase {
  const { run } = useDesigner();
  return useSyncExternalStore(run.onPhase, run.phase);
}

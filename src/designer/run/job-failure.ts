import type { RunState } from "../../observe/run-state.ts";

/** Why the job failed, at the moment on screen; undefined while it has not. */
export function jobFailure({ status, statusCause }: RunState): string | undefined {
  return status === "FAILED" || status === "FAILING" ? statusCause : undefined;
}

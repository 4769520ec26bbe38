import { coordinator } from "./event.ts";
import type { LogEvent, LogEventBody } from "./event.ts";
import { failureLimit } from "./run-state.ts";
import type { Failure, FailureOutcome, RunState } from "./run-state.ts";

export function noteFailure(run: RunState, failure: Failure): void {
  run.failures = [...run.failures.slice(1 - failureLimit), failure];
}

/** Failures of which it is not known yet what comes of them get to know it. */
export function decideFailures(run: RunState, outcome: FailureOutcome): void {
  if (run.failures.every((failure) => failure.outcome !== undefined)) return;
  run.failures = run.failures.map((failure) => (failure.outcome === undefined ? { ...failure, outcome } : failure));
}

type StatusBody = Extract<LogEventBody, { readonly kind: "jobStatus" }>;

/** A cause that no subtask failed of (too many failed checkpoints, a split enumerator) is a failure of the job itself. [UI83] */
export function noteStatus(run: RunState, { seq, at }: LogEvent, { status, cause }: StatusBody): void {
  const failing = status === "FAILING" || status === "RESTARTING";
  if (failing && cause !== undefined && !run.failures.some((failure) => isOf(failure, cause))) {
    noteFailure(run, { seq, at, subtask: coordinator, attempt: 0, cause, detail: undefined, outcome: undefined });
  }
  if (status === "FAILING") decideFailures(run, { kind: "jobFailed" });
}

/** A job that had been restarted before says so behind the cause. */
const isOf = ({ cause, outcome }: Failure, told: string): boolean => outcome === undefined && cause !== undefined && told.startsWith(cause);

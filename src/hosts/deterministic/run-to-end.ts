import type { HostAction, HostResult } from "./host-action.ts";
import type { DeterministicDriver } from "./driver.ts";

export interface RunLimits {
  /** Turns after which the run is given up. */
  readonly turns: number;
  /** Virtual milliseconds after which the run is given up. */
  readonly virtualMs: number;
}

/** How a loop over a driver came to its end. */
export type RunOutcome = "ended" | "idle" | "turnLimit" | "timeLimit";

/** Runs a driver over tasks of this thread, as fast as it goes, until `until` says so, the job ends, or a limit is reached. */
export function runToEnd(
  driver: DeterministicDriver,
  perform: (action: HostAction) => HostResult,
  limits: RunLimits,
  until: () => boolean = () => false,
): RunOutcome {
  while (!until()) {
    const step = driver.next();
    switch (step.kind) {
      case "act":
        if (driver.turns > limits.turns) return "turnLimit";
        driver.complete(step.action.kind, perform(step.action));
        break;
      case "advance":
        if (step.to > limits.virtualMs) return "timeLimit";
        driver.advance(step.to);
        break;
      case "idle":
      case "ended":
        return step.kind;
    }
  }
  return "ended";
}

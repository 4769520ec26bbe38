import type { PacedCore } from "./paced-run.ts";

export interface RunBudget {
  /** Turns after which the run is given up. */
  readonly turns: number;
  /** Virtual milliseconds after which the run is given up. */
  readonly virtualMs: number;
}

/** How a loop over a core came to its end. */
export type RunOutcome = "ended" | "idle" | "turnLimit" | "timeLimit";

/** Runs a core over tasks of this thread, as fast as it goes, until `until` says so, the job ends, or a limit is reached. */
export function runToEnd<Action extends { readonly kind: string }>(
  core: PacedCore<Action> & { readonly turns: number },
  perform: (action: Action) => unknown,
  limits: RunBudget,
  until: () => boolean = () => false,
): RunOutcome {
  while (!until()) {
    const step = core.next();
    switch (step.kind) {
      case "act":
        if (core.turns > limits.turns) return "turnLimit";
        core.complete(step.action.kind, perform(step.action));
        break;
      case "advance":
        if (step.to > limits.virtualMs) return "timeLimit";
        core.advance(step.to);
        break;
      case "idle":
      case "ended":
        return step.kind;
    }
  }
  return "ended";
}

import { CheckpointRequestDecider } from "../../src/control/checkpoint-request-decider.ts";
import type { CheckpointRequest } from "../../src/control/checkpoint-request-decider.ts";
import type { Suite } from "./suite.ts";

interface Step {
  readonly now: number;
  readonly pending: number;
  readonly cleaning: number;
  readonly triggering: boolean;
  readonly lastCompletion: number;
  readonly request?: RequestKind;
}

type RequestKind = "periodic" | "checkpoint" | "savepoint" | "forcedSavepoint" | "forcedCheckpoint";

interface Given {
  readonly maxConcurrent: number;
  readonly minPause: number;
  readonly maxQueued: number;
  readonly steps: readonly Step[];
}

export const checkpointRequestSuite: Suite = {
  name: "checkpoint-request",
  run(given: Given) {
    const { maxConcurrent, minPause: minPauseMs, maxQueued } = given;
    const decider = new CheckpointRequestDecider<CheckpointRequest>({ maxConcurrent, minPauseMs, maxQueued });
    let number = 0;
    const steps = given.steps.map((step) => {
      const situation = { ...step, lastCompletionAt: step.lastCompletion };
      const outcome =
        step.request === undefined
          ? decider.ask(situation)
          : decider.offer(requestOf(step.request, number++), situation);
      return {
        start: outcome.start?.number ?? null,
        refused: outcome.refused.map(({ request, reason }) => ({ request: request.number, reason })),
        reschedule: outcome.rescheduleAfterMs === undefined ? null : [step.now, outcome.rescheduleAfterMs],
        queued: decider.queued,
      };
    });
    return { steps };
  },
};

function requestOf(kind: RequestKind, number: number): CheckpointRequest {
  return {
    number,
    savepoint: kind === "savepoint" || kind === "forcedSavepoint",
    periodic: kind === "periodic",
    forced: kind === "forcedSavepoint" || kind === "forcedCheckpoint",
  };
}

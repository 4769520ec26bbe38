import type { RunUntil } from "../../control/job-client.ts";
import type { LogEvent } from "../../observe/event.ts";

/** Says of each event whether a run that goes on until `until` stops behind it. */
export function stopsAt(until: RunUntil): (event: LogEvent) => boolean {
  switch (until) {
    case "barrier":
      return ({ body }) => body.kind === "sent" && body.element.kind === "checkpointBarrier";
    case "alignmentEnds":
      return ({ body }) => body.kind === "channelReleased";
    case "watermark":
      return ({ body }) => body.kind === "watermark";
    case "checkpointComplete":
      return ({ body }) => body.kind === "checkpointCompleted";
    case "windowFires":
      return ({ body }) => body.kind === "windowFired";
    case "lateRecord":
      return ({ body }) => body.kind === "late";
    case "failure":
      return ({ body }) => body.kind === "executionState" && body.state === "FAILED";
    case "end":
      return () => false;
  }
}

/** Stops behind the `count`th event, counting those of `subtask` only when one is given. */
export function stopsAfter(count: number, subtask: number | undefined): (event: LogEvent) => boolean {
  let left = count;
  return (event) => {
    if (subtask !== undefined && event.subtask !== subtask) return false;
    left--;
    return left <= 0;
  };
}

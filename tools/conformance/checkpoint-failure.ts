import { toCheckpointId } from "../../src/stream/indices.ts";
import { CheckpointFailureCounter } from "../../src/control/checkpoint-failures.ts";
import type { CheckpointFailure } from "../../src/control/checkpoint-failures.ts";
import type { Suite } from "./suite.ts";

type Event =
  | { readonly success: number }
  | {
      readonly failure: CheckpointFailure["reason"];
      readonly kind: CheckpointFailure["kind"];
      readonly byTask: boolean;
      readonly id: number | null;
    };

export const checkpointFailureSuite: Suite = {
  name: "checkpoint-failure",
  run(given: { readonly tolerable: number | null; readonly events: readonly Event[] }) {
    const counter = new CheckpointFailureCounter(given.tolerable ?? Infinity);
    const fails = given.events.map((event) => {
      if ("success" in event) {
        counter.onSuccess(toCheckpointId(event.success));
        return null;
      }
      const { failure: reason, kind, byTask, id } = event;
      return counter.onFailure({ reason, kind, byTask, id: id === null ? undefined : toCheckpointId(id) }) ?? null;
    });
    return { fails };
  },
};

import { expect, it } from "vitest";
import { toCheckpointId, toOperatorIndex, toTaskIndex } from "../stream/indices.ts";
import { coordinator } from "./event.ts";
import type { LogEventBody } from "./event.ts";
import { apply } from "./fold.ts";
import { emptyRun } from "./ownership.ts";
import { sampleHeader } from "./testing/sample-log.ts";

const subtask = toTaskIndex(1);
const subtasks = [toTaskIndex(0), subtask];

function failuresOf(...bodies: readonly LogEventBody[]) {
  const run = emptyRun(sampleHeader());
  for (const [seq, body] of bodies.entries()) {
    apply(run, { seq, at: seq * 10, subtask: body.kind === "executionState" ? subtask : coordinator, body });
  }
  return run.failures;
}

const failed = (attempt: number, cause: string): LogEventBody => {
  return { kind: "executionState", attempt, state: "FAILED", cause, failure: { message: cause, operator: toOperatorIndex(0) } };
};
const restarting = (cause: string): LogEventBody => ({ kind: "jobStatus", status: "RESTARTING", cause });

it("[UI83] every exception is kept with its place and what came of it", () => {
  const failures = failuresOf(
    failed(0, "no number"),
    restarting("no number"),
    { kind: "restoring", checkpointId: toCheckpointId(4), subtasks },
    failed(1, "no number"),
    { kind: "jobStatus", status: "FAILING", cause: "no number (after 1 restart)" },
  );
  expect(failures.map(({ at, attempt, outcome }) => ({ at, attempt, outcome }))).toEqual([
    { at: 0, attempt: 0, outcome: { kind: "restarted", checkpointId: 4, at: 20 } },
    { at: 30, attempt: 1, outcome: { kind: "jobFailed" } },
  ]);
  expect(failures[1]?.detail).toEqual({ message: "no number", operator: 0 });
});

it("[UI83] what no subtask failed of is an exception of the job", () => {
  const failures = failuresOf(restarting("too many failed checkpoints"), { kind: "restoring", checkpointId: undefined, subtasks });
  expect(failures).toMatchObject([
    { subtask: coordinator, cause: "too many failed checkpoints", outcome: { kind: "restarted", checkpointId: undefined } },
  ]);
});

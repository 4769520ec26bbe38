import { assert } from "../base/assert.ts";
import type { TaskIndex } from "../stream/indices.ts";
import type { ExecutionState, JobStatus } from "../graph/execution-state.ts";

/** Current attempt of one subtask as the job master sees it. */
export interface Execution {
  readonly subtask: TaskIndex;
  readonly attempt: number;
  state: ExecutionState;
  /** The attempt reported that its inputs ended and its operators finished. */
  endOfData: boolean;
  /** It had finished before the checkpoint it was restored from, and counts as finished in every later one. */
  finishedOnRestore: boolean;
}

/** Attempt `attempt` of `subtask` before its deployment. */
export function createExecution(subtask: TaskIndex, attempt: number): Execution {
  return { subtask, attempt, state: "CREATED", endOfData: false, finishedOnRestore: false };
}

export function isTerminal(state: ExecutionState): boolean {
  return state === "FINISHED" || state === "CANCELED" || state === "FAILED";
}

export function isGloballyTerminal(status: JobStatus): boolean {
  return status === "FINISHED" || status === "CANCELED" || status === "FAILED";
}

/** Transitions of an attempt. Terminal states never change. [RS1] */
const executionTransitions: { readonly [from in ExecutionState]: readonly ExecutionState[] } = {
  CREATED: ["SCHEDULED", "CANCELING", "CANCELED", "FAILED"],
  SCHEDULED: ["DEPLOYING", "CANCELING", "CANCELED", "FAILED"],
  DEPLOYING: ["INITIALIZING", "FINISHED", "CANCELING", "CANCELED", "FAILED"],
  INITIALIZING: ["RUNNING", "FINISHED", "CANCELING", "CANCELED", "FAILED"],
  RUNNING: ["FINISHED", "CANCELING", "CANCELED", "FAILED"],
  CANCELING: ["CANCELED"],
  FINISHED: [],
  CANCELED: [],
  FAILED: [],
};

export function executionMayBecome(from: ExecutionState, to: ExecutionState): boolean {
  return executionTransitions[from].includes(to);
}

/** Transitions of a job. [RS2] */
const jobTransitions: { readonly [from in JobStatus]: readonly JobStatus[] } = {
  INITIALIZING: ["CREATED", "FAILING", "SUSPENDED"],
  CREATED: ["RUNNING", "CANCELLING", "FAILING", "SUSPENDED"],
  RUNNING: ["RESTARTING", "CANCELLING", "FAILING", "FINISHED", "SUSPENDED"],
  RESTARTING: ["RUNNING", "CANCELLING", "FAILING", "SUSPENDED"],
  FAILING: ["CANCELLING", "FAILED", "SUSPENDED"],
  CANCELLING: ["CANCELED", "FAILED", "FAILING", "SUSPENDED"],
  FINISHED: [],
  CANCELED: [],
  FAILED: [],
  SUSPENDED: [],
};

/** Throws on a transition that the table does not have: a defect of the control plane. */
export function checkJobTransition(from: JobStatus, to: JobStatus): void {
  assert(jobTransitions[from].includes(to), `[RS2] a job does not go from ${from} to ${to}`);
}

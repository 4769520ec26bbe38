import type { TaskDeployment } from "../graph/task-deployment.ts";
import { createBarrierHandler } from "./alignment.ts";
import type { RuntimeCatalog } from "./api.ts";
import type { Environment } from "./environment.ts";
import type { BarrierHandler } from "./io/barrier-handler.ts";
import { TaskEnd } from "./task-end.ts";
import type { TaskParts } from "./task-parts.ts";
import { buildTask } from "./task-parts.ts";
import type { PausableClock } from "./time/pausable-clock.ts";

/** What a task is made from. */
export interface TaskSetting {
  readonly deployment: TaskDeployment;
  readonly environment: Environment;
  readonly catalog: RuntimeCatalog;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A task that has started. */
export interface RunningTask extends TaskParts {
  readonly handler: BarrierHandler;
  readonly end: TaskEnd;
}

/** Builds the task, restores its state and opens its operators, tail to head (semantics 2.7); then it is RUNNING. */
export function startTask(
  setting: TaskSetting,
  meters: { readonly activeClock: PausableClock; countLateDropped(): void; onWait(waits: boolean): void },
): RunningTask {
  const { deployment, environment } = setting;
  const { coordinator } = environment;
  const actions = {
    endOfInput: (input: number): void => task.end.endInput(input),
    endOfData: (mode: "drain" | "noDrain"): void => task.end.endData(mode),
  };
  const parts = buildTask({ ...setting, ...meters, actions });
  const end = new TaskEnd({ parts, deployment, coordinator });
  const handler = createBarrierHandler({
    options: deployment.options,
    environment,
    inputs: parts.inputs,
    checkpoints: parts.checkpoints,
    take(barrier, metrics) {
      if (parts.checkpoints.take(barrier, metrics)) end.checkpointTaken(barrier.id);
    },
  });
  const task: RunningTask = { ...parts, handler, end };
  parts.inputs.attach(handler);
  logRestore(setting);
  for (const node of parts.chain.nodes.toReversed()) node.open();
  coordinator.report({ kind: "executionState", state: "RUNNING" });
  if (deployment.restore?.finished === true) end.endFinished();
  return task;
}

function logRestore({ deployment: { restore }, environment }: TaskSetting): void {
  if (restore === undefined) return;
  let bytes = 0;
  for (const { keyGroups, operatorStates } of restore.operators) {
    for (const { range } of keyGroups) bytes += range.length;
    for (const { elements } of operatorStates) for (const { range } of elements) bytes += range.length;
  }
  environment.trace.emit({ kind: "restored", checkpointId: restore.checkpointId, bytes });
}

import type { TaskDeployment, TaskRestore } from "../graph/task-deployment.ts";
import type { Topology } from "../observe/event.ts";
import type { CheckpointMetadata } from "./checkpoint-metadata.ts";
import type { JobOptions } from "./job-options.ts";
import type { SourcePlan } from "./source-coordinator.ts";

/** The compiled job as the control plane sees it. Built from the graphs and the catalog by the host. */
export interface JobPlan {
  readonly jobId: string;
  readonly jobName: string;
  readonly topology: Topology;
  readonly sources: readonly SourcePlan[];
  readonly options: JobOptions;
  deployment(subtask: number, attempt: number, restore: TaskRestore | undefined): TaskDeployment;
  /** State of `checkpoint` for each subtask, in order. Throws with words for the user when it does not fit the job. */
  restore(checkpoint: CheckpointMetadata): readonly TaskRestore[];
}

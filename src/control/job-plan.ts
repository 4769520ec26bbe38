import type { ListBy, TaskIndex } from "../stream/indices.ts";
import { listBy, toSubtaskIndex } from "../stream/indices.ts";
import { checkpointingEnabled, memoryLimits } from "../graph/configuration.ts";
import type { RunnableJob } from "../graph/compile-graph.ts";
import { taskDeployment } from "../graph/deployment.ts";
import type { ExecutionGraph } from "../graph/execution-graph.ts";
import { coordinatorsOf } from "../graph/job-graph.ts";
import { assignState } from "../graph/state-assignment.ts";
import { storedOperators } from "../graph/stored-state.ts";
import { productTuning } from "../graph/task-deployment.ts";
import type { TaskDeployment, TaskOptions, TaskRestore, TaskTuning } from "../graph/task-deployment.ts";
import type { Origins } from "../graph/origins.ts";
import type { Topology } from "../graph/topology.ts";
import type { RuntimeCatalog } from "../runtime/api.ts";
import type { CheckpointMetadata } from "./checkpoint-metadata.ts";
import { jobOptions } from "./job-options.ts";
import type { JobOptions } from "./job-options.ts";
import type { ClusterSize } from "./resource-manager.ts";
import type { SourcePlan } from "./source-coordinator.ts";

/** The compiled job as the control plane sees it. */
export interface JobPlan {
  readonly jobId: string;
  readonly topology: Topology;
  readonly origins: Origins;
  readonly sources: readonly SourcePlan[];
  readonly options: JobOptions;
  /** The shared slot of each subtask, and how large a cluster the job may have. */
  readonly slots: ClusterSize & { readonly ofSubtask: ListBy<TaskIndex, number> };
  deployment(subtask: TaskIndex, attempt: number, restore: TaskRestore | undefined): TaskDeployment;
  /** State of `checkpoint` for each subtask, in order. Throws with words for the user when it does not fit the job. */
  restore(checkpoint: CheckpointMetadata): ListBy<TaskIndex, TaskRestore>;
}

export interface JobPlanOptions {
  readonly jobId: string;
  readonly tracesRecords: boolean;
  /** Default: the product's. */
  readonly tuning?: TaskTuning;
}

/** Plan of a compiled job. `catalog` makes the split enumerators. */
export function jobPlan(job: RunnableJob, catalog: RuntimeCatalog, options: JobPlanOptions): JobPlan {
  const { topology, origins, executionGraph, pace } = job;
  const task = taskOptions(job, options);
  const deployment: JobPlan["deployment"] = (subtask, attempt, restore) =>
    taskDeployment(executionGraph, {
      jobId: options.jobId,
      subtask,
      attempt,
      restore,
      task,
      serviceTimeMs: pace.serviceTimeMs ?? 0,
      channelCapacity: pace.channelCapacity,
    });
  return {
    jobId: options.jobId,
    topology,
    origins,
    sources: sourcePlans(executionGraph, deployment, catalog),
    options: jobOptions(job.configuration),
    slots: {
      ofSubtask: executionGraph.subtasks.map(({ slot }) => slot),
      perExecutor: job.configuration.taskSlots,
      max: job.configuration.slotsMax,
    },
    deployment,
    restore: (checkpoint) => restores(job, checkpoint),
  };
}

function taskOptions({ configuration }: RunnableJob, options: JobPlanOptions): Omit<TaskOptions, "serviceTimeMs"> {
  const enabled = checkpointingEnabled(configuration);
  return {
    autoWatermarkIntervalMs: configuration.autoWatermarkInterval,
    checkpointingEnabled: enabled,
    checkpointMode: enabled ? configuration.checkpointMode : "AT_LEAST_ONCE",
    checkpointsAfterTasksFinish: configuration.checkpointsAfterTasksFinish,
    bufferTimeout: configuration.bufferTimeoutEnabled ? configuration.bufferTimeout : -1,
    tracesRecords: options.tracesRecords,
    memory: memoryLimits(configuration),
    tuning: options.tuning ?? productTuning,
  };
}

type Deploy = JobPlan["deployment"];

function sourcePlans({ jobGraph, subtasks }: ExecutionGraph, deployment: Deploy, catalog: RuntimeCatalog): readonly SourcePlan[] {
  return jobGraph.vertices.flatMap((vertex) => {
    const own = listBy(toSubtaskIndex, subtasks.filter((subtask) => subtask.vertex === vertex.index).map(({ index }) => index));
    return coordinatorsOf(jobGraph, vertex).map((node): SourcePlan => {
      const [first] = own;
      const operators = first === undefined ? [] : deployment(first, 0, undefined).operators;
      const deployed = operators.find(({ operatorId }) => operatorId === jobGraph.operatorIds[node]);
      const source = deployed && catalog.findSource(deployed.type);
      if (deployed === undefined || source === undefined) {
        throw new TypeError(`${deployed?.type ?? vertex.name} is not a source of this catalog`);
      }
      const { operatorId, name, config } = deployed;
      return { operatorId, name, subtasks: own, createEnumerator: (context) => source.createEnumerator(config, context) };
    });
  });
}

/** A subtask counts as finished when all old subtasks of its vertex were (FullyFinishedOperatorState). */
function restores({ executionGraph, topology }: RunnableJob, checkpoint: CheckpointMetadata): ListBy<TaskIndex, TaskRestore> {
  const states = assignState(executionGraph, storedOperators(checkpoint.vertices));
  const { checkpointId } = checkpoint;
  return states.map((operators, subtask): TaskRestore => {
    const vertexId = topology.vertices[topology.subtasks[subtask]?.vertex ?? -1]?.id;
    const stored = checkpoint.vertices.find((vertex) => vertex.vertexId === vertexId);
    const finished = stored !== undefined && stored.subtasks.every((each) => each.finished);
    return finished ? { checkpointId, operators: [], finished } : { checkpointId, operators };
  });
}

/** Where a message to an operator goes, as the front end calls it: the first subtask that runs it. */
export function operatorOf(
  { topology: { vertices, subtasks }, origins }: Pick<JobPlan, "topology" | "origins">,
  name: string,
): { readonly operatorId: string; readonly subtask: TaskIndex } | undefined {
  for (const [place, { operators }] of vertices.entries()) {
    const operator = operators.find((each) => origins.nodes[each.node] === name);
    const subtask = subtasks.findIndex(({ vertex }) => vertex === place);
    if (operator !== undefined && subtask >= 0) return { operatorId: operator.id, subtask };
  }
  return undefined;
}

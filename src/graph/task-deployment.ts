import type { Schema } from "../stream/logical-type.ts";
import type { RestoredOperatorState } from "./snapshot.ts";
import type { OperatorPart, Partitioner } from "./stream-graph.ts";

/** Everything a task needs to be built, as plain data (structured clone). Derived from the execution graph per attempt. */
export interface TaskDeployment {
  readonly jobId: string;
  /** Index into `Topology.subtasks`. */
  readonly subtask: number;
  readonly vertexId: string;
  readonly taskName: string;
  readonly subtaskIndex: number;
  readonly parallelism: number;
  readonly maxParallelism: number;
  readonly attempt: number;
  /** Operators of the chain, head first, in depth-first order; indices are those of `TopologyVertex.operators`. */
  readonly operators: readonly ChainedOperator[];
  /** Input channels of the head, in gate order. Empty for a source. */
  readonly inputs: readonly InputGateDeployment[];
  readonly outputs: readonly OutputDeployment[];
  readonly restore: TaskRestore | undefined;
  readonly options: TaskOptions;
}

export interface ChainedOperator {
  readonly operatorId: string;
  readonly name: string;
  /** `OperatorDescriptor.type`. */
  readonly type: string;
  /** Part this node runs: a sink is split into writer and committer. */
  readonly part: OperatorPart;
  /** Configuration as the schema of its descriptor gave it: checked, defaults filled in, plain data. [OP12] */
  readonly config: unknown;
  /** It runs text of the job's author. [SB7] */
  readonly hasFunctions: boolean;
  readonly inputSchemas: readonly Schema[];
  /** Key fields per input, where the input is hash partitioned. */
  readonly keys: readonly (readonly string[] | undefined)[];
  readonly outputSchema: Schema;
  readonly sideOutputs: readonly { readonly tag: string; readonly schema: Schema }[];
  /** Chained consumers: main output when `tag` is absent. */
  readonly next: readonly { readonly operator: number; readonly input: number; readonly tag?: string }[];
}

export interface InputGateDeployment {
  /** Input number of the head operator. */
  readonly input: number;
  readonly schema: Schema;
  readonly channels: readonly ChannelDeployment[];
}

export interface ChannelDeployment {
  /** Index into `Topology.channels`. */
  readonly channel: number;
  readonly capacityRecords: number | undefined;
}

/** One result partition: where records of one operator of the chain leave it. */
export interface OutputDeployment {
  readonly operator: number;
  readonly tag?: string;
  readonly schema: Schema;
  readonly partitioner: Partitioner;
  /** Max parallelism of the consumer vertex: key groups of a hash edge. */
  readonly consumerMaxParallelism: number;
  readonly channels: readonly ChannelDeployment[];
}

export interface TaskRestore {
  readonly checkpointId: number;
  readonly operators: readonly RestoredOperatorState[];
  /**
   * The subtask had finished before the checkpoint: it runs no operator, sends the last watermark and the end of data on every
   * output, takes part in checkpoints without state and finishes like any other (Flink's FinishedOperatorChain; semantics 6.8).
   */
  readonly finished?: boolean;
}

export interface TaskOptions {
  readonly autoWatermarkIntervalMs: number;
  readonly checkpointingEnabled: boolean;
  readonly checkpointMode: "EXACTLY_ONCE" | "AT_LEAST_ONCE";
  readonly checkpointsAfterTasksFinish: boolean;
  /** See `Environment.serviceTimeMs`. */
  readonly serviceTimeMs: number;
  readonly tracesRecords: boolean;
  readonly memory: MemoryLimits;
}

/** Bytes that a job may keep: see the options of the same names. [HB30] */
export interface MemoryLimits {
  /** Heap of one subtask. */
  readonly heap: number;
  /** Contents of the byte buffers of one subtask. */
  readonly buffers: number;
  /** Both, of all subtasks of the job. */
  readonly total: number;
}

import type { ChannelIndex, CheckpointId, ListBy, OperatorIndex, SubtaskIndex, TaskIndex } from "../stream/indices.ts";
import type { Schema } from "../stream/logical-type.ts";
import type { RestoredOperatorState } from "./snapshot.ts";
import type { NodeOperator, Partitioner } from "./stream-graph.ts";

/** Everything a task needs to be built, as plain data (structured clone). Derived from the execution graph per attempt. */
export interface TaskDeployment {
  readonly jobId: string;
  /** Index into `Topology.subtasks`. */
  readonly subtask: TaskIndex;
  readonly vertexId: string;
  readonly taskName: string;
  readonly subtaskIndex: SubtaskIndex;
  readonly parallelism: number;
  readonly maxParallelism: number;
  readonly attempt: number;
  /** Operators of the chain, head first, in depth-first order; indices are those of `TopologyVertex.operators`. */
  readonly operators: ListBy<OperatorIndex, ChainedOperator>;
  /** Input channels of the head, in gate order. Empty for a source. */
  readonly inputs: readonly InputGateDeployment[];
  readonly outputs: readonly OutputDeployment[];
  readonly restore: TaskRestore | undefined;
  readonly options: TaskOptions;
}

/** One operator of a chain: what the node of the stream graph runs, and where its output goes. */
export interface ChainedOperator extends Omit<NodeOperator, "serviceTimeMs"> {
  readonly operatorId: string;
  readonly name: string;
  /** Chained consumers: main output when `tag` is absent. */
  readonly next: readonly { readonly operator: OperatorIndex; readonly input: number; readonly tag?: string }[];
}

export interface InputGateDeployment {
  /** Input number of the head operator. */
  readonly input: number;
  readonly schema: Schema;
  readonly channels: readonly ChannelDeployment[];
}

export interface ChannelDeployment {
  /** Index into `Topology.channels`. */
  readonly channel: ChannelIndex;
  readonly capacityRecords: number | undefined;
}

/** One result partition: where records of one operator of the chain leave it. */
export interface OutputDeployment {
  readonly operator: OperatorIndex;
  readonly tag?: string;
  readonly schema: Schema;
  readonly partitioner: Partitioner;
  /** Max parallelism of the consumer vertex: key groups of a hash edge. */
  readonly consumerMaxParallelism: number;
  readonly channels: readonly ChannelDeployment[];
}

export interface TaskRestore {
  readonly checkpointId: CheckpointId;
  readonly operators: readonly RestoredOperatorState[];
  /**
   * The subtask had finished before the checkpoint: it runs no operator, sends the last watermark and the end of data on every
   * output, takes part in checkpoints without state and finishes like any other (Flink's FinishedOperatorChain).
   */
  readonly finished?: boolean;
}

export interface TaskOptions {
  readonly autoWatermarkIntervalMs: number;
  readonly checkpointingEnabled: boolean;
  readonly checkpointMode: "EXACTLY_ONCE" | "AT_LEAST_ONCE";
  readonly checkpointsAfterTasksFinish: boolean;
  /** Milliseconds that records may wait to be sent along with others; 0: none waits, -1: as long as it takes. */
  readonly bufferTimeout: number;
  /** See `Environment.serviceTimeMs`. */
  readonly serviceTimeMs: number;
  /** Whether every record is in the log. It decides nothing else. [DT22] */
  readonly tracesRecords: boolean;
  readonly memory: MemoryLimits;
  readonly tuning: TaskTuning;
}

/** How a task cuts its work and lays out its state. Nothing of it shows in what a job does: a fuzzer draws it. [DT23] */
export interface TaskTuning {
  /** Records taken between two looks for room in the outputs: what they may overshoot by. */
  readonly recordsAtOnce: number;
  /** Timers fired between two looks at the mail. */
  readonly timersAtOnce: number;
  /** Keys of a slice of a snapshot, and bytes behind which it ends: contents may be large. */
  readonly sliceKeys: number;
  readonly sliceBytes: number;
  /** Windows that fit into typed columns are kept there. */
  readonly windowColumns: boolean;
}

/** Measured: a slice takes some hundred microseconds, also where the code is still cold and its memory in no cache. */
export const productTuning: TaskTuning = {
  recordsAtOnce: 256,
  timersAtOnce: 1024,
  sliceKeys: 256,
  sliceBytes: 1 << 16,
  windowColumns: true,
};

/** Bytes that a job may keep: see the options of the same names. [HB30] */
export interface MemoryLimits {
  /** Heap of one subtask. */
  readonly heap: number;
  /** Contents of the byte buffers of one subtask. */
  readonly buffers: number;
  /** Both, of all subtasks of the job. */
  readonly total: number;
}

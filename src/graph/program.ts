import type { ChainingStrategy, NodeOperator, Partitioner } from "./stream-graph.ts";

/**
 * A job as a front end hands it over, whether it was drawn, written or imported: Flink's transformations in program order, each behind
 * those it reads. Plain data. `translate` makes the stream graph of it. [GR70]
 */
export interface Program {
  readonly transformations: readonly Transformation[];
}

export type Transformation =
  | SourceTransformation | LegacySourceTransformation | OperatorTransformation | CoGroupTransformation | SinkTransformation
  | LegacySinkTransformation;

/** What a program says of a transformation, and of each node that it becomes; what is left out gets Flink's default. */
export interface NodeSettings {
  /** Of a transformation: as its author calls it, without what the kind of transformation adds ("Source: ", ": Writer"). */
  readonly name: string;
  /** Longer name for plans. */
  readonly description?: string | undefined;
  readonly parallelism?: number | undefined;
  readonly maxParallelism?: number | undefined;
  readonly uid?: string | undefined;
  readonly uidHash?: string | undefined;
  readonly slotSharingGroup?: string | undefined;
  /** Milliseconds; -1 or absent: the job's. */
  readonly bufferTimeout?: number | undefined;
}

interface TransformationSettings extends NodeSettings {
  /** `head` is Flink's startNewChain, `never` its disableChaining. */
  readonly chain?: "always" | "head" | "never" | undefined;
  readonly operator: OperatorSpec;
}

/** What its nodes run; the translation says which part of it each. */
export type OperatorSpec = Omit<NodeOperator, "part">;

/** A FLIP-27 source. */
export interface SourceTransformation extends TransformationSettings {
  readonly kind: "source";
  readonly bounded: boolean;
}

/** A SourceFunction: never bounded, and in one subtask unless it is parallel. */
export interface LegacySourceTransformation extends TransformationSettings {
  readonly kind: "legacySource";
  readonly parallel: boolean;
}

export interface OperatorTransformation extends TransformationSettings {
  readonly kind: "operator";
  readonly inputs: readonly Input[];
  /** Of the operator itself, before what its author says; default: ALWAYS. HEAD_WITH_SOURCES are Flink's many-input operators. */
  readonly chaining?: ChainingStrategy | undefined;
  /** Runs, unless told otherwise, at the parallelism of its input. */
  readonly inheritsParallelism?: boolean | undefined;
  /** Runs in one subtask, whatever else is said (`windowAll`). */
  readonly nonParallel?: boolean | undefined;
  /** Leaves its task to others while it waits (`async`). */
  readonly yielding?: boolean | undefined;
}

/** Window join and coGroup: a window over the records of two keyed streams. Becomes three nodes. [GR72] */
export interface CoGroupTransformation extends TransformationSettings {
  readonly kind: "coGroup";
  readonly inputs: readonly Input[];
}

/** A Sink V2. */
export interface SinkTransformation extends TransformationSettings {
  readonly kind: "sink";
  readonly inputs: readonly Input[];
  /** Its committables go to a Committer. */
  readonly committing: boolean;
}

/** A SinkFunction. */
export interface LegacySinkTransformation extends TransformationSettings {
  readonly kind: "legacySink";
  readonly inputs: readonly Input[];
}

/** One input of a transformation. */
export interface Input {
  readonly stream: Stream;
  /** True: every subtask gets every record; that makes the operator one of Flink's broadcast-connected ones. [GR73] */
  readonly broadcast?: boolean;
}

/** The main output of a transformation, or a side output, as one reader takes it. */
export interface Output {
  readonly from: Transformation;
  readonly tag?: string | undefined;
  /** Virtual milliseconds an element is under way, in a teaching run. */
  readonly latencyMs?: number | undefined;
}

/** What can be read: an output, several streams put together, or a stream that is distributed in another way. */
export type Stream =
  | Output
  | { readonly union: readonly Stream[] }
  | { readonly stream: Stream; readonly partitioner: Partitioner };

import type { Schema } from "../stream/logical-type.ts";

/** Flink's StreamGraph: every operator a node, nothing chained yet. Made by `translate`, immutable afterwards. */
export interface StreamGraph {
  readonly jobName: string;
  readonly jobType: JobType;
  /** In id order; `StreamNode.id` is the index. */
  readonly nodes: readonly StreamNode[];
  readonly settings: GraphSettings;
}

export type JobType = "STREAMING" | "BATCH";

/** Flink's ChainingStrategy. */
export type ChainingStrategy = "ALWAYS" | "NEVER" | "HEAD" | "HEAD_WITH_SOURCES";

/** The options that shape the graphs. */
export interface GraphSettings {
  /** `execution.runtime-mode` */
  readonly runtimeMode: JobType | "AUTOMATIC";
  /** `parallelism.default` */
  readonly parallelism: number;
  /** `pipeline.max-parallelism`; undefined = each vertex its own default. */
  readonly maxParallelism: number | undefined;
  readonly chaining: boolean;
  readonly chainDifferentMaxParallelism: boolean;
  /** Milliseconds; -1 = only full buffers are sent. */
  readonly bufferTimeout: number;
  readonly indexPrefix: boolean;
  readonly descriptionMode: "TREE" | "CASCADING";
  readonly checkpointing: boolean;
  readonly unaligned: boolean;
  readonly autoGenerateUids: boolean;
  readonly jobName: string | undefined;
}

export const defaultGraphSettings: GraphSettings = {
  runtimeMode: "STREAMING",
  parallelism: 1,
  maxParallelism: undefined,
  chaining: true,
  chainDifferentMaxParallelism: true,
  bufferTimeout: 100,
  indexPrefix: false,
  descriptionMode: "TREE",
  checkpointing: false,
  unaligned: false,
  autoGenerateUids: true,
  jobName: undefined,
};

/** How the records of an edge are distributed over the consumer's subtasks. */
export type Partitioner =
  /** By the values of the fields `key`, in order (`keyBy`). */
  | { readonly type: "hash"; readonly key: readonly string[] }
  | { readonly type: "forward" | "rebalance" | "rescale" | "shuffle" | "global" | "broadcast" }
  /** `function` is a JavaScript expression over `key` (value of field `key`) and `n` (number of channels). */
  | { readonly type: "custom"; readonly key: string; readonly function: string };

export interface StreamNode {
  readonly id: number;
  readonly name: string;
  /** Longer name for plans; that of the node when nothing else was said. */
  readonly description: string;
  readonly parallelism: number;
  readonly maxParallelism: number | undefined;
  readonly uid: string | undefined;
  readonly uidHash: string | undefined;
  readonly slotSharingGroup: string;
  readonly chaining: ChainingStrategy;
  readonly bufferTimeout: number;
  /** `source` is FLIP-27 shaped and has an operator coordinator; `legacySource` is a SourceFunction. */
  readonly kind: NodeKind;
  readonly operator: NodeOperator;
  readonly inEdges: readonly StreamEdge[];
  readonly outEdges: readonly StreamEdge[];
}

export type NodeKind = "source" | "legacySource" | "operator" | "yielding";

/** Which part of an operator a node runs: a sink is a writer and a committer, a co-group has a tagger per input. */
export type OperatorPart = "source" | "operator" | "tagger" | "writer" | "committer";

/** What a node runs; the graphs only hand it on. */
export interface NodeOperator {
  /** `OperatorDescriptor.type`. */
  readonly type: string;
  readonly part: OperatorPart;
  /** Configuration as the schema of its descriptor gave it: checked, defaults filled in, plain data. [OP12] */
  readonly config: unknown;
  /** It runs text of the job's author, so its thread has to be locked. [SB7] */
  readonly hasFunctions: boolean;
  /** By input number. */
  readonly inputSchemas: readonly Schema[];
  /** Key fields by input number, where the input is hash partitioned. */
  readonly keys: readonly (readonly string[] | undefined)[];
  readonly outputSchema: Schema;
  readonly sideOutputs: readonly { readonly tag: string; readonly schema: Schema }[];
  readonly serviceTimeMs: number | undefined;
  /** Of a source: see `SourcePace`. */
  readonly sourcePace?: SourcePace;
}

/** How fast a source reads where the run says so: it changes when records come, and nothing else. [DT50] */
export type SourcePace =
  /** All its subtasks together; no more than `splits` of them have something to read. */
  | { readonly kind: "rate"; readonly rowsPerSecond: number; readonly splits: number }
  | { readonly kind: "eventTime"; readonly field: string; readonly factor: number };

export interface StreamEdge {
  /** Place among all edges of the graph, in order of creation. */
  readonly id: number;
  readonly source: number;
  readonly target: number;
  /** Flink's type number: 0 for the input of one-input nodes, 1, 2, ... for the inputs of the others. */
  readonly input: number;
  readonly partitioner: Partitioner;
  /** Sameness of partitioner objects: BATCH lets edges with equal partitioners share a result. */
  readonly partitionerIdentity: string;
  readonly exchange: "UNDEFINED" | "BATCH";
  /** Side output it carries; undefined = the main output. */
  readonly tag: string | undefined;
  /** Whether unaligned checkpoints may pass. */
  readonly unaligned: boolean;
  /** Virtual milliseconds an element is under way, in a teaching run; undefined = as the run says. */
  readonly latencyMs: number | undefined;
}

/** Schema of the records on `edge`. */
export function edgeSchema(graph: StreamGraph, edge: StreamEdge): Schema {
  const { name, operator } = nodeOf(graph, edge.source);
  if (edge.tag === undefined) return operator.outputSchema;
  const side = operator.sideOutputs.find((output) => output.tag === edge.tag);
  if (side === undefined) throw new RangeError(`[GR6] "${name}" has no side output "${edge.tag}"`);
  return side.schema;
}

export function nodeOf(graph: StreamGraph, id: number): StreamNode {
  const node = graph.nodes[id];
  if (node === undefined) throw new RangeError(`no stream node ${id}`);
  return node;
}

import { defaultGraphSettings } from "../../src/graph/stream-graph.ts";
import { StreamGraphBuilder } from "../../src/graph/stream-graph-builder.ts";
import { bareOperator } from "./program.ts";
import { refersTo, resolveStream } from "./stream-expression.ts";
import type { GraphSettings, JobType, StreamGraph } from "../../src/graph/stream-graph.ts";
import type { EdgeDraft, NodeDraft, NodeHandle } from "../../src/graph/stream-graph-builder.ts";
import type { StreamExpression, StreamPart } from "./stream-expression.ts";

/** A program of the suite `job-graph` (graphs.md). */
export interface GivenProgram {
  readonly config: GivenConfig;
  readonly nodes: readonly GivenNode[];
}

interface GivenConfig {
  readonly mode: JobType | "AUTOMATIC";
  readonly parallelism: number;
  readonly maxParallelism?: number;
  readonly chaining?: boolean;
  readonly chainDifferentMaxParallelism?: boolean;
  readonly bufferTimeout?: number;
  readonly indexPrefix?: boolean;
  readonly descriptionMode?: "TREE" | "CASCADING";
  readonly checkpointInterval?: number;
  readonly unaligned?: boolean;
  readonly autoGenerateUids?: boolean;
  readonly jobName?: string;
}

interface GivenNode extends Pick<NodeDraft, "description" | "uid" | "uidHash" | "parallelism" | "maxParallelism" | "slotSharingGroup" | "bufferTimeout"> {
  readonly id: string;
  readonly op: string;
  readonly name?: string;
  readonly chain?: "never" | "head";
  readonly bounded?: boolean;
  readonly parallel?: boolean;
  readonly in?: StreamExpression;
  readonly in2?: StreamExpression;
  readonly ins?: readonly StreamExpression[];
}

interface OperatorKind {
  readonly name: string;
  /** K: applies keyBy to its inputs. */
  readonly keyed?: true;
}

const kinds: Readonly<Record<string, OperatorKind>> = {
  map: { name: "Map" }, filter: { name: "Filter" }, flatMap: { name: "Flat Map" }, process: { name: "Process" },
  async: { name: "async wait operator" }, assignTimestamps: { name: "Timestamps/Watermarks" },
  keyedReduce: { name: "Keyed Reduce", keyed: true }, keyedProcess: { name: "KeyedProcess", keyed: true },
  keyedMap: { name: "Map", keyed: true }, window: { name: "Window", keyed: true }, countWindow: { name: "Window", keyed: true },
  windowAll: { name: "Window", keyed: true },
  coMap: { name: "Co-Map" }, coFlatMap: { name: "Co-Flat Map" }, coProcess: { name: "Co-Process" },
  keyedCoProcess: { name: "Co-Keyed-Process", keyed: true }, intervalJoin: { name: "Interval Join", keyed: true },
  broadcastProcess: { name: "Co-Process-Broadcast" }, keyedBroadcastProcess: { name: "Co-Process-Broadcast-Keyed" },
  windowJoin: { name: "Join", keyed: true }, coGroup: { name: "CoGroup", keyed: true },
  multiInput: { name: "Multi" }, print: { name: "Print to Std. Out" },
};

/** Feeds a program to the product's builder; the reason as text when the program is refused before there is a graph. */
export function buildProgram({ config, nodes }: GivenProgram): StreamGraph | string {
  const counts = nodes.some((node) => isUnbounded(node) && nodes.some((reader) => countsSource(reader, node.id)));
  if (config.mode === "BATCH" && counts) return "BATCH with an unbounded source";
  const jobType: JobType = config.mode === "BATCH" || (config.mode === "AUTOMATIC" && !counts) ? "BATCH" : "STREAMING";
  const builder = new StreamGraphBuilder(settingsOf(config), jobType);
  const handles = new Map<string, NodeHandle>();
  let read = 0;
  const resolve = (expression: StreamExpression): readonly StreamPart[] => resolveStream(expression, handles, `${read++}`);
  for (const node of nodes) {
    const handle = addNode({ builder, jobType, resolve }, node);
    if (handle !== undefined) handles.set(node.id, handle);
  }
  return builder.build();
}

function settingsOf(config: GivenConfig): GraphSettings {
  const { mode: _, checkpointInterval, ...given } = config;
  return { ...defaultGraphSettings, jobName: undefined, ...given, checkpointing: checkpointInterval !== undefined };
}

const isUnbounded = (node: GivenNode): boolean => node.op === "legacySource" || (node.op === "source" && node.bounded !== true);

/** Whether `reader` makes an unbounded source count for the choice of the runtime mode. */
function countsSource(reader: GivenNode, source: string): boolean {
  if (reader.op === "broadcastProcess") return reader.in === source;
  if (reader.op === "keyedBroadcastProcess") return false;
  return inputsOf(reader).some((expression) => refersTo(expression, source));
}

function inputsOf(node: GivenNode): readonly StreamExpression[] {
  return node.ins ?? [node.in, node.in2].filter((expression) => expression !== undefined);
}

interface Target {
  readonly builder: StreamGraphBuilder;
  readonly jobType: JobType;
  resolve(expression: StreamExpression): readonly StreamPart[];
}

function addNode(target: Target, node: GivenNode): NodeHandle | undefined {
  const { builder } = target;
  switch (node.op) {
    case "source":
      return builder.add({ ...draftOf(target, node), name: `Source: ${node.name}`, kind: "source" }, []);
    case "legacySource": {
      const draft = { ...draftOf(target, node), name: `Source: ${node.name ?? "Custom Source"}`, kind: "legacySource" } as const;
      const parallelism = node.parallel === true ? node.parallelism : 1;
      return builder.add({ ...draft, parallelism, chaining: node.chain === "never" ? "NEVER" : "HEAD" }, []);
    }
    case "sink":
    case "twoPhaseSink":
      addSink(target, node);
      return undefined;
    case "windowJoin":
    case "coGroup":
      return addJoin(target, node);
    default:
      return builder.add(draftOf(target, node), edgesOf(target, node));
  }
}

function draftOf({ builder, jobType, resolve }: Target, node: GivenNode): NodeDraft {
  const kind = kinds[node.op] ?? { name: node.op };
  const { description, uid, uidHash, maxParallelism, slotSharingGroup, bufferTimeout } = node;
  const [first] = node.op === "assignTimestamps" && node.in !== undefined ? resolve(node.in) : [];
  const inherited = first && builder.parallelismOf(first.from);
  const isAll = node.op === "windowAll";
  return {
    name: node.op === "print" ? `Sink: ${node.name ?? kind.name}` : (node.name ?? kind.name),
    description, uid, uidHash, slotSharingGroup, bufferTimeout,
    parallelism: isAll ? 1 : (node.parallelism ?? inherited),
    maxParallelism: isAll ? 1 : maxParallelism,
    chaining: chainingOf(jobType, node),
    kind: node.op === "async" ? "yielding" : "operator",
    operator: bareOperator(node.op),
  };
}

function chainingOf(jobType: JobType, { op, chain }: GivenNode): NodeDraft["chaining"] {
  if (op === "multiInput" && chain !== "never") return "HEAD_WITH_SOURCES";
  if (op === "broadcastProcess") return "ALWAYS";
  if (op === "keyedBroadcastProcess") return jobType === "BATCH" ? "HEAD" : "ALWAYS";
  if (chain === "never") return "NEVER";
  return chain === "head" || (jobType === "BATCH" && kinds[op]?.keyed === true) ? "HEAD" : "ALWAYS";
}

function edgesOf({ resolve }: Target, node: GivenNode): readonly EdgeDraft[] {
  const inputs = inputsOf(node);
  return inputs.flatMap((expression, at) => resolve(expression).map((part): EdgeDraft => {
    const edge = { ...part, input: inputs.length === 1 && node.ins === undefined ? 0 : at + 1 };
    const isBroadcast = node.op === "broadcastProcess" || node.op === "keyedBroadcastProcess";
    if (isBroadcast && at === 1) return { ...edge, partitioner: { type: "broadcast" }, partitionerIdentity: undefined };
    const isKeyed = kinds[node.op]?.keyed === true || node.op === "keyedBroadcastProcess";
    return isKeyed ? keyed(edge) : edge;
  }));
}

/** keyBy is the step nearest the consumer. */
function keyed(edge: EdgeDraft): EdgeDraft {
  return { ...edge, partitioner: { type: "hash", key: ["key"] }, partitionerIdentity: undefined };
}

function addSink(target: Target, node: GivenNode): void {
  const { description: _, ...draft } = draftOf(target, node);
  const name = node.name ?? "Sink";
  const writer: NodeDraft = { ...draft, name: `${name}: Writer`, kind: "yielding", operator: bareOperator("sink", "writer") };
  const committer: NodeDraft = {
    ...draft,
    name: `${name}: Committer`,
    uid: node.uid === undefined ? undefined : `Sink Committer: ${node.uid}`,
    operator: bareOperator("sink", "committer"),
  };
  target.builder.addSink(writer, edgesOf(target, node), node.op === "twoPhaseSink" ? committer : undefined);
}

/** A map per input tags the records, the window operator reads the union of both. */
function addJoin(target: Target, node: GivenNode): NodeHandle {
  const { builder, resolve } = target;
  const tagged = inputsOf(node).map((expression) => {
    const parts = resolve(expression);
    const parallelism = parts[0] && builder.parallelismOf(parts[0].from);
    const draft: NodeDraft = { name: "Map", kind: "operator", operator: bareOperator("map"), parallelism };
    return builder.add(draft, parts.map((part) => ({ ...part, input: 0 })));
  });
  return builder.add(draftOf(target, node), tagged.map((from) => keyed({ from, input: 0 })));
}

import { defaultGraphSettings } from "../../src/graph/stream-graph.ts";
import { translate } from "../../src/graph/translate.ts";
import { bareOperator } from "./program.ts";
import { streamOf } from "./stream-expression.ts";
import type { Input, Transformation } from "../../src/graph/program.ts";
import type { GraphSettings } from "../../src/graph/stream-graph.ts";
import type { NodeDraft } from "../../src/graph/stream-graph-builder.ts";
import type { TranslatedProgram } from "../../src/graph/translate.ts";
import type { StreamExpression } from "./stream-expression.ts";

/** A program of the suite `job-graph`. */
export interface GivenProgram {
  readonly config: GivenConfig;
  readonly nodes: readonly GivenNode[];
}

interface GivenConfig extends Partial<Omit<GraphSettings, "runtimeMode" | "checkpointing">> {
  readonly mode: GraphSettings["runtimeMode"];
  readonly parallelism: number;
  readonly checkpointInterval?: number;
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

/** What the method of Flink's API that a node stands for says of its operator: default name, keyed inputs (K), traits. */
interface Method {
  readonly name: string;
  readonly keyed?: readonly number[];
  readonly broadcast?: number;
  readonly traits?: Partial<Extract<Transformation, { readonly kind: "operator" }>>;
}

const first = [0];
const both = [0, 1];
const methods: Readonly<Record<string, Method>> = {
  map: { name: "Map" }, filter: { name: "Filter" }, flatMap: { name: "Flat Map" }, process: { name: "Process" },
  async: { name: "async wait operator", traits: { yielding: true } },
  assignTimestamps: { name: "Timestamps/Watermarks", traits: { inheritsParallelism: true } },
  keyedReduce: { name: "Keyed Reduce", keyed: first }, keyedProcess: { name: "KeyedProcess", keyed: first },
  keyedMap: { name: "Map", keyed: first }, window: { name: "Window", keyed: first }, countWindow: { name: "Window", keyed: first },
  windowAll: { name: "Window", keyed: first, traits: { nonParallel: true } },
  coMap: { name: "Co-Map" }, coFlatMap: { name: "Co-Flat Map" }, coProcess: { name: "Co-Process" },
  keyedCoProcess: { name: "Co-Keyed-Process", keyed: both }, intervalJoin: { name: "Interval Join", keyed: both },
  broadcastProcess: { name: "Co-Process-Broadcast", broadcast: 1 },
  keyedBroadcastProcess: { name: "Co-Process-Broadcast-Keyed", keyed: first, broadcast: 1 },
  windowJoin: { name: "Join" }, coGroup: { name: "CoGroup" },
  multiInput: { name: "Multi", traits: { chaining: "HEAD_WITH_SOURCES" } },
  legacySource: { name: "Custom Source" }, sink: { name: "Sink" }, twoPhaseSink: { name: "Sink" }, print: { name: "Print to Std. Out" },
};

/** Translates a recorded program with the product's own translation. */
export function translateGiven({ config, nodes }: GivenProgram): TranslatedProgram {
  const transformations = new Map<string, Transformation>();
  for (const node of nodes) transformations.set(node.id, transformationOf(node, transformations));
  return translate({ transformations: [...transformations.values()] }, settingsOf(config));
}

function settingsOf({ mode, checkpointInterval, ...given }: GivenConfig): GraphSettings {
  return { ...defaultGraphSettings, ...given, runtimeMode: mode, checkpointing: checkpointInterval !== undefined };
}

function transformationOf(node: GivenNode, known: ReadonlyMap<string, Transformation>): Transformation {
  const { op, description, uid, uidHash, parallelism, maxParallelism, slotSharingGroup, bufferTimeout, chain } = node;
  const method = methods[op] ?? { name: op };
  const { part: _, ...operator } = bareOperator(op);
  const own = { description, uid, uidHash, parallelism, maxParallelism, slotSharingGroup, bufferTimeout, chain };
  const settings = { ...own, name: node.name ?? method.name, operator };
  const inputs = inputsOf(node, method, known);
  switch (op) {
    case "source":
      return { ...settings, kind: "source", bounded: node.bounded === true };
    case "legacySource":
      return { ...settings, kind: "legacySource", parallel: node.parallel === true };
    case "sink":
    case "twoPhaseSink":
      return { ...settings, kind: "sink", inputs, committing: op === "twoPhaseSink" };
    case "print":
      return { ...settings, kind: "legacySink", inputs };
    case "windowJoin":
    case "coGroup":
      return { ...settings, kind: "coGroup", inputs };
    default:
      return { ...settings, kind: "operator", inputs, ...method.traits };
  }
}

/** keyBy is the step nearest the consumer. */
function inputsOf(node: GivenNode, { keyed = [], broadcast }: Method, known: ReadonlyMap<string, Transformation>): readonly Input[] {
  const expressions = node.ins ?? [node.in, node.in2].filter((expression) => expression !== undefined);
  return expressions.map((expression, at): Input => {
    const stream = streamOf(expression, known);
    if (at === broadcast) return { stream, broadcast: true };
    return { stream: keyed.includes(at) ? { stream, partitioner: { type: "hash", key: ["key"] } } : stream };
  });
}

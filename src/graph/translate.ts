import { committableSchema } from "./committable.ts";
import { StreamGraphBuilder } from "./stream-graph-builder.ts";
import { taggedKey, taggedSchema } from "./tagged-record.ts";
import type { GraphFinding } from "./graph-finding.ts";
import type {
  CoGroupTransformation, Input, LegacySinkTransformation, LegacySourceTransformation, OperatorTransformation, Output, Program,
  SinkTransformation, SourceTransformation, Stream, Transformation,
} from "./program.ts";
import type { EdgeDraft, NodeDraft, NodeHandle } from "./stream-graph-builder.ts";
import type { ChainingStrategy, GraphSettings, JobType, OperatorPart, Partitioner, StreamGraph } from "./stream-graph.ts";

/** The stream graph of a program, with the way back from it. */
export interface TranslatedProgram {
  readonly graph: StreamGraph;
  /** What Flink refuses while it translates; nothing that can be read off the graph itself (see `validateStreamGraph`). */
  readonly findings: readonly GraphFinding[];
  /** Transformation that each node stems from, by node id. */
  readonly transformations: readonly Transformation[];
  /** Output that each edge carries, by edge id; undefined between the nodes of one transformation. */
  readonly outputs: readonly (Output | undefined)[];
}

/**
 * Makes the stream graph of a program as Flink's StreamGraphGenerator does: runtime mode, names, parallelism, chaining, partitioners and
 * inputs of nodes, writer and committer of a sink, the three nodes of a co-group. [GR70]
 */
export function translate(program: Program, settings: GraphSettings): TranslatedProgram {
  const counting = unboundedSources(program);
  const isBatch = settings.runtimeMode === "BATCH" || (settings.runtimeMode === "AUTOMATIC" && counting.size === 0);
  const translator = new Translator(settings, isBatch ? "BATCH" : "STREAMING");
  for (const transformation of program.transformations) translator.add(transformation);
  return translator.finish(isBatch ? counting : new Set());
}

/** One edge that a stream makes where it is read. */
interface Part {
  readonly output: Output;
  readonly partitioner?: Partitioner;
  readonly partitionerIdentity?: string | undefined;
}

class Translator {
  readonly #jobType: JobType;
  readonly #builder: StreamGraphBuilder;
  /** Node that holds the main and the side outputs of each transformation. */
  readonly #nodes = new Map<Transformation, NodeHandle>();
  readonly #stems = new Map<NodeHandle, Transformation>();
  readonly #outputs: (Output | undefined)[] = [];
  readonly #parts = new Map<Stream, readonly Part[]>();
  #customs = 0;

  constructor(settings: GraphSettings, jobType: JobType) {
    this.#jobType = jobType;
    this.#builder = new StreamGraphBuilder(settings, jobType);
  }

  add(transformation: Transformation): void {
    switch (transformation.kind) {
      case "source":
      case "legacySource":
        return this.#addNode(transformation, sourceDraft(transformation), []);
      case "operator":
        return this.#addOperator(transformation);
      case "coGroup":
        return this.#addCoGroup(transformation);
      case "sink":
        return this.#addSink(transformation);
      case "legacySink":
        return this.#addLegacySink(transformation);
    }
  }

  finish(refused: ReadonlySet<Transformation>): TranslatedProgram {
    const graph = this.#builder.build();
    const transformations = this.#builder.nodes().map((node) => {
      const stem = this.#stems.get(node);
      if (stem === undefined) throw new RangeError("node of no transformation");
      return stem;
    });
    const findings = [...refused].map((source) => batchUnbounded(source, transformations.indexOf(source)));
    return { graph, findings, transformations, outputs: this.#outputs };
  }

  #addOperator(operator: OperatorTransformation): void {
    const { inputs, inheritsParallelism, nonParallel, yielding } = operator;
    const edges = this.#edges(operator);
    const [first] = edges;
    const inherited = inheritsParallelism === true && first !== undefined ? this.#builder.parallelismOf(first.from) : undefined;
    const draft = draftOf(operator);
    const isBroadcastConnected = inputs.some(({ broadcast }) => broadcast === true);
    const isKeyed = edges.some(({ partitioner }) => partitioner?.type === "hash");
    this.#addNode(operator, {
      ...draft,
      parallelism: nonParallel === true ? 1 : (draft.parallelism ?? inherited),
      maxParallelism: nonParallel === true ? 1 : draft.maxParallelism,
      chaining: this.#chaining(isBroadcastConnected ? { ...operator, chain: undefined } : operator, isKeyed),
      kind: yielding === true ? "yielding" : "operator",
    }, edges);
  }

  /** In BATCH an operator on a keyed input begins a chain. [GR8] */
  #chaining({ chain, chaining = "ALWAYS" }: Pick<OperatorTransformation, "chain" | "chaining">, isKeyed: boolean): ChainingStrategy {
    if (chain === "never" || chaining === "NEVER") return "NEVER";
    if (chaining !== "ALWAYS") return chaining;
    return chain === "head" || (isKeyed && this.#jobType === "BATCH") ? "HEAD" : "ALWAYS";
  }

  #addLegacySink(sink: LegacySinkTransformation): void {
    this.#addNode(sink, { ...draftOf(sink), name: `Sink: ${sink.name}` }, this.#edges(sink));
  }

  /** Its writer, and its committer where it has one; a description has no effect on either. [GR5] */
  #addSink(sink: SinkTransformation): void {
    const { description: _, ...draft } = draftOf(sink, "writer");
    const none = { fields: [] };
    const writer: NodeDraft = {
      ...draft,
      name: `${sink.name}: Writer`,
      kind: "yielding",
      operator: { ...draft.operator, outputSchema: sink.committing ? committableSchema : none },
    };
    const committer: NodeDraft = {
      ...draft,
      name: `${sink.name}: Committer`,
      uid: sink.uid === undefined ? undefined : `Sink Committer: ${sink.uid}`,
      operator: {
        ...draft.operator,
        part: "committer",
        inputSchemas: [committableSchema],
        keys: [undefined],
        outputSchema: none,
        serviceTimeMs: undefined,
      },
    };
    const nodes = this.#builder.addSink(writer, this.#edges(sink), sink.committing ? committer : undefined);
    for (const node of nodes) this.#stems.set(node, sink);
    if (sink.committing) this.#outputs.push(undefined);
  }

  /** A map per input tags the records, the window operator reads the union of both by key. [GR72] */
  #addCoGroup(coGroup: CoGroupTransformation): void {
    const { inputs, operator } = coGroup;
    const tagged = taggedSchema(operator);
    const key = taggedKey(operator);
    const taggers = inputs.map((input, at) => {
      const edges = this.#inputEdges(input, 0);
      const parallelism = edges[0] && this.#builder.parallelismOf(edges[0].from);
      const node = this.#builder.add({
        name: "Map",
        kind: "operator",
        parallelism,
        operator: {
          ...operator,
          part: "tagger",
          inputSchemas: [operator.inputSchemas[at] ?? { fields: [] }],
          keys: [operator.keys[at]],
          outputSchema: tagged,
          sideOutputs: [],
          serviceTimeMs: undefined,
        },
      }, edges);
      this.#stems.set(node, coGroup);
      return node;
    });
    const draft = draftOf(coGroup);
    this.#outputs.push(...taggers.map(() => undefined));
    this.#name(coGroup, this.#builder.add({
      ...draft,
      chaining: this.#chaining(coGroup, true),
      operator: { ...draft.operator, inputSchemas: [tagged], keys: [key] },
    }, taggers.map((from) => ({ from, input: 0, partitioner: { type: "hash", key } }))));
  }

  #addNode(transformation: Transformation, draft: NodeDraft, edges: readonly EdgeDraft[]): void {
    this.#name(transformation, this.#builder.add(draft, edges));
  }

  #name(transformation: Transformation, node: NodeHandle): void {
    this.#nodes.set(transformation, node);
    this.#stems.set(node, transformation);
  }

  /** Inputs are numbered from 0 for one-input operators, from 1 for the others. */
  #edges(transformation: OperatorTransformation | SinkTransformation | LegacySinkTransformation): readonly EdgeDraft[] {
    const { inputs } = transformation;
    const takesMany = inputs.length > 1 || (transformation.kind === "operator" && transformation.chaining === "HEAD_WITH_SOURCES");
    return inputs.flatMap((input, at) => this.#inputEdges(input, takesMany ? at + 1 : 0));
  }

  #inputEdges({ stream, broadcast }: Input, input: number): readonly EdgeDraft[] {
    return this.#partsOf(stream).map(({ output, partitioner, partitionerIdentity }): EdgeDraft => {
      const from = this.#nodes.get(output.from);
      if (from === undefined) throw new RangeError(`[GR70] "${output.from.name}" comes behind what reads it`);
      this.#outputs.push(output);
      const { tag, latencyMs } = output;
      if (broadcast === true) return { from, tag, latencyMs, input, partitioner: { type: "broadcast" } };
      return { from, tag, latencyMs, input, partitioner, partitionerIdentity };
    });
  }

  /** Of several partition steps the one nearest the consumer wins; a custom one is one partitioner for all it distributes. [GR31] */
  #partsOf(stream: Stream): readonly Part[] {
    if ("from" in stream) return [{ output: stream }];
    const known = this.#parts.get(stream);
    if (known !== undefined) return known;
    const parts = "union" in stream ? stream.union.flatMap((part) => this.#partsOf(part)) : this.#distributed(stream);
    this.#parts.set(stream, parts);
    return parts;
  }

  #distributed({ stream, partitioner }: Extract<Stream, { readonly partitioner: Partitioner }>): readonly Part[] {
    const partitionerIdentity = partitioner.type === "custom" ? `custom ${this.#customs++}` : undefined;
    return this.#partsOf(stream).map(({ output }) => ({ output, partitioner, partitionerIdentity }));
  }
}

function draftOf({ operator, name, chain, ...settings }: Transformation, part: OperatorPart = "operator"): NodeDraft {
  const { description, parallelism, maxParallelism, uid, uidHash, slotSharingGroup, bufferTimeout } = settings;
  const chaining = chain === "never" ? "NEVER" : chain === "head" ? "HEAD" : "ALWAYS";
  const own = { description, parallelism, maxParallelism, uid, uidHash, slotSharingGroup, bufferTimeout };
  return { ...own, name, chaining, kind: "operator", operator: { ...operator, part } };
}

function sourceDraft(source: SourceTransformation | LegacySourceTransformation): NodeDraft {
  const draft: NodeDraft = { ...draftOf(source, "source"), name: `Source: ${source.name}`, kind: source.kind };
  if (source.kind === "source") return draft;
  return { ...draft, parallelism: source.parallel ? draft.parallelism : 1, chaining: source.chain === "never" ? "NEVER" : "HEAD" };
}

/**
 * Sources without end that count for the choice of the runtime mode: those that any operator reads, of the broadcast-connected ones
 * only the main output that is read as it is (as Flink counts them). [GR71]
 */
function unboundedSources({ transformations }: Program): ReadonlySet<Transformation> {
  const counting = new Set<Transformation>();
  const seen = new Set<Stream>();
  const count = (stream: Stream): void => {
    if (seen.has(stream)) return;
    seen.add(stream);
    if ("union" in stream) stream.union.forEach(count);
    else if ("stream" in stream) count(stream.stream);
    else if (stream.from.kind === "legacySource" || (stream.from.kind === "source" && !stream.from.bounded)) counting.add(stream.from);
  };
  for (const transformation of transformations) {
    const inputs = "inputs" in transformation ? transformation.inputs : [];
    const isConnected = inputs.some(({ broadcast }) => broadcast === true);
    for (const { stream, broadcast } of inputs) {
      if (!isConnected || (broadcast !== true && "from" in stream && stream.tag === undefined)) count(stream);
    }
  }
  return counting;
}

function batchUnbounded({ name }: Transformation, node: number): GraphFinding {
  return {
    severity: "error",
    code: "config.batch-unbounded",
    message: `"${name}" never ends, and execution.runtime-mode is BATCH. Bound the source, or choose STREAMING.`,
    values: { name },
    node,
    field: "execution.runtime-mode",
  };
}

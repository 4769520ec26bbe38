import { partitionerTraits } from "./partitioner-traits.ts";
import type { NodeSettings } from "./program.ts";
import type {
  ChainingStrategy, GraphSettings, JobType, NodeKind, NodeOperator, Partitioner, StreamEdge, StreamGraph, StreamNode,
} from "./stream-graph.ts";

/** A node to be: what is said of it, and what it runs. */
export interface NodeDraft extends NodeSettings {
  readonly chaining?: ChainingStrategy | undefined;
  readonly kind: NodeKind;
  readonly operator: NodeOperator;
}

/** One edge into a node. */
export interface EdgeDraft {
  readonly from: NodeHandle;
  /** 0 for one-input nodes, 1, 2, ... for the others. */
  readonly input: number;
  /** Absent: forward, or rebalance where parallelism differs. */
  readonly partitioner?: Partitioner | undefined;
  /** Default: the partitioner's type, for `hash` and `custom` with the consuming node. */
  readonly partitionerIdentity?: string | undefined;
  readonly tag?: string | undefined;
  readonly exchange?: StreamEdge["exchange"];
  readonly latencyMs?: number | undefined;
  /** False: never unaligned, whatever the partitioner (writer to committer). */
  readonly unaligned?: boolean;
}

/** Node of a builder, before ids are given. */
export type NodeHandle = { readonly order: number };

interface Entry {
  readonly handle: NodeHandle;
  readonly draft: NodeDraft;
  readonly parallelism: number;
  readonly slotSharingGroup: string;
  /** Writers and committers get their ids behind all other nodes. */
  readonly last: boolean;
}

type RawEdge = Omit<StreamEdge, "source" | "target" | "unaligned"> & {
  readonly source: Entry;
  readonly target: Entry;
  readonly mayBeUnaligned: boolean;
};

/**
 * Collects a program's operators in program order, inputs before the operators that read them, and makes the stream graph of
 * them as Flink's StreamGraphGenerator does: default parallelism, partitioners and slot sharing groups, node ids, edge order.
 */
export class StreamGraphBuilder {
  readonly #settings: GraphSettings;
  readonly #jobType: JobType;
  readonly #entries: Entry[] = [];
  readonly #edges: RawEdge[] = [];

  constructor(settings: GraphSettings, jobType: JobType) {
    this.#settings = settings;
    this.#jobType = jobType;
  }

  /** Adds a source or an operator; edges are created in the order of `inputs`. [GR3] */
  add(draft: NodeDraft, inputs: readonly EdgeDraft[]): NodeHandle {
    return this.#add(draft, inputs, false).handle;
  }

  /** Adds a sink as its writer and, when given, its committer; their edges take the sink's place in the program. [GR3] [GR5] */
  addSink(writer: NodeDraft, inputs: readonly EdgeDraft[], committer: NodeDraft | undefined): readonly NodeHandle[] {
    const { handle } = this.#add(writer, inputs, true);
    if (committer === undefined) return [handle];
    const exchange = this.#jobType === "BATCH" ? "BATCH" : "UNDEFINED";
    return [handle, this.#add(committer, [{ from: handle, input: 0, exchange, unaligned: false }], true).handle];
  }

  parallelismOf(handle: NodeHandle): number {
    return this.#entry(handle).parallelism;
  }

  /** Its nodes in the order of their ids; a source that nothing reads is none. [GR3] */
  nodes(): readonly NodeHandle[] {
    return this.#ordered().map(({ handle }) => handle);
  }

  build(): StreamGraph {
    const ordered = this.#ordered();
    const ids = new Map(ordered.map((entry, id) => [entry, id]));
    const aligned = new Set(this.#edges.filter((edge) => !edge.mayBeUnaligned).map((edge) => edge.target));
    const edges = this.#edges.map((edge) => finishEdge(edge, ids, aligned));
    const into = Map.groupBy(edges, (edge) => edge.target);
    const outOf = Map.groupBy(edges, (edge) => edge.source);
    return {
      jobName: this.#settings.jobName ?? (this.#jobType === "BATCH" ? "Flink Batch Job" : "Flink Streaming Job"),
      jobType: this.#jobType,
      settings: this.#settings,
      nodes: ordered.map((entry, id) => this.#finishNode(entry, { id, inEdges: into.get(id) ?? [], outEdges: outOf.get(id) ?? [] })),
    };
  }

  #ordered(): readonly Entry[] {
    const read = new Set(this.#edges.map((edge) => edge.source));
    const used = this.#entries.filter((entry) => !isSource(entry.draft) || read.has(entry));
    return [...used.filter((entry) => !entry.last), ...used.filter((entry) => entry.last)];
  }

  #add(draft: NodeDraft, inputs: readonly EdgeDraft[], last: boolean): Entry {
    const entry: Entry = {
      handle: { order: this.#entries.length },
      draft,
      parallelism: draft.parallelism ?? this.#settings.parallelism,
      slotSharingGroup: draft.slotSharingGroup ?? this.#inheritedGroup(inputs),
      last,
    };
    this.#entries.push(entry);
    for (const input of inputs) this.#edges.push(this.#edge(input, entry));
    return entry;
  }

  #edge(draft: EdgeDraft, target: Entry): RawEdge {
    const source = this.#entry(draft.from);
    const partitioner = draft.partitioner ?? { type: source.parallelism === target.parallelism ? "forward" : "rebalance" };
    const distinct = partitioner.type === "hash" || partitioner.type === "custom";
    return {
      id: this.#edges.length,
      source,
      target,
      input: draft.input,
      partitioner,
      partitionerIdentity: draft.partitionerIdentity ?? (distinct ? `${partitioner.type} ${target.handle.order}` : partitioner.type),
      exchange: draft.exchange ?? "UNDEFINED",
      tag: draft.tag,
      mayBeUnaligned: draft.unaligned !== false && partitionerTraits[partitioner.type].unalignedCheckpoints,
      latencyMs: draft.latencyMs,
    };
  }

  /** Group of the inputs when all agree, else "default". [GR4] */
  #inheritedGroup(inputs: readonly EdgeDraft[]): string {
    const groups = new Set(inputs.map((input) => this.#entry(input.from).slotSharingGroup));
    const [only] = groups;
    return groups.size === 1 && only !== undefined ? only : "default";
  }

  #entry(handle: NodeHandle): Entry {
    const entry = this.#entries[handle.order];
    if (entry?.handle !== handle) throw new RangeError("node of another builder");
    return entry;
  }

  #finishNode({ draft, parallelism, slotSharingGroup }: Entry, place: Pick<StreamNode, "id" | "inEdges" | "outEdges">): StreamNode {
    return {
      ...place,
      name: draft.name,
      description: draft.description ?? draft.name,
      parallelism,
      maxParallelism: draft.maxParallelism ?? this.#settings.maxParallelism,
      uid: draft.uid,
      uidHash: draft.uidHash,
      slotSharingGroup,
      chaining: draft.chaining ?? "ALWAYS",
      bufferTimeout: this.#bufferTimeout(draft.bufferTimeout ?? -1),
      kind: draft.kind,
      operator: draft.operator,
    };
  }

  /** BATCH knows no default timeout; only a value set on the operator stays. */
  #bufferTimeout(own: number): number {
    if (own >= 0) return own;
    return this.#jobType === "BATCH" ? -1 : this.#settings.bufferTimeout;
  }
}

/** One edge that cannot be unaligned takes the ability from all edges into its node. [GR7] */
function finishEdge(edge: RawEdge, ids: ReadonlyMap<Entry, number>, aligned: ReadonlySet<Entry>): StreamEdge {
  const { source, target, mayBeUnaligned: _, ...rest } = edge;
  return { ...rest, source: ids.get(source) ?? -1, target: ids.get(target) ?? -1, unaligned: !aligned.has(target) };
}

const isSource = (draft: NodeDraft): boolean => draft.kind === "source" || draft.kind === "legacySource";

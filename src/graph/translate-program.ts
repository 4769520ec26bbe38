import { committableSchema } from "./committable.ts";
import { functionTexts } from "./function-texts.ts";
import { StreamGraphBuilder } from "./stream-graph-builder.ts";
import type { Schema } from "../stream/logical-type.ts";
import type { PortSchemas } from "./infer-schemas.ts";
import type { DocumentEdge, DocumentPartitioner } from "./job-document.ts";
import type { Program, ProgramOperator } from "./program.ts";
import type { EdgeDraft, NodeDraft, NodeHandle } from "./stream-graph-builder.ts";
import type { ChainingStrategy, GraphSettings, NodeOperator, StreamGraph } from "./stream-graph.ts";

/** One stream that ends at an input, with the unions on its way taken out. */
interface Part {
  readonly from: NodeHandle;
  readonly tag: string | undefined;
  readonly partitioner: DocumentPartitioner | undefined;
  readonly documentEdge: string;
}

const chainings: Readonly<Record<"always" | "head" | "never", ChainingStrategy>> = { always: "ALWAYS", head: "HEAD", never: "NEVER" };

/**
 * Stream graph of a program without errors: sources and operators become nodes, sinks a writer and perhaps a committer, unions
 * disappear. Nodes and edges are in program order (semantics 1.4). [GR31]
 */
export function translateProgram(program: Program, schemas: PortSchemas, settings: GraphSettings): StreamGraph {
  const builder = new StreamGraphBuilder(settings, "STREAMING");
  const handles = new Map<string, NodeHandle>();
  const operators = new Map(program.operators.map((operator) => [operator.document.id, operator]));

  /** The streams that end at each union so far; a union comes behind what it reads, so nothing is followed twice. */
  const unions = new Map<string, readonly Part[]>();
  /** The streams behind `edge`: itself, or those that end at the union it comes from. The partitioner nearest the consumer wins. */
  const partsOf = (edge: DocumentEdge): readonly Part[] => {
    const union = unions.get(edge.from.operator);
    if (union !== undefined) return union.map((part) => ({ ...part, partitioner: edge.partitioner ?? part.partitioner }));
    const from = handles.get(edge.from.operator);
    if (from === undefined) throw new RangeError(`[GR31] "${edge.from.operator}" comes before what reads it`);
    const tag = operators.get(edge.from.operator)?.outputs.find((port) => port.name === edge.from.port)?.tag;
    return [{ from, tag, partitioner: edge.partitioner, documentEdge: edge.id }];
  };

  for (const operator of program.operators) {
    if (operator.descriptor.translation.kind === "union") {
      unions.set(operator.document.id, operator.edges.flatMap(partsOf));
      continue;
    }
    const inputs = operator.inputs.flatMap((port, at) =>
      operator.edges.filter((edge) => edge.to.port === port.name).flatMap(partsOf)
        .map((part): EdgeDraft => ({ ...part, input: operator.inputs.length === 1 ? 0 : at + 1 })));
    const spec = nodeOperator(operator, schemas);
    const { translation } = operator.descriptor;
    if (translation.kind === "sink") addSink(builder, { operator, spec, inputs });
    else {
      const [first] = inputs;
      const isAssigner = operator.descriptor.assignsWatermarks !== undefined;
      const inherited = isAssigner && first !== undefined ? builder.parallelismOf(first.from) : undefined;
      handles.set(operator.document.id, builder.add(nodeDraft(operator, spec, inherited), inputs));
    }
  }
  return builder.build();
}

function nodeDraft({ document, descriptor, config }: ProgramOperator, operator: NodeOperator, inherited: number | undefined): NodeDraft {
  const { translation } = descriptor;
  const name = document.name === "" ? descriptor.flinkName(config) : document.name;
  const isSource = translation.kind === "source";
  const chain = document.chain ?? (translation.kind === "operator" ? translation.chaining : "always");
  return {
    name: isSource && !name.startsWith("Source: ") ? `Source: ${name}` : name,
    parallelism: document.parallelism ?? inherited,
    maxParallelism: document.maxParallelism,
    uid: document.uid,
    slotSharingGroup: document.slotSharingGroup,
    chaining: chainings[chain],
    kind: isSource ? "source" : "operator",
    operator,
  };
}

interface SinkParts {
  readonly operator: ProgramOperator;
  readonly spec: NodeOperator;
  readonly inputs: readonly EdgeDraft[];
}

function addSink(builder: StreamGraphBuilder, { operator, spec, inputs }: SinkParts): void {
  const { document, descriptor, config } = operator;
  const draft = nodeDraft(operator, spec, undefined);
  const committing = descriptor.translation.kind === "sink" && descriptor.translation.committing(config);
  const writer: NodeDraft = {
    ...draft,
    name: `${draft.name}: Writer`,
    kind: "yielding",
    operator: { ...spec, part: "writer", outputSchema: committing ? committableSchema : { fields: [] } },
  };
  const committer: NodeDraft = {
    ...draft,
    name: `${draft.name}: Committer`,
    uid: document.uid === undefined ? undefined : `Sink Committer: ${document.uid}`,
    operator: {
      ...spec,
      part: "committer",
      inputSchemas: [committableSchema],
      keys: [undefined],
      outputSchema: { fields: [] },
      serviceTimeMs: undefined,
    },
  };
  builder.addSink(writer, inputs, committing ? committer : undefined);
}

function nodeOperator({ document, descriptor, config, inputs, outputs }: ProgramOperator, schemas: PortSchemas): NodeOperator {
  const known = schemas.inputs.get(document.id) ?? {};
  const produced: Readonly<Record<string, Schema>> = schemas.outputs.get(document.id) ?? {};
  const none: Schema = { fields: [] };
  const main = outputs.find((port) => port.tag === undefined);
  return {
    type: document.type,
    part: descriptor.translation.kind === "source" ? "source" : "operator",
    config,
    hasFunctions: functionTexts(descriptor.config, config).length > 0,
    documentId: document.id,
    inputSchemas: inputs.map((port) => known[port.name]?.schema ?? none),
    keys: inputs.map((port) => known[port.name]?.key),
    outputSchema: (main && produced[main.name]) ?? none,
    sideOutputs: outputs.flatMap((port) =>
      port.tag === undefined ? [] : [{ tag: port.tag, schema: produced[port.name] ?? none }]),
    serviceTimeMs: document.serviceTimeMs,
  };
}

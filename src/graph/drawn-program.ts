import { functionTexts } from "./function-texts.ts";
import type { Schema } from "../stream/logical-type.ts";
import type { DrawnOperator, Drawing } from "./drawing.ts";
import type { PortSchemas } from "./infer-schemas.ts";
import type { DocumentEdge, RunPace } from "./job-document.ts";
import type { Origins } from "./origins.ts";
import type { Input, OperatorSpec, Output, Program, Stream, Transformation } from "./program.ts";
import type { ChainingStrategy, SourcePace } from "./stream-graph.ts";
import { sourcePaces } from "./drawn-paces.ts";
import type { TranslatedProgram } from "./translate.ts";

/** The program that a drawing is, and the way back to the drawing. */
export interface DrawnProgram {
  readonly program: Program;
  originsOf(translation: Pick<TranslatedProgram, "transformations" | "outputs">): Origins;
}

const chainings: Readonly<Record<"always" | "head" | "never", ChainingStrategy>> = { always: "ALWAYS", head: "HEAD", never: "NEVER" };

/** Program of a drawing without errors: each operator is a transformation, a union is a stream. [GR31] */
export function drawnProgram(drawing: Drawing, schemas: PortSchemas, pace?: RunPace): DrawnProgram {
  const paces = sourcePaces(drawing, schemas, pace);
  const transformations = new Map<string, Transformation>();
  const operators = new Map(drawing.operators.map((operator) => [operator.document.id, operator]));
  const drawnEdges = new Map<Output, string>();
  /** The streams that end at each union so far; a union comes behind what it reads, so nothing is followed twice. */
  const unions = new Map<string, readonly Stream[]>();

  const streamsOf = (edge: DocumentEdge): readonly Stream[] => {
    const { partitioner, latencyMs } = edge;
    const union = unions.get(edge.from.operator);
    if (union !== undefined) return partitioner === undefined ? union : union.map((stream) => ({ stream, partitioner }));
    const from = transformations.get(edge.from.operator);
    if (from === undefined) throw new RangeError(`[GR30] "${edge.from.operator}" comes before what reads it`);
    const tag = operators.get(edge.from.operator)?.outputs.find((port) => port.name === edge.from.port)?.tag;
    const output: Output = { from, tag, latencyMs };
    drawnEdges.set(output, edge.id);
    return [partitioner === undefined ? output : { stream: output, partitioner }];
  };

  for (const operator of drawing.operators) {
    const { id } = operator.document;
    if (operator.descriptor.translation.kind === "union") {
      unions.set(id, operator.edges.flatMap(streamsOf));
      continue;
    }
    const inputs = operator.inputs.map((port): Input => {
      const union = operator.edges.filter((edge) => edge.to.port === port.name).flatMap(streamsOf);
      const [only] = union;
      const stream: Stream = union.length === 1 && only !== undefined ? only : { union };
      return { stream, broadcast: port.accepts === "broadcast" };
    });
    transformations.set(id, transformationOf(operator, inputs, specOf(operator, schemas, paces.get(id))));
  }
  const ids = new Map([...transformations].map(([id, transformation]) => [transformation, id]));
  return {
    program: { transformations: [...transformations.values()] },
    originsOf: (translation) => ({
      nodes: translation.transformations.map((transformation) => ids.get(transformation) ?? ""),
      edges: translation.outputs.map((output) => (output && drawnEdges.get(output)) ?? ""),
    }),
  };
}

function transformationOf(
  { document, descriptor, config }: DrawnOperator, inputs: readonly Input[], operator: OperatorSpec,
): Transformation {
  const { translation } = descriptor;
  const { parallelism, maxParallelism, uid, slotSharingGroup, chain } = document;
  const name = document.name === "" ? descriptor.flinkName(config) : document.name;
  const settings = { name, parallelism, maxParallelism, uid, slotSharingGroup, chain, operator };
  switch (translation.kind) {
    case "source":
      return { ...settings, kind: "source", name: withoutPrefix(name), bounded: translation.bounded(config) };
    case "sink":
      return { ...settings, kind: "sink", inputs, committing: translation.committing(config) };
    case "operator": {
      const inheritsParallelism = descriptor.assignsWatermarks !== undefined;
      // What the author says stands in place of the operator's own.
      const chaining = chain === undefined ? chainings[translation.chaining] : undefined;
      return { ...settings, kind: "operator", inputs, chaining, inheritsParallelism };
    }
    case "union":
      throw new RangeError("[GR31] a union is no transformation");
  }
}

const sourcePrefix = "Source: ";

/** Imported names have the prefix that the translation adds. */
const withoutPrefix = (name: string): string => (name.startsWith(sourcePrefix) ? name.slice(sourcePrefix.length) : name);

function specOf(
  { document, descriptor, config, inputs, outputs }: DrawnOperator, schemas: PortSchemas, sourcePace: SourcePace | undefined,
): OperatorSpec {
  const known = schemas.inputs.get(document.id) ?? {};
  const produced: Readonly<Record<string, Schema>> = schemas.outputs.get(document.id) ?? {};
  const none: Schema = { fields: [] };
  const main = outputs.find((port) => port.tag === undefined);
  return {
    type: document.type,
    config,
    hasFunctions: functionTexts(descriptor.config, config).length > 0,
    inputSchemas: inputs.map((port) => known[port.name]?.schema ?? none),
    keys: inputs.map((port) => known[port.name]?.key),
    outputSchema: (main && produced[main.name]) ?? none,
    sideOutputs: outputs.flatMap((port) =>
      port.tag === undefined ? [] : [{ tag: port.tag, schema: produced[port.name] ?? none }]),
    serviceTimeMs: document.serviceTimeMs,
    ...(sourcePace && { sourcePace }),
  };
}

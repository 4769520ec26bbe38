import { excerpt, excerptList } from "../base/excerpt.ts";
import { keyProblem } from "../stream/key-selector.ts";
import { LogicalTypeError, schemaText } from "../stream/logical-type-text.ts";
import type { Schema } from "../stream/logical-type.ts";
import { checkNames } from "./check-names.ts";
import type { Inference, InputInfo, InputPort } from "./descriptor.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { DocumentEdge } from "./job-document.ts";
import { titleOf } from "./drawing.ts";
import type { Drawing, DrawnOperator } from "./drawing.ts";

/** Schemas at the ports of every operator, as far as they are known. */
export interface PortSchemas {
  /** Per operator, by input port. Ports without an edge, and edges whose schema is not known, are absent. */
  readonly inputs: ReadonlyMap<string, Readonly<Record<string, InputInfo>>>;
  /** Per operator, by output port. */
  readonly outputs: ReadonlyMap<string, Readonly<Record<string, Schema>>>;
}

/** Walks a drawing from its sources down and asks every operator what comes out of it; checks inputs, keys and unions. */
export function inferSchemas(drawing: Drawing): PortSchemas & { readonly diagnostics: readonly Diagnostic[] } {
  const inputs = new Map<string, Readonly<Record<string, InputInfo>>>();
  const outputs = new Map<string, Readonly<Record<string, Schema>>>();
  const diagnostics: Diagnostic[] = [];
  for (const operator of drawing.operators) {
    const { id } = operator.document;
    const schemaOn = (edge: DocumentEdge): Schema | undefined => outputs.get(edge.from.operator)?.[edge.from.port];
    const known: Record<string, InputInfo> = {};
    let complete = true;
    for (const port of operator.inputs) {
      const edges = operator.edges.filter((edge) => edge.to.port === port.name);
      diagnostics.push(...checkPort(operator, port, edges), ...edges.flatMap((edge) => checkPartitioner(edge, schemaOn(edge))));
      diagnostics.push(...checkUnion(edges, schemaOn));
      const info = inputInfo(edges, schemaOn);
      if (info === undefined) complete = false;
      else known[port.name] = info;
    }
    inputs.set(id, known);
    if (!complete) continue;
    const inference = inferNamed(operator, known);
    diagnostics.push(...inference.diagnostics.map((diagnostic) => ({ operator: id, ...diagnostic })));
    outputs.set(id, inference.outputs);
  }
  return { inputs, outputs, diagnostics };
}

/** What `infer` gives, when its names can be names: no column and no output that cannot be one goes further. [CD13] */
function inferNamed(operator: DrawnOperator, inputs: Readonly<Record<string, InputInfo>>): Inference {
  const inference = infer(operator, inputs);
  const wrong = checkNames(operator.outputs, inference.outputs);
  return wrong.length === 0 ? inference : { outputs: {}, diagnostics: [...inference.diagnostics, ...wrong] };
}

/** Texts of types inside a configuration are read by `infer`; one that cannot be read is the author's mistake, not a defect. */
function infer({ descriptor, config }: DrawnOperator, inputs: Readonly<Record<string, InputInfo>>): Inference {
  try {
    return descriptor.infer(config, inputs);
  } catch (error) {
    if (!(error instanceof LogicalTypeError)) throw error;
    const message = `A type cannot be read: ${error.message}.`;
    return { outputs: {}, diagnostics: [{ severity: "error", code: "operator.type", message, values: { reason: error.message } }] };
  }
}

function inputInfo(edges: readonly DocumentEdge[], schemaOn: (edge: DocumentEdge) => Schema | undefined): InputInfo | undefined {
  const [first] = edges;
  const schema = first && schemaOn(first);
  if (schema === undefined) return undefined;
  return { schema, key: first?.partitioner?.type === "hash" ? first.partitioner.key : undefined };
}

function checkPort(operator: DrawnOperator, port: InputPort, edges: readonly DocumentEdge[]): readonly Diagnostic[] {
  const { id } = operator.document;
  const title = titleOf(operator);
  if (edges.length === 0) {
    if (operator.brokenInputs.has(port.name)) return [];
    return [{
      severity: "error",
      code: "input.unconnected",
      message: `Nothing is connected to input "${port.name}" of "${title}". Draw an edge to it, or remove the operator.`,
      values: { port: port.name },
      operator: id,
    }];
  }
  const found: Diagnostic[] = [];
  if (edges.length > 1 && !port.many) {
    found.push({
      severity: "error",
      code: "input.too-many",
      message: `Input "${port.name}" of "${title}" takes one edge, ${edges.length} end there. Put a union in front of it.`,
      values: { port: port.name, edges: edges.length },
      operator: id,
    });
  }
  for (const edge of edges) {
    const { accepts, name } = port;
    const refused = accepts !== "any" && edge.partitioner?.type !== wantedPartitioners[accepts];
    if (refused) found.push({ severity: "error", ...refusals[accepts](title, name), values: { port: name }, operator: id, edge: edge.id });
  }
  return found;
}

const wantedPartitioners = { keyed: "hash", broadcast: "broadcast" } as const;

/** What to say of an edge that is not partitioned as its input asks for. [GR75] */
const refusals = {
  keyed: (title: string, port: string) => ({
    code: "input.not-keyed",
    message: `"${title}" keeps state per key. Set the partitioner of the edge into "${port}" to hash and choose its key fields.`,
  }),
  broadcast: (title: string, port: string) => ({
    code: "input.not-broadcast",
    message: `Every subtask of "${title}" needs all that arrives at "${port}". Set the partitioner of that edge to broadcast.`,
  }),
};

function checkPartitioner({ id, partitioner }: DocumentEdge, schema: Schema | undefined): readonly Diagnostic[] {
  if (schema === undefined || (partitioner?.type !== "hash" && partitioner?.type !== "custom")) return [];
  const names = partitioner.type === "hash" ? partitioner.key : [partitioner.key];
  return names.flatMap((name): readonly Diagnostic[] => {
    const field = schema.fields.find((candidate) => candidate.name === name);
    if (field === undefined) {
      const fields = excerptList(schema.fields.map((candidate) => candidate.name));
      return [{
        severity: "error",
        code: "edge.key-unknown",
        message: `The records of this edge have no field "${name}". Choose the key among ${fields}.`,
        values: { field: name, fields },
        edge: id,
      }];
    }
    const problem = keyProblem(field.type);
    if (problem === undefined || partitioner.type === "custom") return [];
    return [{
      severity: "error",
      code: "edge.key-type",
      message: `Field "${name}" of type ${field.type.type} cannot be a key: ${problem}. Choose another field.`,
      values: { field: name, type: field.type.type, problem },
      edge: id,
    }];
  });
}

/** Streams that end at one input have the same fields, and the same key where they are keyed. [GR33] */
function checkUnion(edges: readonly DocumentEdge[], schemaOn: (edge: DocumentEdge) => Schema | undefined): readonly Diagnostic[] {
  const [first, ...others] = edges;
  const wanted = first && schemaOn(first);
  if (first === undefined || wanted === undefined) return [];
  return others.flatMap((edge): readonly Diagnostic[] => {
    const schema = schemaOn(edge);
    if (schema !== undefined && !sameSchema(wanted, schema)) {
      return [{
        severity: "error",
        code: "edge.union-schema",
        message:
          `Streams that end at one input need the same fields: (${excerpt(schemaText(wanted), 400)}) there, ` +
          `(${excerpt(schemaText(schema), 400)}) here. Map one of them.`,
        values: { wanted: excerpt(schemaText(wanted), 400), found: excerpt(schemaText(schema), 400) },
        edge: edge.id,
      }];
    }
    const isKeyed = first.partitioner?.type === "hash";
    if (isKeyed !== (edge.partitioner?.type === "hash")) {
      return [{
        severity: "error",
        code: "edge.union-key",
        message: "Of the streams that end at this input one is keyed and one is not. Key all of them or none.",
        edge: edge.id,
      }];
    }
    return [];
  });
}

const sameSchema = (left: Schema, right: Schema): boolean => left === right || schemaText(left) === schemaText(right);

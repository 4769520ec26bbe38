import type { InputPort, OperatorDescriptor, OutputPort } from "../../graph/descriptor.ts";
import type { DocumentOperator, DocumentPartitioner, JobDocument } from "../../graph/job-document.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { Catalog } from "../../graph/catalog.ts";
import type { Analysis } from "./analysis.ts";
import { indexOf } from "../document/document-index.ts";
import { wouldLoop, type PortRef } from "../document/edit-changes.ts";
import { parsedConfig } from "./parsed-config.ts";

/** Why a connection is refused: key of a message in the area `canvas`, with its values. */
export interface Refusal {
  readonly reason: "self" | "loop" | "taken" | "double" | "needsKey" | "noSuchPort" | "notAnInput";
  readonly values?: Readonly<Record<string, string>>;
}

export type Verdict =
  | { readonly allowed: false; readonly refusal: Refusal }
  /** `partitioner` is what the edge starts with: hash by a first guess of the key where the input needs one. */
  | {
      readonly allowed: true;
      readonly partitioner: DocumentPartitioner | undefined;
      readonly schema: Schema | undefined;
    };

export interface ConnectionContext {
  readonly document: JobDocument;
  readonly analysis: Analysis;
  readonly catalog: Catalog;
}

/** Ports of an operator as its present configuration makes them; those of its initial one where it does not parse. */
export function portsOf(
  operator: Pick<DocumentOperator, "type" | "config">,
  catalog: Catalog,
): { readonly inputs: readonly InputPort[]; readonly outputs: readonly OutputPort[] } {
  const descriptor = catalog.find(operator.type);
  if (!descriptor) return { inputs: [], outputs: [] };
  return portsFor(descriptor, parsedConfig(descriptor, operator.config).value);
}

export function portsFor(
  descriptor: OperatorDescriptor,
  config: unknown,
): { readonly inputs: readonly InputPort[]; readonly outputs: readonly OutputPort[] } {
  return { inputs: descriptor.inputs(config), outputs: descriptor.outputs(config) };
}

/** Whether an edge may be drawn, and why not. The rules are those of the compiler that need no configuration. [UI5] */
export function judgeConnection(context: ConnectionContext, from: PortRef, to: PortRef): Verdict {
  const { document, catalog } = context;
  const index = indexOf(document);
  const source = index.operator(from.operator);
  const target = index.operator(to.operator);
  if (!source || !target) return refuse("noSuchPort");
  const input = portsOf(target, catalog).inputs.find(({ name }) => name === to.port);
  if (!input) return refuse("notAnInput", { operator: target.name });
  if (!portsOf(source, catalog).outputs.some(({ name }) => name === from.port)) return refuse("noSuchPort");
  if (from.operator === to.operator) return refuse("self");
  if (wouldLoop(document, from.operator, to.operator)) return refuse("loop", { operator: source.name });
  const present = index.edgesInto(to.operator).filter((edge) => edge.to.port === to.port);
  if (present.some((edge) => edge.from.operator === from.operator && edge.from.port === from.port))
    return refuse("double");
  if (present.length > 0 && !input.many) return refuse("taken", { operator: target.name });
  return judgeInput(input, context.analysis.outputs.get(from.operator)?.[from.port]);
}

/** The part that depends on the input alone: does it get a key, or everything. */
export function judgeInput(input: InputPort, schema: Schema | undefined): Verdict {
  if (input.accepts === "broadcast") return { allowed: true, partitioner: { type: "broadcast" }, schema };
  if (input.accepts === "any") return { allowed: true, partitioner: undefined, schema };
  const key = guessKey(schema);
  return key === undefined ? refuse("needsKey") : { allowed: true, partitioner: { type: "hash", key: [key] }, schema };
}

/** The first text field, else the first one: words and ids are keys more often than amounts. */
export function guessKey(schema: Schema | undefined): string | undefined {
  const fields = schema?.fields ?? [];
  return (fields.find(({ type }) => type.type === "VARCHAR" || type.type === "CHAR") ?? fields[0])?.name;
}

function refuse(reason: Refusal["reason"], values?: Readonly<Record<string, string>>): Verdict {
  return { allowed: false, refusal: values ? { reason, values } : { reason } };
}

/** Input ports in the order of the document, each with the verdict on an edge from `from`. */
export function judgeTargets(
  context: ConnectionContext,
  from: PortRef,
): { readonly port: PortRef; readonly verdict: Verdict }[] {
  return context.document.operators.flatMap((operator) =>
    portsOf(operator, context.catalog).inputs.map((input) => {
      const port = { operator: operator.id, port: input.name };
      return { port, verdict: judgeConnection(context, from, port) };
    }),
  );
}

import { excerptList } from "../base/excerpt.ts";
import type { Catalog } from "./catalog.ts";
import { configProblem } from "./config-problem.ts";
import type { InputPort, OperatorDescriptor, OutputPort } from "./descriptor.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { DocumentEdge, DocumentOperator, JobDocument } from "./job-document.ts";

/** Operator of a document with its descriptor, its checked configuration and its ports. */
export interface DrawnOperator {
  readonly document: DocumentOperator;
  readonly descriptor: OperatorDescriptor;
  readonly config: unknown;
  readonly inputs: readonly InputPort[];
  readonly outputs: readonly OutputPort[];
  /** Edges into it, in the order of its ports, then of the document. */
  readonly edges: readonly DocumentEdge[];
  /** Input ports at which an edge ends that could not be followed: what is wrong with it is said there, and not again here. */
  readonly brokenInputs: ReadonlySet<string>;
  /** True: an edge that begins here could not be followed. */
  readonly brokenOutput: boolean;
}

type ResolvedOperator = Omit<DrawnOperator, "edges" | "brokenInputs" | "brokenOutput">;

/** A document whose names are resolved. What could not be resolved is left out and has a diagnostic. */
export interface Drawing {
  /** Every operator behind those it reads from, otherwise in the order of the document. Operators on a cycle are left out. [GR30] */
  readonly operators: readonly DrawnOperator[];
  /** True: every operator of the document could be resolved. */
  readonly isWhole: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Resolves the operators and edges of `document`: known types, valid configurations, ends of edges that exist, no cycles. */
export function readDrawing(document: JobDocument, catalog: Catalog): Drawing {
  const diagnostics: Diagnostic[] = duplicateIds(document);
  const byId = new Map<string, ResolvedOperator>();
  for (const operator of document.operators) {
    const resolved = resolveOperator(operator, catalog, diagnostics);
    if (resolved !== undefined) byId.set(operator.id, resolved);
  }
  const known = new Set(document.operators.map((operator) => operator.id));
  const edges = document.edges.filter((edge) => edgeIsSound(edge, { known, byId }, diagnostics));
  const ending = Map.groupBy(edges, (edge) => edge.to.operator);
  const followed = new Set(edges);
  const broken = document.edges.filter((edge) => !followed.has(edge));
  const brokenInto = Map.groupBy(broken, (edge) => edge.to.operator);
  const brokenFrom = new Set(broken.map((edge) => edge.from.operator));
  const operators = [...byId.values()].map((operator): DrawnOperator => {
    const { id } = operator.document;
    return {
      ...operator,
      edges: edgesInto(operator, ending.get(id) ?? []),
      brokenInputs: new Set(brokenInto.get(id)?.map(({ to }) => to.port)),
      brokenOutput: brokenFrom.has(id),
    };
  });
  return { operators: streamOrder(operators, diagnostics), isWhole: byId.size === document.operators.length, diagnostics };
}

function duplicateIds({ operators, edges }: JobDocument): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [noun, ids] of [["operator", operators], ["edge", edges]] as const) {
    const seen = new Set<string>();
    for (const { id } of ids) {
      if (seen.has(id)) {
        found.push({
          severity: "error",
          code: "document.duplicate-id",
          message: `Two ${noun}s have the id "${id}". Give each its own.`,
          values: { noun, id },
          [noun]: id,
        });
      }
      seen.add(id);
    }
  }
  return found;
}

function resolveOperator(
  document: DocumentOperator, catalog: Catalog, diagnostics: Diagnostic[],
): ResolvedOperator | undefined {
  const descriptor = catalog.find(document.type);
  if (descriptor === undefined) {
    diagnostics.push({
      severity: "error",
      code: "operator.unknown-type",
      message: `There is no operator called "${document.type}". It may come from a newer Weir; replace or remove it.`,
      values: { type: document.type },
      operator: document.id,
    });
    return undefined;
  }
  const parsed = descriptor.config.safeParse(document.config, { reportInput: true });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      diagnostics.push({ ...configProblem(issue, descriptor.config), operator: document.id });
    }
    return undefined;
  }
  const config = parsed.data;
  return { document, descriptor, config, inputs: descriptor.inputs(config), outputs: descriptor.outputs(config) };
}

interface Ends {
  readonly known: ReadonlySet<string>;
  readonly byId: ReadonlyMap<string, ResolvedOperator>;
}

/** False when the edge cannot be followed. Ends at operators that did not resolve have their own diagnostic already. */
function edgeIsSound(edge: DocumentEdge, { known, byId }: Ends, diagnostics: Diagnostic[]): boolean {
  for (const [end, direction] of [[edge.from, "output"], [edge.to, "input"]] as const) {
    if (!known.has(end.operator)) {
      diagnostics.push({
        severity: "error",
        code: "edge.dangling",
        message: `The edge ends at operator "${end.operator}", which is not there. Remove the edge.`,
        values: { operator: end.operator },
        edge: edge.id,
      });
      return false;
    }
    const operator = byId.get(end.operator);
    if (operator === undefined) return false;
    const ports = direction === "output" ? operator.outputs : operator.inputs;
    if (!ports.some((port) => port.name === end.port)) {
      const names = ports.map((port) => port.name).join(", ");
      diagnostics.push({
        severity: "error",
        code: "edge.unknown-port",
        message:
          `"${titleOf(operator)}" has no ${direction} "${end.port}"; there is ${names === "" ? "none" : names}. ` +
          "Connect the edge anew.",
        values: { operator: end.operator, port: end.port, direction },
        edge: edge.id,
      });
      return false;
    }
  }
  return true;
}

function edgesInto(operator: ResolvedOperator, edges: readonly DocumentEdge[]): readonly DocumentEdge[] {
  return operator.inputs.flatMap((port) => edges.filter((edge) => edge.to.port === port.name));
}

function streamOrder(operators: readonly DrawnOperator[], diagnostics: Diagnostic[]): readonly DrawnOperator[] {
  const ordered: DrawnOperator[] = [];
  const done = new Set<string>();
  const waiting = [...operators];
  for (;;) {
    const next = waiting.findIndex((operator) => operator.edges.every((edge) => done.has(edge.from.operator)));
    const [operator] = next < 0 ? [] : waiting.splice(next, 1);
    if (operator === undefined) break;
    done.add(operator.document.id);
    ordered.push(operator);
  }
  const cycle = findCycle(waiting);
  if (cycle.length > 0) {
    const path = excerptList(cycle.map(titleOf)).replaceAll(", ", " -> ");
    diagnostics.push({
      severity: "error",
      code: "job.cycle",
      message: `The stream runs in a circle: ${path}. Remove one of its edges.`,
      values: { path },
      ...(cycle[0] && { operator: cycle[0].document.id }),
    });
  }
  return ordered;
}

/** A cycle among operators each of which waits for another one, first operator repeated at the end. */
function findCycle(waiting: readonly DrawnOperator[]): readonly DrawnOperator[] {
  const byId = new Map(waiting.map((operator) => [operator.document.id, operator]));
  const path = new Map<DrawnOperator, number>();
  const before = ({ edges }: DrawnOperator): DrawnOperator | undefined =>
    edges.map((edge) => byId.get(edge.from.operator)).find((from) => from !== undefined);
  for (let at = waiting[0]; at !== undefined; at = before(at)) {
    const start = path.get(at);
    if (start !== undefined) return [...[...path.keys()].slice(start), at].toReversed();
    path.set(at, path.size);
  }
  return [];
}

/** What a person calls the operator. */
export function titleOf({ document, descriptor }: Pick<DrawnOperator, "document" | "descriptor">): string {
  return document.name === "" ? descriptor.label.en : document.name;
}

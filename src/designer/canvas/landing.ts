import type { DocumentEdge, DocumentOperator } from "../../graph/job-document.ts";
import { judgeConnection, judgeInput, portsOf, type ConnectionContext, type Verdict } from "../analysis/connection.ts";
import { positionsOf } from "../document/apply-change.ts";
import type { Position } from "../document/document-change.ts";
import { indexOf } from "../document/document-index.ts";
import { wouldLoop, type PortRef } from "../document/edit-changes.ts";
import type { Join, OnEdge } from "../document/insert-changes.ts";
import { nodeWidth } from "../document/places.ts";
import { nodeHeightFor, pointOnFlume, portY, spoutLength } from "./node-geometry.ts";

/** What an operator that is let go at its place becomes part of: joined to ports near to it, or between the ends of the edge below it. */
export interface Landing {
  readonly joins: readonly Join[];
  readonly onEdge: OnEdge | undefined;
}

export const nowhere: Landing = { joins: [], onEdge: undefined };

/** How far a port may be from the one it is joined to, in world units. */
const reach = 80;
/** How far the middle of an operator may be from the edge it goes on. */
const edgeReach = 26;

/**
 * Where `operator`, which is in the document, lands. A port that has an edge already takes none in passing; on an edge goes what nothing
 * is joined to. [UI160] [UI162]
 */
export function landingOf(context: ConnectionContext, operator: DocumentOperator): Landing {
  const index = indexOf(context.document);
  const [into, outOf] = [index.edgesInto(operator.id), index.edgesFrom(operator.id)];
  const onEdge = into.length + outOf.length === 0 ? edgeBelow(context, operator) : undefined;
  if (onEdge) return { joins: [], onEdge };
  const { inputs, outputs } = portsOf(operator, context.catalog);
  const ownPort = ({ name }: { readonly name: string }): PortRef => ({ operator: operator.id, port: name });
  const freeInputs = inputs.filter(({ name }) => !into.some(({ to }) => to.port === name)).map(ownPort);
  const freeOutputs = outputs.filter(({ name }) => !outOf.some(({ from }) => from.port === name)).map(ownPort);
  const others = context.document.operators.filter(({ id }) => id !== operator.id && isNear(context, operator.id, id));
  const portsOfOthers = (side: "inputs" | "outputs"): PortRef[] =>
    others.flatMap((other) => portsOf(other, context.catalog)[side].map(({ name }) => ({ operator: other.id, port: name })));
  const taken = nearest(context, portsOfOthers("outputs"), freeInputs);
  const given = nearest(context, freeOutputs, portsOfOthers("inputs"));
  const isLoop = taken && given && wouldLoop(context.document, taken.from.operator, given.to.operator);
  return { joins: [taken, isLoop ? undefined : given].filter((join) => join !== undefined), onEdge: undefined };
}

/** Where an output lets its records out, and where an input takes them. */
export function portPlace(
  context: Pick<ConnectionContext, "document" | "catalog">,
  { operator: id, port }: PortRef,
  side: "inputs" | "outputs",
): Position | undefined {
  const operator = indexOf(context.document).operator(id);
  const corner = positionsOf(context.document)[id];
  if (!operator || !corner) return undefined;
  const ports = portsOf(operator, context.catalog);
  const place = ports[side].findIndex(({ name }) => name === port);
  if (place < 0) return undefined;
  const y = corner.y + portY(place, ports[side].length, nodeHeightFor(ports.inputs.length, ports.outputs.length));
  return { x: side === "outputs" ? corner.x + nodeWidth + spoutLength : corner.x, y };
}

/** How `operator` would stand on an edge; undefined where it cannot: by its ports, or as it takes no such record. [UI162] */
export function onEdgeOf(
  context: ConnectionContext,
  operator: Pick<DocumentOperator, "type" | "config">,
  edge: DocumentEdge,
): OnEdge | undefined {
  const { inputs, outputs } = portsOf(operator, context.catalog);
  const [[input], [output]] = [inputs, outputs];
  if (!input || !output || inputs.length > 1) return undefined;
  const verdict = judgeInput(input, context.analysis.outputs.get(edge.from.operator)?.[edge.from.port]);
  if (!verdict.allowed) return undefined;
  const keepsKey = verdict.partitioner?.type === "hash" && edge.partitioner?.type === "hash";
  return { edge: edge.id, input: input.name, output: output.name, partitioner: keepsKey ? edge.partitioner : verdict.partitioner };
}

function edgeBelow(context: ConnectionContext, operator: DocumentOperator): OnEdge | undefined {
  const corner = positionsOf(context.document)[operator.id];
  if (!corner) return undefined;
  const middle = { x: corner.x + nodeWidth / 2, y: corner.y + 41 };
  for (const edge of context.document.edges) {
    const [from, to] = [portPlace(context, edge.from, "outputs"), portPlace(context, edge.to, "inputs")];
    if (from && to && isOnFlume(from, to, middle)) return onEdgeOf(context, operator, edge);
  }
  return undefined;
}

const samples = Array.from({ length: 25 }, (_, step) => step / 24);

const isOnFlume = (from: Position, to: Position, point: Position): boolean =>
  samples.some((share) => distance(pointOnFlume(from, to, share), point) <= edgeReach);

const distance = (one: Position, other: Position): number => Math.hypot(one.x - other.x, one.y - other.y);

function isNear({ document }: ConnectionContext, one: string, other: string): boolean {
  const positions = positionsOf(document);
  const [a, b] = [positions[one], positions[other]];
  return a !== undefined && b !== undefined && Math.abs(a.x - b.x) <= nodeWidth + spoutLength + reach && Math.abs(a.y - b.y) <= 3 * reach;
}

/** The closest two ports that may be joined; the input stands behind the output. */
function nearest(context: ConnectionContext, outputs: readonly PortRef[], inputs: readonly PortRef[]): Join | undefined {
  let best: { readonly join: Join; readonly far: number } | undefined;
  for (const from of outputs) {
    for (const to of inputs) {
      const [spout, wall] = [portPlace(context, from, "outputs"), portPlace(context, to, "inputs")];
      if (!spout || !wall || wall.x - spout.x < -spoutLength) continue;
      const far = distance(spout, wall);
      if (far > Math.min(reach, best?.far ?? reach)) continue;
      const verdict: Verdict = judgeConnection(context, from, to);
      if (verdict.allowed) best = { join: { from, to, partitioner: verdict.partitioner }, far };
    }
  }
  return best?.join;
}

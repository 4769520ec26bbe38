import ELK, { type ElkNode } from "elkjs/lib/elk-api";
import LayoutWorker from "elkjs/lib/elk-worker.min.js?worker";
import type { JobDocument } from "../../graph/job-document.ts";
import type { Position } from "../document/document-change.ts";
import { positionsOf } from "../document/apply-change.ts";
import { snapped } from "../document/places.ts";
import { nodeHeightFor } from "./node-geometry.ts";
import { nodeWidth } from "../document/places.ts";

/** Longest time a layout may take, in milliseconds; then its worker is ended. */
const timeLimitMs = 3000;

const layoutOptions = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.spacing.nodeNode": "48",
  "elk.layered.spacing.nodeNodeBetweenLayers": "96",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
};

/** Positions of all operators, left to right, computed in a worker. The drawing's upper left corner stays where it is. */
export async function layOut(document: JobDocument): Promise<Readonly<Record<string, Position>>> {
  const worker = new LayoutWorker();
  const elk = new ELK({ workerFactory: () => worker });
  try {
    const limit = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error(`no layout within ${timeLimitMs} ms`)), timeLimitMs),
    );
    const graph = await Promise.race([elk.layout(elkGraph(document)), limit]);
    return positionsFrom(graph, document);
  } finally {
    worker.terminate();
  }
}

function elkGraph(document: JobDocument): ElkNode {
  const ports = (end: "from" | "to", operator: string): number =>
    new Set(document.edges.filter((edge) => edge[end].operator === operator).map((edge) => edge[end].port)).size;
  return {
    id: "job",
    layoutOptions,
    children: document.operators.map(({ id }) => ({
      id,
      width: nodeWidth,
      height: nodeHeightFor(ports("to", id), ports("from", id)),
    })),
    edges: document.edges.map(({ id, from, to }) => ({ id, sources: [from.operator], targets: [to.operator] })),
  };
}

function positionsFrom(graph: ElkNode, document: JobDocument): Record<string, Position> {
  const before = Object.values(positionsOf(document));
  const corner =
    before.length > 0
      ? { x: Math.min(...before.map(({ x }) => x)), y: Math.min(...before.map(({ y }) => y)) }
      : { x: 0, y: 0 };
  const children = graph.children ?? [];
  const left = Math.min(...children.map(({ x }) => x ?? 0));
  const top = Math.min(...children.map(({ y }) => y ?? 0));
  return Object.fromEntries(
    children.map(({ id, x, y }) => [id, snapped({ x: corner.x + (x ?? 0) - left, y: corner.y + (y ?? 0) - top })]),
  );
}

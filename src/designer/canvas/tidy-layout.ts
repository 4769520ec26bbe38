import ELK, { type ElkNode } from "elkjs/lib/elk-api";
import LayoutWorker from "elkjs/lib/elk-worker.min.js?worker";
import type { DocumentEdge, JobDocument } from "../../graph/job-document.ts";
import type { Position } from "../document/document-change.ts";
import { positionsOf } from "../document/apply-change.ts";
import { indexOf } from "../document/document-index.ts";
import { snapped } from "../document/places.ts";
import { nodeHeightFor } from "./node-geometry.ts";
import { nodeWidth } from "../document/places.ts";

/** Longest time a layout may take, in milliseconds, and its worker until it can begin; then the worker is ended. [UI18] */
const timeLimitMs = 3000;
const loadLimitMs = 60_000;

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
    // Its first answer: a megabyte and a half of layouts is loaded.
    await within(loadLimitMs, elk.knownLayoutAlgorithms());
    return positionsFrom(await within(timeLimitMs, elk.layout(elkGraph(document))), document);
  } finally {
    worker.terminate();
  }
}

async function within<Result>(ms: number, result: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(`no layout within ${ms} ms`)), ms)));
  return Promise.race([result, limit]).finally(() => clearTimeout(timer));
}

function elkGraph(document: JobDocument): ElkNode {
  const { edgesInto, edgesFrom } = indexOf(document);
  const ports = (edges: readonly DocumentEdge[], end: "from" | "to"): number => new Set(edges.map((edge) => edge[end].port)).size;
  return {
    id: "job",
    layoutOptions,
    children: document.operators.map(({ id }) => ({
      id,
      width: nodeWidth,
      height: nodeHeightFor(ports(edgesInto(id), "to"), ports(edgesFrom(id), "from")),
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

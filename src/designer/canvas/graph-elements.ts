import type { DocumentEdge, DocumentOperator, DocumentPartitioner, JobDocument } from "../../graph/job-document.ts";
import type { Catalog } from "../../graph/catalog.ts";
import type { Analysis } from "../analysis/analysis.ts";
import { notesOf, positionsOf } from "../document/apply-change.ts";
import type { Position } from "../document/document-change.ts";
import type { Selection } from "../workspace/workspace.ts";
import { portsFor, portsOf } from "../analysis/connection.ts";
import { indexOf } from "../document/document-index.ts";
import { parsedConfig } from "../analysis/parsed-config.ts";
import type { FlumeFlowEdge } from "./flume-edge.tsx";
import { hitArea, nodeHeightFor, portY } from "./node-geometry.ts";
import { nodeWidth, noteHeight, noteWidth } from "../document/places.ts";
import type { NoteFlowNode } from "./note-node-view.tsx";
import type { OperatorFlowNode, OperatorNodeData, SheetRoom } from "./operator-node-view.tsx";

export type LogicalFlowNode = OperatorFlowNode | NoteFlowNode;

export interface GraphInput {
  readonly document: JobDocument;
  readonly analysis: Analysis;
  readonly catalog: Catalog;
  readonly selection: Selection;
  /** Positions of what is being dragged; they are not in the document yet. */
  readonly dragged: Readonly<Record<string, Position>>;
  /** The element that Tab reaches. */
  readonly tabStop: string | undefined;
  /** Message of a diagnostic in the present language. */
  readonly messageOf: (diagnostic: Analysis["diagnostics"][number]) => string;
}

/**
 * Turns the document into React Flow's nodes and edges. Objects of the last call are reused where nothing changed, so that
 * React Flow re-renders only what an edit touched.
 */
export function graphElements(): (input: GraphInput) => { nodes: LogicalFlowNode[]; edges: FlumeFlowEdge[] } {
  let lastNodes = new Map<string, LogicalFlowNode>();
  let lastEdges = new Map<string, FlumeFlowEdge>();
  return (input) => {
    const nodes = [
      ...input.document.operators.map((operator, index) => operatorNode(input, operator, index)),
      ...notesOf(input.document).map((note): NoteFlowNode => ({
        id: note.id,
        type: "note",
        position: input.dragged[note.id] ?? { x: note.x, y: note.y },
        width: noteWidth,
        // Until it is measured; React Flow keeps a node without a height hidden, and what is hidden takes no focus.
        initialHeight: noteHeight,
        data: { note },
        selected: input.selection.notes.includes(note.id),
        zIndex: 0,
      })),
    ].map((node, _, all) => reuse(lastNodes.get(node.id), withSheet(node, sheetRoomOf(input, node, all))));
    const edges = drawingOrder(input).map((edge) => reuse(lastEdges.get(edge.id), flumeEdge(input, edge)));
    lastNodes = new Map(nodes.map((node) => [node.id, node]));
    lastEdges = new Map(edges.map((edge) => [edge.id, edge]));
    return { nodes, edges };
  };
}

const withSheet = (node: LogicalFlowNode, sheetRoom: SheetRoom): LogicalFlowNode =>
  node.type === "operator" && sheetRoom !== "none" ? { ...node, data: { ...node.data, sheetRoom } } : node;

function reuse<Element extends object>(last: Element | undefined, next: Element): Element {
  return last && sameShape(last, next) ? last : next;
}

/** Structural equality over plain data, with a short cut for shared parts. */
function sameShape(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const entriesA = Object.entries(a);
  const entriesB = new Map(Object.entries(b));
  return (
    entriesA.length === entriesB.size &&
    entriesA.every(([key, value]) => entriesB.has(key) && sameShape(value, entriesB.get(key)))
  );
}

function operatorNode(input: GraphInput, operator: DocumentOperator, index: number): OperatorFlowNode {
  const data = nodeData(input, operator);
  const position = input.dragged[operator.id] ?? positionsOf(input.document)[operator.id] ?? { x: index * 304, y: 0 };
  return {
    id: operator.id,
    type: "operator",
    position: { ...position },
    width: nodeWidth,
    height: data.height,
    data,
    selected: input.selection.operators.includes(operator.id),
    ariaLabel: ariaLabel(data),
    domAttributes: { tabIndex: input.tabStop === operator.id ? 0 : -1 },
    zIndex: 2,
    handles: [
      ...data.inputs.map((port, i) => ({
        id: port.name,
        type: "target" as const,
        position: "left" as never,
        ...handleBox(0, portY(i, data.inputs.length, data.height)),
      })),
      ...data.outputs.map((port, i) => ({
        id: port.name,
        type: "source" as const,
        position: "right" as never,
        ...handleBox(nodeWidth + 4, portY(i, data.outputs.length, data.height)),
      })),
    ],
  };
}

function handleBox(x: number, y: number): { x: number; y: number; width: number; height: number } {
  return { x: x - hitArea / 2, y: y - hitArea / 2, width: hitArea, height: hitArea };
}

function ariaLabel(data: OperatorNodeData): string {
  return [data.name, data.description, `×${data.parallelism}`, data.error].filter(Boolean).join(", ");
}

function nodeData(
  { document, analysis, catalog, messageOf }: GraphInput,
  operator: DocumentOperator,
): OperatorNodeData {
  const descriptor = catalog.find(operator.type);
  const config = descriptor && parsedConfig(descriptor, operator.config);
  const ports = descriptor
    ? portsFor(descriptor, config?.value)
    : unknownPorts(document, operator.id);
  const error = analysis.diagnostics.find(
    (diagnostic) => diagnostic.operator === operator.id && diagnostic.severity === "error",
  );
  const outputs = analysis.outputs.get(operator.id);
  const schema = ports.outputs[0] && outputs?.[ports.outputs[0].name];
  return {
    id: operator.id,
    name: operator.name,
    glyph: descriptor?.glyph ?? "grid",
    description: descriptor && config?.fits ? oneLine(descriptor.describe(config.value)) : operator.type,
    parallelism: operator.parallelism ?? (Number(document.config["parallelism.default"]) || 1),
    inputs: ports.inputs,
    outputs: ports.outputs,
    error: error && messageOf(error),
    fields: schema?.fields.length,
    height: nodeHeightFor(ports.inputs.length, ports.outputs.length),
    sheetRoom: "none",
  };
}

/** Height of a sheet with its latest rows, and with their count alone; the same at every zoom at which there is a sheet. */
const sheetHeights = { rows: 72, count: 36 };

/** What fits below a sink before the next thing that is drawn. */
function sheetRoomOf({ document, catalog }: GraphInput, sink: LogicalFlowNode, nodes: readonly LogicalFlowNode[]): SheetRoom {
  const type = document.operators.find(({ id }) => id === sink.id)?.type ?? "";
  if (sink.type !== "operator" || catalog.find(type)?.category !== "sink") return "none";
  const bottom = sink.position.y + sink.data.height;
  const below = nodes.flatMap(({ id, position, width = nodeWidth }) => {
    const isBeside = position.x >= sink.position.x + nodeWidth || position.x + width <= sink.position.x;
    return id === sink.id || isBeside || position.y < sink.position.y ? [] : [position.y - bottom];
  });
  const room = Math.min(...below);
  return room >= sheetHeights.rows ? "rows" : room >= sheetHeights.count ? "count" : "none";
}

/** An operator type this build does not know keeps the ports its edges speak of, so that nothing of the drawing is lost. */
function unknownPorts(document: JobDocument, operator: string): ReturnType<typeof portsFor> {
  const names = (end: "from" | "to"): string[] => [
    ...new Set(document.edges.filter((edge) => edge[end].operator === operator).map((edge) => edge[end].port)),
  ];
  const label = (name: string): { en: string; "zh-Hans": string } => ({ en: name, "zh-Hans": name });
  return {
    inputs: names("to").map((name) => ({ name, label: label(name), accepts: "any", many: true })),
    outputs: names("from").map((name) => ({ name, label: label(name) })),
  };
}

/** As much of a description as a node may show: the whole of a function is not turned into one line for each picture. */
const longestDescription = 400;

function oneLine(text: string): string {
  return text.slice(0, longestDescription).replaceAll(/\s+/g, " ").trim();
}

/** By the height of the port they end at, so that crossings read as bridges; the selected ones on top. [UI7] */
function drawingOrder({ document, selection }: GraphInput): DocumentEdge[] {
  const positions = positionsOf(document);
  const height = (edge: DocumentEdge): number =>
    selection.edges.includes(edge.id) ? Infinity : (positions[edge.to.operator]?.y ?? 0);
  return document.edges.toSorted((a, b) => height(a) - height(b) || 0);
}

function flumeEdge(input: GraphInput, edge: DocumentEdge): FlumeFlowEdge {
  const { document, catalog, selection } = input;
  const source = indexOf(document).operator(edge.from.operator);
  const target = indexOf(document).operator(edge.to.operator);
  const descriptor = source && catalog.find(source.type);
  const output = source && portsOf(source, catalog).outputs.find(({ name }) => name === edge.from.port);
  const label = partitionerLabel(edge.partitioner, parallelismOf(document, source) === parallelismOf(document, target));
  return {
    id: edge.id,
    type: "flume",
    source: edge.from.operator,
    sourceHandle: edge.from.port,
    target: edge.to.operator,
    targetHandle: edge.to.port,
    selected: selection.edges.includes(edge.id),
    ariaLabel: `${source?.name ?? edge.from.operator} → ${target?.name ?? edge.to.operator}, ${label}`,
    domAttributes: { tabIndex: -1 },
    data: { label, side: output?.tag !== undefined, broken: descriptor !== undefined && output === undefined },
    zIndex: 1,
  };
}

function parallelismOf(document: JobDocument, operator: DocumentOperator | undefined): number {
  return operator?.parallelism ?? (Number(document.config["parallelism.default"]) || 1);
}

/** As on the label of an edge. Without one: forward between equal parallelisms, else rebalance, as Flink decides. */
export function partitionerLabel(partitioner: DocumentPartitioner | undefined, equalParallelism: boolean): string {
  if (!partitioner) return equalParallelism ? "forward" : "rebalance";
  switch (partitioner.type) {
    case "hash":
      return `hash(${partitioner.key.join(", ")})`;
    case "custom":
      return `custom(${partitioner.key})`;
    default:
      return partitioner.type;
  }
}

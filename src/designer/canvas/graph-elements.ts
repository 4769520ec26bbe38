import type { DocumentEdge, DocumentOperator, DocumentPartitioner, JobDocument } from "../../graph/job-document.ts";
import type { Catalog } from "../../graph/catalog.ts";
import type { Text } from "../../graph/descriptor.ts";
import type { Schema } from "../../stream/logical-type.ts";
import type { Analysis } from "../analysis/analysis.ts";
import { notesOf, positionsOf } from "../document/apply-change.ts";
import type { DocumentNote, Position } from "../document/document-change.ts";
import type { CanvasMode } from "../workspace/canvas-mode.ts";
import type { Selection } from "../workspace/workspace.ts";
import { portsFor, portsOf } from "../analysis/connection.ts";
import { indexOf } from "../document/document-index.ts";
import { textOf } from "../i18n/use-text.ts";
import { parsedConfig } from "../analysis/parsed-config.ts";
import type { FlumeFlowEdge } from "./flume-edge.tsx";
import { hitArea, nodeHeightFor, portY } from "./node-geometry.ts";
import { nodeWidth, noteHeightOf, noteWidth } from "../document/places.ts";
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
  /** While an edge is asked for: which it may be, and where the arrows are. */
  readonly choosing?: Extract<CanvasMode, { readonly kind: "choosingEdge" }> | undefined;
  /** The element that Tab reaches. */
  readonly tabStop: string | undefined;
  /** Another one whenever there are other words: operators are made anew then. */
  readonly words: unknown;
  /** Message of a diagnostic in the present language. */
  readonly messageOf: (diagnostic: Analysis["diagnostics"][number]) => string;
}

/** What an element is made of: while all of it is the same, so is the element. */
type Makings = readonly unknown[];

/** Elements by their ids, each with what it was made of. */
class KeptElements<Element> {
  #last = new Map<string, { readonly of: Makings; readonly element: Element }>();
  #now = new Map<string, { readonly of: Makings; readonly element: Element }>();
  #list: readonly Element[] = [];

  take(id: string, of: Makings, make: () => Element): Element {
    const last = this.#last.get(id);
    const kept = last !== undefined && isSameList(last.of, of) ? last : { of, element: make() };
    this.#now.set(id, kept);
    return kept.element;
  }

  /** Ends a picture of these elements; the very list of the last one when it has the same. */
  end(list: Element[]): Element[] {
    [this.#last, this.#now] = [this.#now, new Map()];
    if (!isSameList(this.#list, list)) this.#list = list;
    return this.#list as Element[];
  }
}

const isSameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((each, at) => Object.is(each, b[at]));

/**
 * Turns the document into React Flow's nodes and edges, in a time that grows with them. Objects of the last call are reused where
 * nothing changed, so that React Flow re-renders only what an edit touched. [UI62]
 */
export function graphElements(): (input: GraphInput) => { nodes: LogicalFlowNode[]; edges: FlumeFlowEdge[] } {
  const keptNodes = new KeptElements<LogicalFlowNode>();
  const keptEdges = new KeptElements<FlumeFlowEdge>();
  return (input) => {
    const { document, selection } = input;
    const operators = { boxes: boxesOf(input), errors: firstErrors(input), selected: new Set(selection.operators), keptNodes };
    const notes = { selected: new Set(selection.notes), keptNodes };
    const nodes = [
      ...document.operators.map((operator, index) => operatorNode(input, operator, { ...operators, index })),
      ...notesOf(document).map((note) => noteNode(input, note, notes)),
    ];
    const flumes = { selected: new Set(selection.edges), keptEdges };
    const edges = drawingOrder(input).map((edge) => flumeEdge(input, edge, flumes));
    return { nodes: keptNodes.end(nodes), edges: keptEdges.end(edges) };
  };
}

interface Box extends Position {
  readonly width: number;
}

/** Where everything stands: the operators in the order of the document, then the notes. */
function boxesOf({ document, dragged }: GraphInput): readonly Box[] {
  const positions = positionsOf(document);
  const operators = document.operators.map(({ id }, index): Box => {
    const { x, y } = dragged[id] ?? positions[id] ?? { x: index * 304, y: 0 };
    return { x, y, width: nodeWidth };
  });
  const notes = notesOf(document).map(({ id, x, y }): Box => ({ x, y, ...dragged[id], width: noteWidth }));
  return [...operators, ...notes];
}

/** First error of each operator, in words. */
function firstErrors({ analysis, messageOf }: GraphInput): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  for (const diagnostic of analysis.diagnostics) {
    const { operator, severity } = diagnostic;
    if (severity === "error" && operator !== undefined && !errors.has(operator)) errors.set(operator, messageOf(diagnostic));
  }
  return errors;
}

interface NodeContext {
  readonly selected: ReadonlySet<string>;
  readonly keptNodes: KeptElements<LogicalFlowNode>;
}

interface OperatorContext extends NodeContext {
  /** Place of the operator in the document, and so among the boxes. */
  readonly index: number;
  readonly boxes: readonly Box[];
  readonly errors: ReadonlyMap<string, string>;
}

function noteNode(input: GraphInput, note: DocumentNote, { selected, keptNodes }: NodeContext): LogicalFlowNode {
  const { x, y } = input.dragged[note.id] ?? note;
  const isSelected = selected.has(note.id);
  return keptNodes.take(note.id, [note, x, y, isSelected], (): NoteFlowNode => ({
    id: note.id,
    type: "note",
    position: { x, y },
    width: noteWidth,
    // Until it is measured; React Flow keeps a node without a height hidden, and what is hidden takes no focus.
    initialHeight: noteHeightOf(note.text),
    data: { note },
    selected: isSelected,
    zIndex: 0,
  }));
}

function operatorNode(input: GraphInput, operator: DocumentOperator, context: OperatorContext): LogicalFlowNode {
  const { document, catalog, analysis, tabStop } = input;
  const { boxes, index, errors, selected, keptNodes } = context;
  const { id } = operator;
  const { x, y } = boxes[index] ?? { x: 0, y: 0 };
  const descriptor = catalog.find(operator.type);
  const parallelism = parallelismOf(document, operator);
  const error = errors.get(id);
  const outputs = analysis.outputs.get(id);
  const sheetRoom = descriptor?.category === "sink" ? sheetRoomOf(boxes, index, heightOf(portsDrawn(input, operator))) : "none";
  const isSelected = selected.has(id);
  const isTabStop = tabStop === id;
  const others = descriptor ? undefined : document.edges;
  const fields = outputs && fieldCounts(outputs);
  const of = [operator, descriptor, others, parallelism, error, fields, x, y, sheetRoom, isSelected, isTabStop, input.words];
  return keptNodes.take(id, of, (): OperatorFlowNode => {
    const data = nodeData(input, operator, { error, parallelism, sheetRoom });
    return {
      id,
      type: "operator",
      position: { x, y },
      width: nodeWidth,
      height: data.height,
      data,
      selected: isSelected,
      ariaLabel: ariaLabel(data),
      domAttributes: { tabIndex: isTabStop ? 0 : -1 },
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
  });
}

/** All that a node says of its outputs, of whichever of them. */
const fieldCounts = (outputs: Readonly<Record<string, Schema>>): string =>
  Object.entries(outputs).map(([port, { fields }]) => `${port} ${fields.length}`).join();

function handleBox(x: number, y: number): { x: number; y: number; width: number; height: number } {
  return { x: x - hitArea / 2, y: y - hitArea / 2, width: hitArea, height: hitArea };
}

function ariaLabel(data: OperatorNodeData): string {
  return [data.name, data.description, `×${data.parallelism}`, data.error].filter(Boolean).join(", ");
}

function portsDrawn({ document, catalog }: GraphInput, operator: DocumentOperator): ReturnType<typeof portsFor> {
  const descriptor = catalog.find(operator.type);
  return descriptor ? portsFor(descriptor, parsedConfig(descriptor, operator.config).value) : unknownPorts(document, operator.id);
}

function nodeData(
  input: GraphInput,
  operator: DocumentOperator,
  facts: Pick<OperatorNodeData, "error" | "parallelism" | "sheetRoom">,
): OperatorNodeData {
  const descriptor = input.catalog.find(operator.type);
  const config = descriptor && parsedConfig(descriptor, operator.config);
  const ports = portsDrawn(input, operator);
  const outputs = input.analysis.outputs.get(operator.id);
  const schema = ports.outputs[0] && outputs?.[ports.outputs[0].name];
  return {
    ...facts,
    id: operator.id,
    name: operator.name,
    glyph: descriptor?.glyph ?? "grid",
    description: descriptor && config?.fits ? oneLine(describedBy(descriptor.describe(config.value))) : operator.type,
    inputs: ports.inputs,
    outputs: ports.outputs,
    fields: schema?.fields.length,
    runs: descriptor?.translation.kind !== "union",
    height: heightOf(ports),
  };
}

const describedBy = (said: string | Text): string => (typeof said === "string" ? said : textOf(said));

const heightOf = ({ inputs, outputs }: ReturnType<typeof portsFor>): number => nodeHeightFor(inputs.length, outputs.length);

/** Height of a sheet with its latest rows, and with their count alone; the same at every zoom at which there is a sheet. */
const sheetHeights = { rows: 72, count: 36 };

/** What fits below the sink at `index` before the next thing that is drawn. */
function sheetRoomOf(boxes: readonly Box[], index: number, height: number): SheetRoom {
  const { x, y } = boxes[index] ?? { x: 0, y: 0 };
  let next = Infinity;
  boxes.forEach((box, at) => {
    const isBeside = box.x >= x + nodeWidth || box.x + box.width <= x;
    if (at !== index && !isBeside && box.y >= y) next = Math.min(next, box.y);
  });
  const room = next - y - height;
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
  const chosen = new Set(selection.edges);
  const placed = document.edges.map((edge) => ({ edge, height: chosen.has(edge.id) ? Infinity : (positions[edge.to.operator]?.y ?? 0) }));
  return placed.toSorted((a, b) => a.height - b.height || 0).map(({ edge }) => edge);
}

interface EdgeContext {
  readonly selected: ReadonlySet<string>;
  readonly keptEdges: KeptElements<FlumeFlowEdge>;
}

function flumeEdge({ document, catalog, choosing }: GraphInput, edge: DocumentEdge, { selected, keptEdges }: EdgeContext): FlumeFlowEdge {
  const source = indexOf(document).operator(edge.from.operator);
  const target = indexOf(document).operator(edge.to.operator);
  const equal = parallelismOf(document, source) === parallelismOf(document, target);
  const isSelected = selected.has(edge.id);
  const number = (choosing?.edges.indexOf(edge.id) ?? -1) + 1;
  const isCurrent = number > 0 && choosing?.current === number - 1 && !choosing.dragging;
  return keptEdges.take(edge.id, [edge, source, target?.name, equal, isSelected, number, isCurrent, catalog], () => {
    const descriptor = source && catalog.find(source.type);
    const output = source && portsOf(source, catalog).outputs.find(({ name }) => name === edge.from.port);
    const label = partitionerLabel(edge.partitioner, equal);
    return {
      id: edge.id,
      type: "flume",
      source: edge.from.operator,
      sourceHandle: edge.from.port,
      target: edge.to.operator,
      targetHandle: edge.to.port,
      selected: isSelected,
      ariaLabel: `${source?.name ?? edge.from.operator} → ${target?.name ?? edge.to.operator}, ${label}`,
      domAttributes: { tabIndex: -1 },
      data: {
        label,
        side: output?.tag !== undefined,
        broken: descriptor !== undefined && output === undefined,
        asked: number === 0 ? undefined : { number, isCurrent },
      },
      zIndex: 1,
    };
  });
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

import type { OperatorDescriptor } from "../../graph/descriptor.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import { judgeInput, portsOf, type Verdict } from "../analysis/connection.ts";
import { applyChange } from "../document/apply-change.ts";
import type { DocumentChange, Position } from "../document/document-change.ts";
import { indexOf } from "../document/document-index.ts";
import { addOperator, type NewOperator, type PortRef } from "../document/edit-changes.ts";
import { insertedOnEdge, joined, placeOnEdge } from "../document/insert-changes.ts";
import { freePlace, freeShift, gapX, nodeWidth, snapped } from "../document/places.ts";
import { text } from "../i18n/language.ts";
import type { PickedJoin } from "../workspace/canvas-mode.ts";
import type { Workbench } from "../workspace/workbench.ts";
import { landingOf, nowhere, onEdgeOf, type Landing } from "./landing.ts";

/** Adds an operator of `type`: at `at`, joined to what is near there; or behind the selected one, joined to it where that may be. [UI6] */
export function addFromPalette(workbench: Workbench, type: string, at?: Position): void {
  const descriptor = workbench.catalog.find(type);
  if (!descriptor) return;
  const { document } = workbench.editor;
  if (at) {
    const { change, operator, landing } = placedOperator(workbench, descriptor, at);
    return addTo(workbench, operator, landedChange(document, operator, change, landing), landing);
  }
  const after = followable(workbench, document, descriptor);
  const { change, operator } = addOperator(document, operatorOf(descriptor), placeFor(workbench, document, after?.port.operator), after);
  workbench.editor.edit(change);
  show(workbench, operator, after?.port.operator);
}

/** Adds an operator that was picked for a place: behind an output, or on an edge. [UI161] [UI162] */
export function addPicked(workbench: Workbench, type: string, joins: PickedJoin, at: Position): void {
  const descriptor = workbench.catalog.find(type);
  if (!descriptor) return;
  const { editor } = workbench;
  const { document } = editor;
  if ("edge" in joins) {
    const edge = indexOf(document).edge(joins.edge);
    const onEdge = edge && onEdgeOf(contextOf(workbench), { type, config: configOf(descriptor) }, edge);
    if (!edge || !onEdge) return;
    const { change, operator } = addOperator(document, operatorOf(descriptor), placeOnEdge(document, edge));
    addTo(workbench, operator, insertedOnEdge(document, change, operator, onEdge), { joins: [], onEdge });
    return;
  }
  const [input] = descriptor.inputs(descriptor.initial);
  const verdict = input && judgeInput(input, workbench.analysis.state.outputs.get(joins.after.operator)?.[joins.after.port]);
  if (!input || !verdict?.allowed) return;
  const corner = snapped({ x: at.x, y: at.y - 41 });
  const place = { x: corner.x, y: corner.y + freeShift(document, { operators: [corner], notes: [] }) };
  const link = linkOf(joins.after, input.name, verdict);
  const { change, operator } = addOperator(document, operatorOf(descriptor), place, link);
  editor.edit(change);
  show(workbench, operator, joins.after.operator);
}

interface PlacedOperator {
  /** Adds it. */
  readonly change: DocumentChange;
  readonly operator: string;
  readonly landing: Landing;
}

/** An operator of the palette as it would stand with the pointer at `at`. */
export function placedOperator(workbench: Workbench, descriptor: OperatorDescriptor, at: Position): PlacedOperator {
  const { document } = workbench.editor;
  const { change, operator } = addOperator(document, operatorOf(descriptor), snapped({ x: at.x - nodeWidth / 2, y: at.y - 41 }));
  const present = applyChange(document, change).document;
  const added = indexOf(present).operator(operator);
  const landing = added ? landingOf({ ...contextOf(workbench), document: present }, added) : nowhere;
  return { change, operator, landing };
}

/** `first`, which brings the operator to its place, with what it lands on, as one edit. */
export function landedChange(
  document: JobDocument,
  operator: string,
  first: DocumentChange,
  { joins, onEdge }: Landing,
): DocumentChange {
  return onEdge ? insertedOnEdge(document, first, operator, onEdge) : joined(document, first, joins);
}

/** Says what an operator that landed was joined to; true when there is something to say. */
export function sayLanded(workbench: Workbench, operator: string, { joins, onEdge }: Landing): boolean {
  const { document } = workbench.editor;
  const nameOf = (id: string | undefined): string => indexOf(document).operator(id ?? "")?.name ?? "";
  const [join] = joins;
  if (onEdge) {
    const from = indexOf(document).edgesInto(operator)[0]?.from.operator;
    const to = indexOf(document).edgesFrom(operator)[0]?.to.operator;
    workbench.workspace.announce(text("canvas", "add.between", { operator: nameOf(operator), from: nameOf(from), to: nameOf(to) }));
  } else if (join)
    workbench.workspace.announce(text("canvas", "connect.done", { from: nameOf(join.from.operator), to: nameOf(join.to.operator) }));
  return onEdge !== undefined || join !== undefined;
}

function addTo(workbench: Workbench, operator: string, change: DocumentChange, landing: Landing): void {
  workbench.editor.edit(change);
  show(workbench, operator, undefined);
  sayLanded(workbench, operator, landing);
}

function show(workbench: Workbench, operator: string, after: string | undefined): void {
  const { document } = workbench.editor;
  const nameOf = (id: string | undefined): string => indexOf(document).operator(id ?? "")?.name ?? "";
  workbench.workspace.select({ operators: [operator] });
  const names = { operator: nameOf(operator), after: nameOf(after) };
  workbench.workspace.announce(text("canvas", after === undefined ? "add.done" : "add.after", names));
  workbench.canvas.control?.reveal(operator);
}

const contextOf = (workbench: Workbench): Parameters<typeof landingOf>[0] => ({
  document: workbench.editor.document,
  analysis: workbench.analysis.state,
  catalog: workbench.catalog,
});

const operatorOf = (descriptor: OperatorDescriptor): NewOperator => ({
  type: descriptor.type,
  name: defaultName(descriptor),
  config: configOf(descriptor),
});

type Link = NonNullable<Parameters<typeof addOperator>[3]>;

const linkOf = (port: PortRef, toPort: string, { partitioner }: Verdict & { readonly allowed: true }): Link => ({
  port,
  toPort,
  ...(partitioner && { partitioner }),
});

/** The selected operator's first output, when `descriptor` may take from it. */
function followable(workbench: Workbench, document: JobDocument, descriptor: OperatorDescriptor): Link | undefined {
  const [selected] = workbench.workspace.selection.operators;
  const source = document.operators.find(({ id }) => id === selected);
  const output = source && portsOf(source, workbench.catalog).outputs[0];
  const input = descriptor.inputs(descriptor.initial)[0];
  if (!source || !output || !input) return undefined;
  const verdict = judgeInput(input, workbench.analysis.state.outputs.get(source.id)?.[output.name]);
  return verdict.allowed ? linkOf({ operator: source.id, port: output.name }, input.name, verdict) : undefined;
}

/** The first operator goes left of the middle of what is on screen, so that a chain grows into view. */
function placeFor(workbench: Workbench, document: JobDocument, after: string | undefined): Position {
  const middle = workbench.canvas.control?.middle();
  if (document.operators.length > 0 || !middle) return freePlace(document, after);
  return snapped({ x: middle.x - nodeWidth * 1.5 - gapX, y: middle.y - 41 });
}

/** Names are typed, so they start as the operator's own English word, whatever the language of the page. */
function defaultName(descriptor: OperatorDescriptor): string {
  return descriptor.label.en;
}

function configOf(descriptor: OperatorDescriptor): Readonly<Record<string, unknown>> {
  const { initial } = descriptor;
  return typeof initial === "object" && initial !== null ? { ...initial } : {};
}

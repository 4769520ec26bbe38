import type { OperatorDescriptor } from "../../graph/descriptor.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { Position } from "../document/document-change.ts";
import { addOperator, type PortRef } from "../document/edit-changes.ts";
import { text } from "../i18n/language.ts";
import { judgeInput, portsOf, type Verdict } from "../analysis/connection.ts";
import { freePlace, gapX, nodeWidth, snapped } from "../document/places.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** Adds an operator of `type`: at `at`, or behind the selected one and joined to it where that may be. [UI6] */
export function addFromPalette(workbench: Workbench, type: string, at?: Position): void {
  const descriptor = workbench.catalog.find(type);
  if (!descriptor) return;
  const { document } = workbench.editor;
  const after = at ? undefined : followable(workbench, document, descriptor);
  const place = at ? snapped({ x: at.x - nodeWidth / 2, y: at.y - 41 }) : placeFor(workbench, document, after?.port.operator);
  const added = { type, name: defaultName(descriptor), config: configOf(descriptor) };
  const link = after && {
    port: after.port,
    toPort: after.toPort,
    ...(after.partitioner && { partitioner: after.partitioner }),
  };
  const { change, operator } = addOperator(document, added, place, link);
  workbench.editor.edit(change);
  workbench.workspace.select({ operators: [operator] });
  workbench.workspace.announce(text("canvas", after ? "add.after" : "add.done", { operator: added.name, after: after?.name ?? "" }));
  workbench.canvas.control?.reveal(operator);
}

interface Follow {
  readonly port: PortRef;
  readonly name: string;
  readonly toPort: string;
  readonly partitioner: (Verdict & { readonly allowed: true })["partitioner"];
}

/** The selected operator's first output, when `descriptor` may take from it. */
function followable(workbench: Workbench, document: JobDocument, descriptor: OperatorDescriptor): Follow | undefined {
  const [selected] = workbench.workspace.selection.operators;
  const source = document.operators.find(({ id }) => id === selected);
  const output = source && portsOf(source, workbench.catalog).outputs[0];
  const input = descriptor.inputs(descriptor.initial)[0];
  if (!source || !output || !input) return undefined;
  const verdict = judgeInput(input, workbench.analysis.state.outputs.get(source.id)?.[output.name]);
  if (!verdict.allowed) return undefined;
  return {
    port: { operator: source.id, port: output.name },
    name: source.name,
    toPort: input.name,
    partitioner: verdict.partitioner,
  };
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

import { portsOf } from "../analysis/connection.ts";
import type { Position } from "../document/document-change.ts";
import { indexOf } from "../document/document-index.ts";
import type { PortRef } from "../document/edit-changes.ts";
import { placeOnEdge } from "../document/insert-changes.ts";
import { freePlace, nodeWidth } from "../document/places.ts";
import { text } from "../i18n/language.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** Asks what follows an output, at the place in the drawing where its edge was let go. [UI161] */
export function pickAfter(workbench: Workbench, after: PortRef, at: Position): void {
  workbench.modes.enter({ kind: "picking", joins: { after }, at });
  const name = indexOf(workbench.editor.document).operator(after.operator)?.name ?? "";
  workbench.workspace.announce(text("canvas", "pick.after", { operator: name }));
}

/** Asks what goes between the ends of an edge. [UI162] */
export function pickOnEdge(workbench: Workbench, id: string): void {
  const { document } = workbench.editor;
  const edge = indexOf(document).edge(id);
  if (!edge) return;
  workbench.workspace.select({ edges: [id] });
  const place = placeOnEdge(document, edge);
  workbench.modes.enter({ kind: "picking", joins: { edge: id }, at: { x: place.x, y: place.y + 41 } });
  const nameOf = (operator: string): string => indexOf(document).operator(operator)?.name ?? operator;
  workbench.workspace.announce(text("canvas", "pick.between", { from: nameOf(edge.from.operator), to: nameOf(edge.to.operator) }));
}

/** What a pick from the keyboard is for: the output a connection begins at, the selected edge, else the selected operator. */
export function pickable(workbench: Workbench): { readonly edge: string } | { readonly after: PortRef } | undefined {
  const { selection } = workbench.workspace;
  const { mode } = workbench.modes;
  if (mode.kind === "connecting") return { after: mode.from };
  const [edge] = selection.edges;
  if (edge !== undefined) return { edge };
  const [selected] = selection.operators;
  const operator = indexOf(workbench.editor.document).operator(selected ?? "");
  const output = operator && portsOf(operator, workbench.catalog).outputs[0];
  return operator && output && { after: { operator: operator.id, port: output.name } };
}

/** From the keyboard: on the selected edge, or behind the selected operator. */
export function pickHere(workbench: Workbench): void {
  const joins = pickable(workbench);
  if (!joins) return;
  if ("edge" in joins) return pickOnEdge(workbench, joins.edge);
  const place = freePlace(workbench.editor.document, joins.after.operator);
  const shown = workbench.canvas.control?.toScreen({ x: place.x + nodeWidth, y: place.y });
  const region = workbench.element?.querySelector("[data-region=canvas]")?.getBoundingClientRect();
  // What follows is picked where it will stand; where that is out of sight, beside the operator.
  const isInSight = shown && region && shown.x < region.right && shown.y < region.bottom;
  const beside = (): Position => workbench.canvas.control?.middle() ?? place;
  pickAfter(workbench, joins.after, isInSight ? { x: place.x, y: place.y + 41 } : beside());
}

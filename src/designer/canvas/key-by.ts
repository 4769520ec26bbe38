import type { Catalog } from "../../graph/catalog.ts";
import type { JobDocument } from "../../graph/job-document.ts";
import type { Analysis } from "../analysis/analysis.ts";
import { guessKey, portsOf } from "../analysis/connection.ts";
import { indexOf } from "../document/document-index.ts";
import { text } from "../i18n/language.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** The document, and what was found out of it. */
interface Drawn {
  readonly editor: { readonly document: JobDocument };
  readonly analysis: { readonly state: Analysis };
  readonly catalog: Catalog;
}

/** Edges whose records have fields to choose a key among, in the order of the document; not those that every subtask reads whole. */
export function keyableEdges({ editor: { document }, analysis, catalog }: Drawn): readonly string[] {
  return document.edges.flatMap(({ id, from, to }) => {
    const target = indexOf(document).operator(to.operator);
    const input = target && portsOf(target, catalog).inputs.find(({ name }) => name === to.port);
    const key = guessKey(analysis.state.outputs.get(from.operator)?.[from.port]);
    return key === undefined || input?.accepts === "broadcast" ? [] : [id];
  });
}

/** keyBy was chosen: for the selected edge, the one edge that it can be for, else for the edge that is chosen next. [UI165] */
export function keyByChosen(workbench: Workbench, dragging = false): void {
  if (workbench.editor.isReadOnly) return;
  const all = keyableEdges(workbench);
  const { selection } = workbench.workspace;
  const [selectedEdge] = selection.edges.filter((id) => all.includes(id));
  const index = indexOf(workbench.editor.document);
  const behind = selection.operators.flatMap((id) => index.edgesFrom(id)).map(({ id }) => id).filter((id) => all.includes(id));
  const asked = behind.length > 0 ? behind : all;
  const [only] = asked;
  if (only === undefined) return workbench.dialogs.showToast(text("canvas", "keyBy.none"), "refused");
  if (!dragging && selectedEdge !== undefined) return setKeyBy(workbench, selectedEdge);
  if (!dragging && asked.length === 1) return setKeyBy(workbench, only);
  workbench.modes.enter({ kind: "choosingEdge", edges: dragging ? all : asked, current: 0, dragging });
  if (dragging) return;
  workbench.canvas.control?.focus();
  announceEdge(workbench);
}

/** Makes an edge keyed, by a first guess of the key where it has none, and leads to the key. One step of undo. [UI165] */
export function setKeyBy(workbench: Workbench, id: string): void {
  const { editor, workspace } = workbench;
  const edge = indexOf(editor.document).edge(id);
  const key = edge && guessKey(workbench.analysis.state.outputs.get(edge.from.operator)?.[edge.from.port]);
  workbench.modes.leave();
  if (!edge || key === undefined) return;
  const kept = edge.partitioner?.type === "hash" ? edge.partitioner.key : undefined;
  if (!kept) editor.edit({ kind: "setPartitioner", edge: id, partitioner: { type: "hash", key: [key] } });
  workspace.select({ edges: [id] });
  workspace.openInspector();
  workspace.announce(text("canvas", "keyBy.done", { key: (kept ?? [key]).join(", "), ...endsOf(workbench, id) }));
  requestAnimationFrame(() => workbench.element?.querySelector<HTMLElement>("[data-region=inspector] .chosen-fields select")?.focus());
}

export function stepEdge(workbench: Workbench, by: 1 | -1): void {
  const { mode } = workbench.modes;
  if (mode.kind !== "choosingEdge") return;
  workbench.modes.enter({ ...mode, current: (mode.current + by + mode.edges.length) % mode.edges.length });
  announceEdge(workbench);
}

/** By its number; the one that the arrows are at, without one. */
export function chooseEdge(workbench: Workbench, number?: number): void {
  const { mode } = workbench.modes;
  const edge = mode.kind === "choosingEdge" ? mode.edges[number === undefined ? mode.current : number - 1] : undefined;
  if (edge !== undefined) setKeyBy(workbench, edge);
}

function announceEdge(workbench: Workbench): void {
  const { mode } = workbench.modes;
  const edge = mode.kind === "choosingEdge" ? mode.edges[mode.current] : undefined;
  if (edge !== undefined) workbench.workspace.announce(text("canvas", "keyBy.ask", endsOf(workbench, edge)));
}

function endsOf({ editor: { document } }: Workbench, id: string): { from: string; to: string } {
  const edge = indexOf(document).edge(id);
  const nameOf = (operator: string | undefined): string => indexOf(document).operator(operator ?? "")?.name ?? "";
  return { from: nameOf(edge?.from.operator), to: nameOf(edge?.to.operator) };
}

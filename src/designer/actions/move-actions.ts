import { notesOf, positionsOf } from "../document/apply-change.ts";
import type { DocumentChange } from "../document/document-change.ts";
import { alongEdges, nearest } from "../canvas/navigation.ts";
import type { Direction } from "../workspace/direction.ts";
import { text } from "../i18n/language.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** Selects the nearest operator in a direction; `extend` keeps those selected before. */
export function goNearest(workbench: Workbench, direction: Direction, extend: boolean): void {
  const job = workbench.editor.document;
  const { operators } = workbench.workspace.selection;
  const from = operators.at(-1) ?? focusedOperator();
  const next = from === undefined ? job.operators[0]?.id : nearest(job, from, direction);
  if (next === undefined) return;
  workbench.workspace.select({ operators: extend ? [...operators.filter((id) => id !== next), next] : [next] });
  workbench.canvas.control?.reveal(next);
}

/** The node that Tab or the last step put the focus on. */
function focusedOperator(): string | undefined {
  return document.activeElement?.closest<HTMLElement>(".react-flow__node-operator")?.dataset["id"];
}

/** One step along the stream, from operator to edge to operator. */
export function goAlong(workbench: Workbench, direction: Direction): void {
  const { document } = workbench.editor;
  const { operators, edges } = workbench.workspace.selection;
  const operator = operators.at(-1);
  const edge = edges[0];
  const spot = edge !== undefined ? { edge } : operator !== undefined ? { operator } : undefined;
  const next = spot && alongEdges(document, spot, direction);
  if (!next) return;
  if ("operator" in next) {
    workbench.workspace.select({ operators: [next.operator] });
    workbench.canvas.control?.reveal(next.operator);
    return;
  }
  workbench.workspace.select({ edges: [next.edge] });
  const found = document.edges.find(({ id }) => id === next.edge);
  const name = (id: string | undefined): string =>
    document.operators.find((candidate) => candidate.id === id)?.name ?? "";
  workbench.workspace.announce(text("canvas", "edgeSelected", { from: name(found?.from.operator), to: name(found?.to.operator) }));
}

/** Moves what is selected; presses in a row are one step of undo. */
export function nudge(workbench: Workbench, dx: number, dy: number): void {
  const { document } = workbench.editor;
  const { operators, notes } = workbench.workspace.selection;
  const positions = Object.fromEntries(
    operators.flatMap((id) => {
      const at = positionsOf(document)[id];
      return at ? [[id, { x: at.x + dx, y: at.y + dy }] as const] : [];
    }),
  );
  const noteChanges = notesOf(document)
    .filter(({ id }) => notes.includes(id))
    .map((note): DocumentChange => ({ kind: "setNote", note: { ...note, x: note.x + dx, y: note.y + dy } }));
  workbench.editor.edit(
    { kind: "batch", name: "move", changes: [{ kind: "move", positions }, ...noteChanges] },
    `nudge ${[...operators, ...notes].join(" ")}`,
  );
}

export function selectEverything(workbench: Workbench): void {
  const { document } = workbench.editor;
  workbench.workspace.select({ operators: document.operators.map(({ id }) => id), notes: notesOf(document).map(({ id }) => id) });
}

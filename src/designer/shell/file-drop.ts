import { readJobFile } from "../analysis/read-document.ts";
import { snapped } from "../document/places.ts";
import type { Position } from "../document/document-change.ts";
import { currentDocument, documentStore, edit } from "../document/document-store.ts";
import { addOperator } from "../document/edit-changes.ts";
import { text } from "../i18n/language.ts";
import { canvasControl } from "../workspace/canvas-control.ts";
import { openDialog, showToast } from "../workspace/dialog-store.ts";
import { keepFile, sayNotKept } from "../workspace/file-store.ts";
import { announce, select, workspaceStore } from "../workspace/workspace-store.ts";
import type { DesignerServices, FileGuess } from "../workspace/designer-context.ts";

/** Enough for a guess at the columns; more would only be slower. */
const sampleBytes = 64 * 1024;

/** Files dropped on the canvas: a job is offered for import, records become a file source where they fell. [UI23] */
export function takeDrops(root: HTMLElement, services: DesignerServices): () => void {
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  };
  const drop = (event: DragEvent): void => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    const at = canvasControl()?.toWorld({ x: event.clientX, y: event.clientY }) ?? { x: 0, y: 0 };
    void takeFiles(files, at, services);
  };
  root.addEventListener("dragover", over);
  root.addEventListener("drop", drop);
  return () => {
    root.removeEventListener("dragover", over);
    root.removeEventListener("drop", drop);
  };
}

export async function takeFiles(files: readonly File[], at: Position, services: DesignerServices): Promise<void> {
  let place = at;
  for (const file of files) {
    const sample = await file.slice(0, sampleBytes).text();
    if (/\.json$/i.test(file.name) && /"weir\.job\//.test(sample)) {
      openDialog({ kind: "import", name: file.name, report: await readJobFile(file) });
      continue;
    }
    if (documentStore.getState().origin === "link") return;
    const guess = await services.guessFile(file.name, sample);
    if (!guess) {
      showToast(text("shell", "notRecords", { name: file.name }));
      continue;
    }
    addFileSource(file, place, guess);
    place = { x: place.x, y: place.y + 120 };
  }
}

function addFileSource(file: File, at: Position, guess: FileGuess): void {
  const name = file.name.replace(/\.[^.]*$/, "");
  const config = { files: [file.name], ...guess };
  const { change, operator } = addOperator(currentDocument(), { type: "file-source", name, config }, snapped(at));
  edit(change);
  keepFile(file, sayNotKept);
  select({ operators: [operator] });
  workspaceStore.setState({ view: "logical" });
  announce(text("shell", "fileTaken", { name: file.name, fields: guess.fields.length }));
}

import { snapped } from "../document/places.ts";
import type { Position } from "../document/document-change.ts";
import { addOperator } from "../document/edit-changes.ts";
import { namedFiles } from "../document/named-files.ts";
import { text } from "../i18n/language.ts";
import type { Workbench, FileGuess } from "../workspace/workbench.ts";

/** Enough for a guess at the columns; more would only be slower. */
const sampleBytes = 64 * 1024;

/**
 * Files dropped on the canvas: a job is offered for import, records go to the sources that name them, else become one where they
 * fell. [UI23]
 */
export function handleFileDrops(workbench: Workbench, root: HTMLElement): () => void {
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  };
  const drop = (event: DragEvent): void => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    const at = workbench.canvas.control?.toWorld({ x: event.clientX, y: event.clientY }) ?? { x: 0, y: 0 };
    void openDroppedFiles(workbench, files, at);
  };
  root.addEventListener("dragover", over);
  root.addEventListener("drop", drop);
  return () => {
    root.removeEventListener("dragover", over);
    root.removeEventListener("drop", drop);
  };
}

export async function openDroppedFiles(workbench: Workbench, files: readonly File[], at: Position): Promise<void> {
  let place = at;
  for (const file of files) {
    const sample = await file.slice(0, sampleBytes).text();
    if (/\.json$/i.test(file.name) && /"weir\.job\//.test(sample)) {
      workbench.dialogs.open({ kind: "import", name: file.name, report: await workbench.reader.readFile(file) });
      continue;
    }
    if (namedFiles(workbench.editor.document).includes(file.name)) {
      workbench.files.keep(file);
      workbench.dialogs.showToast(text("shell", "fileGiven", { name: file.name }));
      continue;
    }
    if (workbench.editor.isReadOnly) {
      workbench.dialogs.showToast(`${file.name}: ${text("commands", "unavailable.readOnly")}`, "refused");
      continue;
    }
    const guess = await workbench.guessFile(file.name, sample);
    if (!guess) {
      workbench.dialogs.showToast(text("shell", "notRecords", { name: file.name }), "refused");
      continue;
    }
    addFileSource(workbench, file, place, guess);
    place = { x: place.x, y: place.y + 120 };
  }
}

function addFileSource(workbench: Workbench, file: File, at: Position, guess: FileGuess): void {
  const name = file.name.replace(/\.[^.]*$/, "");
  const config = { files: [file.name], ...guess };
  const { change, operator } = addOperator(workbench.editor.document, { type: "file-source", name, config }, snapped(at));
  workbench.editor.edit(change);
  workbench.files.keep(file);
  workbench.workspace.select({ operators: [operator] });
  workbench.workspace.set({ view: "logical" });
  workbench.workspace.announce(text("shell", "fileTaken", { name: file.name, fields: guess.fields.length }));
}

import { snapped } from "../document/places.ts";
import type { Position } from "../document/document-change.ts";
import { addOperator } from "../document/edit-changes.ts";
import { namedFiles } from "../document/named-files.ts";
import { text } from "../i18n/language.ts";
import type { FileGuess } from "../../formats/guess-file.ts";
import { whyReadOnly } from "../workspace/read-only.ts";
import type { Workbench } from "../workspace/workbench.ts";

/** Enough for a guess at the columns; more would only be slower. */
const sampleBytes = 256 * 1024;

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
    const readOnly = whyReadOnly(workbench);
    if (readOnly !== undefined) {
      workbench.dialogs.showToast(`${file.name}: ${readOnly}`, "refused");
      continue;
    }
    const guess = await guessed(workbench, file);
    if (guess === undefined) continue;
    addFileSource(workbench, file, place, guess);
    place = { x: place.x, y: place.y + 120 };
  }
}

/** How the person wants the file read; undefined when not at all, or when it is no text, which is told. */
async function guessed({ fileGuesser, dialogs }: Workbench, file: File): Promise<FileGuess | undefined> {
  const bytes = new Uint8Array(await file.slice(0, sampleBytes).arrayBuffer());
  const sample = { name: file.name, bytes, isWhole: file.size <= sampleBytes };
  try {
    if (bytes.length === 0) throw new Error(text("shell", "emptyFile"));
    const guess = await fileGuesser?.guess(sample);
    return guess && (await dialogs.askFile({ file, sample, guess }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    dialogs.showToast(text("shell", "notRecords", { name: file.name, reason }), "refused");
    return undefined;
  }
}

function addFileSource(workbench: Workbench, file: File, at: Position, guess: FileGuess): void {
  const name = file.name.replace(/\.[^.]*$/, "");
  const { format, formatOptions, fields } = guess;
  const config = { files: [file.name], format, formatOptions, fields };
  const { change, operator } = addOperator(workbench.editor.document, { type: "file-source", name, config }, snapped(at));
  workbench.editor.edit(change);
  workbench.files.keep(file);
  workbench.workspace.select({ operators: [operator] });
  workbench.workspace.set({ view: "logical" });
  workbench.workspace.announce(text("shell", "fileTaken", { name: file.name, fields: guess.fields.length }));
}

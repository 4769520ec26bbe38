import type { DocumentWriter } from "./document-writer.ts";
import type { Editor } from "./editor.ts";
import type { Shown } from "./shown.ts";

/** The editor's document, and which state of it was on screen. */
interface Autosaved {
  readonly editor: Editor;
  readonly shown: Shown;
}

/**
 * Saves the document after every change that has come on screen; changes made while a save is under way are saved by the next one. What
 * the page could not show is not saved, so the draft that the next visit opens is one that was shown. [DC10]
 */
export function autosave({ editor, shown }: Autosaved, writer: DocumentWriter, onFailure: (error: unknown) => void): () => void {
  let saving = false;
  const saveNow = async (): Promise<void> => {
    if (saving) return;
    saving = true;
    try {
      for (;;) {
        const { state } = editor;
        if (!writer.writes(state.id) || state.savedAt !== undefined || !shown.has(state)) return;
        await writer.save();
      }
    } catch (error) {
      onFailure(error);
    } finally {
      saving = false;
    }
  };
  void saveNow();
  const stops = [editor.store.subscribe(() => void saveNow()), shown.store.subscribe(() => void saveNow())];
  return () => stops.forEach((stop) => stop());
}

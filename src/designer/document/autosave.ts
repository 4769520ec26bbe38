import { documentStore } from "./document-store.ts";
import type { Drafts } from "./drafts.ts";

/** Saves the document after every change; changes made while a save is under way are saved by the next one. [DC10] */
export function autosave(drafts: Drafts, onFailure: (error: unknown) => void): () => void {
  let saving = false;
  const saveNow = async (): Promise<void> => {
    if (saving) return;
    saving = true;
    try {
      for (;;) {
        const state = documentStore.getState();
        if (state.origin !== "own" || state.savedAt !== undefined) return;
        const savedAt = await drafts.save(state);
        const now = documentStore.getState();
        if (now.document === state.document && now.id === state.id) documentStore.setState({ savedAt });
      }
    } catch (error) {
      onFailure(error);
    } finally {
      saving = false;
    }
  };
  void saveNow();
  return documentStore.subscribe(() => void saveNow());
}

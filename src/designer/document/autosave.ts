import { documentStore } from "./document-store.ts";
import type { Drafts } from "./drafts.ts";
import { shownStore, wasShown } from "./shown.ts";

/**
 * Saves the document after every change that has come on screen; changes made while a save is under way are saved by the next one. What
 * the page could not show is not saved, so the draft that the next visit opens is one that was shown. [DC10]
 */
export function autosave(drafts: Drafts, onFailure: (error: unknown) => void): () => void {
  let saving = false;
  const saveNow = async (): Promise<void> => {
    if (saving) return;
    saving = true;
    try {
      for (;;) {
        const state = documentStore.getState();
        if (state.origin !== "own" || state.savedAt !== undefined || !wasShown(state)) return;
        const savedAt = await drafts.save(state);
        const now = documentStore.getState();
        if (now.document === state.document && now.id === state.id && now.trust === state.trust) documentStore.setState({ savedAt });
      }
    } catch (error) {
      onFailure(error);
    } finally {
      saving = false;
    }
  };
  void saveNow();
  const stops = [documentStore.subscribe(() => void saveNow()), shownStore.subscribe(() => void saveNow())];
  return () => stops.forEach((stop) => stop());
}

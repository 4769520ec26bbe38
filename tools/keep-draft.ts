import type { Trust } from "../src/designer/document/editor.ts";
import type { JobDocument } from "../src/graph/job-document.ts";

/** Runs in a page: keeps a draft in the browser's storage, as `drafts.ts` does. The next visit opens it. */
export async function keepDraft(draft: { readonly document: JobDocument; readonly trust: Trust }): Promise<void> {
  const opening = indexedDB.open("weir-designer", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("drafts", { keyPath: "id" }).createIndex("bySavedAt", "savedAt");
    opening.result.createObjectStore("versions", { keyPath: "version", autoIncrement: true }).createIndex("byDocument", "id");
  };
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const writing = opening.result.transaction("drafts", "readwrite");
  writing.objectStore("drafts").put({ ...draft, id: crypto.randomUUID(), origin: "own", savedAt: Date.now() });
  await new Promise((resolve) => (writing.oncomplete = resolve));
  opening.result.close();
}

const key = "weir.running";

/**
 * Jobs that were running when their page went away: a killed tab ends no job, it is recovered from its newest checkpoint. Kept in the
 * browser by document id from the start of a run to its end. [UI25]
 */
export class RunMemory {
  /** Document that runs here, while it does. */
  #running: string | undefined;

  began(documentId: string): void {
    this.#running = documentId;
    write(new Set(read()).add(documentId));
  }

  /** The run came to its end, or was cancelled. */
  ended(): void {
    if (this.#running !== undefined) this.forget(this.#running);
    this.#running = undefined;
  }

  forget(documentId: string): void {
    const left = new Set(read());
    if (left.delete(documentId)) write(left);
  }

  /** Whether the document's run was cut off, by a reload or the end of the tab. */
  wasCutOff(documentId: string): boolean {
    return documentId !== this.#running && read().includes(documentId);
  }
}

function read(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

function write(ids: ReadonlySet<string>): void {
  try {
    localStorage.setItem(key, JSON.stringify([...ids]));
  } catch {
    // Without storage there are no checkpoints either that a run could be recovered from.
  }
}

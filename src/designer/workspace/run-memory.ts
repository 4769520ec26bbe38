import { createStore, type StoreApi } from "zustand/vanilla";

const key = "weir.running";
const runLock = (documentId: string): string => `weir-running-${documentId}`;

export interface RunElsewhere {
  /** The open document, when a run of it was cut off. */
  readonly cutOff: string | undefined;
  /** The open document, while another tab runs it. */
  readonly elsewhere: string | undefined;
}

const nowhere: RunElsewhere = { cutOff: undefined, elsewhere: undefined };

/**
 * Jobs that were running when their page went away: a killed tab ends no job, it is recovered from its newest checkpoint. Kept in the
 * browser by document id from the start of a run to its end. The tab it runs in holds a lock: no other one takes it for lost. [UI25]
 */
export class RunMemory {
  /** What is known of runs of the open document that are not this tab's. */
  readonly store: StoreApi<RunElsewhere> = createStore<RunElsewhere>(() => nowhere);
  /** Document that runs here, while it does. */
  #running: string | undefined;
  #release: (() => void) | undefined;
  #open: string | undefined;
  #line: AbortController | undefined;

  constructor() {
    globalThis.addEventListener?.("storage", (event) => event.key === key && this.#look());
  }

  /** That document is open here: finds out, now and whenever it changes, whether it runs in another tab or was cut off. */
  opened(documentId: string): void {
    this.#open = documentId;
    this.#look();
  }

  /** Remembered once the lock is held: a tab that reads of the run never finds the lock free. */
  began(documentId: string): void {
    const goesOn = this.#running === documentId && this.#release !== undefined;
    if (!goesOn) this.#release?.();
    this.#running = documentId;
    const remember = (): void => write(new Set(read()).add(documentId));
    if (goesOn || locks() === undefined) remember();
    else void locks()?.request(runLock(documentId), () => {
      if (this.#running !== documentId) return undefined;
      remember();
      return new Promise<void>((release) => {
        this.#release = release;
      });
    });
    this.#look();
  }

  /** The run came to its end, or was cancelled. */
  ended(): void {
    const ended = this.#running;
    this.#running = undefined;
    this.#release?.();
    this.#release = undefined;
    if (ended !== undefined) this.forget(ended);
  }

  forget(documentId: string): void {
    const left = new Set(read());
    if (left.delete(documentId)) write(left);
    this.#look();
  }

  /** Whether a run of the document had not come to its end when that was last known: it goes on in another tab, or was cut off. */
  isUnended(documentId: string): boolean {
    return read().includes(documentId);
  }

  /** Whether the open document's run was cut off, by a reload or the end of the tab. */
  wasCutOff(documentId: string): boolean {
    return this.store.getState().cutOff === documentId;
  }

  runsElsewhere(documentId: string): boolean {
    return this.store.getState().elsewhere === documentId;
  }

  #look(): void {
    this.#line?.abort();
    const open = this.#open;
    if (open === undefined || open === this.#running || !read().includes(open)) return this.store.setState(nowhere);
    if (locks() === undefined) return this.store.setState({ cutOff: open, elsewhere: undefined });
    this.#line = new AbortController();
    void this.#find(open, this.#line.signal);
  }

  /** It is lost when nobody holds its lock, and then only. */
  async #find(open: string, signal: AbortSignal): Promise<void> {
    const say = (found: RunElsewhere): void => void (signal.aborted || this.store.setState(found));
    const { held = [] } = (await locks()?.query()) ?? {};
    if (held.some(({ name }) => name === runLock(open))) say({ cutOff: undefined, elsewhere: open });
    const onFree = (): void => say({ cutOff: read().includes(open) ? open : undefined, elsewhere: undefined });
    await locks()?.request(runLock(open), { signal }, onFree).catch(() => undefined);
  }
}

const locks = (): LockManager | undefined => globalThis.navigator?.locks;

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

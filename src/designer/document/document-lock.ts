import type { History } from "./history.ts";

/** What tabs that have one document open tell each other. */
export type TabMessage =
  /** From the tab that writes: a new state is in storage. */
  | { readonly kind: "saved" }
  /** To the tab that writes: another one wants to. */
  | { readonly kind: "asks" }
  /** From the tab that wrote: all is in storage, and this is how it may be taken back. */
  | ({ readonly kind: "hands" } & Pick<History, "past" | "future">);

export interface LockListener {
  /** This tab holds the document. */
  readonly onHeld: () => void;
  /** Another tab holds it, or has taken it from this one, which waits in line. */
  readonly onHeldElsewhere: () => void;
  readonly onMessage: (message: TabMessage) => void;
}

/** A page that is left lets go of its locks a moment later. */
const handOverMs = 250;

const lockPrefix = "weir-document-";

/** Documents that some tab writes, this one included. */
export async function openDocuments(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await globalThis.navigator?.locks?.query()) ?? {};
  return new Set(held.flatMap(({ name = "" }) => (name.startsWith(lockPrefix) ? [name.slice(lockPrefix.length)] : [])));
}

/**
 * A document that several tabs may have open. One of them holds it, for as long as it lives, whatever ends it; the next in line has it
 * then. Where the browser has no locks every tab holds it, and only storage keeps them apart.
 */
export class DocumentLock {
  readonly #name: string;
  readonly #listener: LockListener;
  readonly #channel: BroadcastChannel | undefined;
  #release: (() => void) | undefined;
  #line: AbortController | undefined;
  #closed = false;
  /** Without locks it is taken once: what another tab does then, only storage tells. */
  #wasHeld = false;

  /** Takes the document unless another tab holds it. */
  constructor(id: string, listener: LockListener) {
    this.#name = lockPrefix + id;
    this.#listener = listener;
    this.#channel = globalThis.BroadcastChannel && new BroadcastChannel(this.#name);
    this.#channel?.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => listener.onMessage(data));
    this.#request({ ifAvailable: true });
  }

  get isHeld(): boolean {
    return this.#release !== undefined;
  }

  tell(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  /** Lets another tab have it, and waits in line again. */
  letGo(): void {
    this.#release?.();
    this.#release = undefined;
    this.#waitInLine(0);
  }

  /** Takes it, whoever holds it. */
  take(): void {
    if (this.isHeld || this.#closed) return;
    this.#line?.abort();
    this.#request({ steal: true });
  }

  close(): void {
    this.#closed = true;
    this.#line?.abort();
    this.#release?.();
    this.#release = undefined;
    this.#channel?.close();
  }

  /** `patienceMs`: when it is said that another tab has it. */
  #waitInLine(patienceMs: number): void {
    this.#line?.abort();
    this.#line = new AbortController();
    const { signal } = this.#line;
    this.#request({ signal });
    setTimeout(() => {
      if (!signal.aborted && !this.isHeld) this.#listener.onHeldElsewhere();
    }, patienceMs);
  }

  #request(options: LockOptions): void {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      if (this.#closed) return undefined;
      // A slow answer means nothing: only a refusal says that there is another tab.
      if (lock === null) return void this.#waitInLine(handOverMs);
      const released = new Promise<void>((release) => {
        this.#release = release;
      });
      this.#listener.onHeld();
      return released;
    };
    const { locks } = globalThis.navigator ?? {};
    if (locks !== undefined) locks.request(this.#name, options, hold).catch(() => this.#onRefused(options));
    else if (options.steal === true || !this.#wasHeld) void hold({ name: this.#name, mode: "exclusive" });
    this.#wasHeld = true;
  }

  /** It is waited for no longer, or it was taken from this tab. */
  #onRefused({ signal }: LockOptions): void {
    if (this.#closed || signal?.aborted || !this.isHeld) return;
    this.#release = undefined;
    this.#waitInLine(0);
  }
}

import { hashString } from "../../base/java-hash.ts";

/** A document that a page set out to show. */
export interface Opening {
  readonly kind: "draft" | "link";
  /** Key of the draft, or `linkId` of the address. */
  readonly id: string;
  /** For the person; what they called it, if that was known before it was read. */
  readonly name?: string;
}

interface Mark extends Opening {
  /** The designer that set it; its page holds a lock of this name while it lives. */
  readonly page: string;
  /** Wall time at which it was set. */
  readonly at: number;
  /** The page was left while it still answered, soon after it began: an impatient reload. */
  readonly left?: boolean;
  /** The document is being tried again after that. */
  readonly again?: boolean;
}

const marksKey = "weir.opening";
const unshownKey = "weir.not-shown";
/** A document that is not on screen by then has failed, whatever still goes on. */
const patienceMs = 5_000;
/** A page that has just begun in another tab is given this long before its document counts as failed. */
const otherTabMs = 4_000;
/** Until the locks of a page that was killed are gone. */
const killedMs = 250;
const nameMax = 100;

/** What threw in this page so far. */
let failures = 0;

/**
 * What a designer is about to show is marked in storage first, and the mark is taken away once it stands on screen and the page still
 * answers. So a document that crashes, freezes or blanks the page is known to the next visit, which starts without it. Designers of one
 * page have a mark each. [UI67]
 */
export class OpeningMark {
  #page: string | undefined;
  #failuresBefore = 0;
  /** Documents left after an impatient reload: each is tried once more. */
  readonly #tried = new Set<string>();

  begin({ kind, id, name }: Opening): void {
    const page = this.#hold();
    const again = this.#tried.has(id);
    this.#failuresBefore = failures;
    const mark: Mark = { kind, id, page, at: Date.now(), ...(name && { name: name.slice(0, nameMax) }), ...(again && { again }) };
    write(marksKey, [...marks().filter((other) => other.page !== page), mark]);
  }

  /** What the designer set out to show is on screen, and the page answers. */
  shown(): void {
    const mine = this.#hasFailed ? undefined : marks().find(({ page }) => page === this.#page);
    if (mine === undefined) return;
    this.#tried.delete(mine.id);
    write(marksKey, marks().filter((mark) => mark.page !== mine.page));
  }

  /**
   * Documents that failed to be shown, those of this visit's forerunners included, newest last. To be called before anything is opened.
   */
  async notShown(): Promise<readonly Opening[]> {
    const found = marks();
    if (found.length > 0) {
      const going = await stillOpening(found);
      const over = found.filter((mark) => !going.includes(mark));
      for (const { left, again, id } of over) if (left && !again) this.#tried.add(id);
      for (const mark of over) if (!this.#tried.has(mark.id)) quarantine(mark);
      write(marksKey, going);
    }
    return unshown();
  }

  get #hasFailed(): boolean {
    return failures > this.#failuresBefore;
  }

  #hold(): string {
    if (this.#page !== undefined) return this.#page;
    const id = `weir-page-${Math.random().toString(36).slice(2)}`;
    this.#page = id;
    // Held until the page is gone, however it goes.
    void globalThis.navigator?.locks?.request(id, () => new Promise(() => {}));
    globalThis.addEventListener?.("pagehide", () => this.#leave(id));
    globalThis.addEventListener?.("error", ({ message }) => {
      // Sizes that are told a frame later: the browser reports them like an error, and nothing has failed.
      if (!message?.startsWith("ResizeObserver loop")) openingFailed();
    });
    return id;
  }

  #leave(id: string): void {
    const soon = (mark: Mark): boolean => !this.#hasFailed && Date.now() - mark.at < patienceMs;
    if (!marks().some((mark) => mark.page === id)) return;
    write(marksKey, marks().map((mark) => (mark.page === id && soon(mark) ? { ...mark, left: true } : mark)));
  }
}

/** Something of the page threw: leaving it while a document comes on screen is no impatience. */
export function openingFailed(): void {
  failures++;
}

/** The document stays where it is kept and is not opened by itself any more. */
export function quarantine({ kind, id, name }: Opening): void {
  write(unshownKey, [...unshown().filter((each) => each.id !== id), { kind, id, ...(name && { name }) }]);
}

/** The person has decided: it is opened again, or deleted. */
export function endQuarantine(id: string): void {
  write(unshownKey, unshown().filter((each) => each.id !== id));
}

/** Keys of drafts that no visit reads by itself. */
export function quarantinedIds(): ReadonlySet<string> {
  return new Set(unshown().map(({ id }) => id));
}

/** A name for the job in an address, short enough to be kept. */
export function linkId(hash: string): string {
  return `link:${hash.length}:${hashString(hash)}`;
}

/** Marks of pages in other tabs that have just begun. A page that was killed may be taken for alive for a moment. */
async function stillOpening(found: readonly Mark[]): Promise<readonly Mark[]> {
  let going = found.filter(({ left, at }) => left !== true && Date.now() - at < otherTabMs);
  for (let look = 0; look < 2 && going.length > 0; look++) {
    if (look > 0) await new Promise((resolve) => setTimeout(resolve, killedMs));
    const locks = await globalThis.navigator?.locks?.query();
    const alive = new Set(locks?.held?.map(({ name }) => name));
    going = going.filter((mark) => alive.has(mark.page));
  }
  return going;
}

const marks = (): readonly Mark[] => read(marksKey).flatMap((each) => (isMark(each) ? [each] : []));
const unshown = (): readonly Opening[] => read(unshownKey).flatMap((each) => (isOpening(each) ? [each] : []));

function isOpening(value: unknown): value is Opening {
  const { kind, id, name } = Object(value) as Partial<Opening>;
  return (kind === "draft" || kind === "link") && typeof id === "string" && (name === undefined || typeof name === "string");
}

function isMark(value: unknown): value is Mark {
  const { page: of, at } = Object(value) as Partial<Mark>;
  return isOpening(value) && typeof of === "string" && typeof at === "number";
}

function read(key: string): readonly unknown[] {
  try {
    const kept: unknown = JSON.parse(globalThis.localStorage?.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

function write(key: string, list: readonly Opening[]): void {
  try {
    if (list.length === 0) globalThis.localStorage?.removeItem(key);
    else globalThis.localStorage?.setItem(key, JSON.stringify(list));
  } catch {
    // Without storage there are no drafts either; a link is left to the person's own reload.
  }
}

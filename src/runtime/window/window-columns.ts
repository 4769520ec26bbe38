import type { Timestamp } from "../../stream/timestamp.ts";
import type { CellPage } from "./column-aggregate.ts";
import type { TimeWindow } from "./time-window.ts";

/** What a window knows of a key. */
export const Presence = { absent: 0, present: 1, timerPending: 2 } as const;
export type Presence = (typeof Presence)[keyof typeof Presence];

/** Keys per page; a page is made when a key of it comes. */
const pageBits = 10;
const pageSize = 1 << pageBits;

/** What a window, or a page, takes beside its contents, and an id in it, about. */
const windowBytes = 256;
const idBytes = 8;

/** Number of the page of a key id, and its place in the page. */
export const pageOf = (id: number): number => id >>> pageBits;
export const slotOf = (id: number): number => id & (pageSize - 1);

export interface WindowPage extends CellPage {
  /** A `Presence` per slot. */
  readonly presence: Uint8Array;
}

/**
 * The accumulators of one window, by dense key id, in pages of doubles: the cells of a key lie side by side,
 * from `slotOf(id) * width` on.
 */
export class WindowColumns implements TimeWindow {
  readonly start: Timestamp;
  readonly end: Timestamp;
  readonly maxTimestamp: Timestamp;
  /** When the contents are thrown away; Infinity: never. */
  readonly cleanup: Timestamp;
  /** Ids in the order in which they came. May hold ids that have gone; then they are absent. */
  readonly ids: number[] = [];
  /** How many of `ids` were looked at by the firing. */
  fired = 0;
  /** By `pageOf`. */
  readonly pages: (WindowPage | undefined)[] = [];
  readonly #width: number;

  constructor(window: TimeWindow, options: { readonly allowedLateness: number; readonly width: number }) {
    this.start = window.start;
    this.end = window.end;
    this.maxTimestamp = window.end - 1;
    this.cleanup = this.maxTimestamp + options.allowedLateness;
    this.#width = options.width;
  }

  /** Bytes that the window takes, about. */
  get bytes(): number {
    const pages = this.pages.reduce((count, page) => count + (page === undefined ? 0 : 1), 0);
    return windowBytes + idBytes * (this.ids.length + this.pages.length) + pages * this.#pageBytes;
  }

  /** Bytes that it takes more once `id` has a place. */
  growth(id: number): number {
    const page = this.pages[pageOf(id)] === undefined ? this.#pageBytes : 0;
    return idBytes + page + (this.ids.length === 0 ? windowBytes : 0);
  }

  get #pageBytes(): number {
    return pageSize * (1 + this.#width * Float64Array.BYTES_PER_ELEMENT) + windowBytes;
  }

  presence(id: number): number {
    return this.pages[pageOf(id)]?.presence[slotOf(id)] ?? Presence.absent;
  }

  mark(id: number, presence: Presence): void {
    const page = this.pages[pageOf(id)];
    if (page !== undefined) page.presence[slotOf(id)] = presence;
  }

  /** Makes room for `id`, which is absent: its cells are zero. */
  enter(id: number): void {
    const page = this.page(id);
    const base = slotOf(id) * this.#width;
    page.cells.fill(0, base, base + this.#width);
    this.ids.push(id);
  }

  /** The page of `id`; made when there is none. */
  page(id: number): WindowPage {
    const index = pageOf(id);
    const existing = this.pages[index];
    if (existing !== undefined) return existing;
    const page: WindowPage = {
      presence: new Uint8Array(pageSize),
      cells: new Float64Array(pageSize * this.#width),
      exact: new Map(),
    };
    while (this.pages.length <= index) this.pages.push(undefined);
    this.pages[index] = page;
    return page;
  }
}

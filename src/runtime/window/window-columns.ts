import type { Timestamp } from "../../stream/timestamp.ts";
import type { CellPlace } from "./column-aggregate.ts";
import type { TimeWindow } from "./time-window.ts";

/** What a window knows of a key. */
export const Presence = { absent: 0, present: 1, timerPending: 2 } as const;
export type Presence = (typeof Presence)[keyof typeof Presence];

/** Keys per page; a page is made when a key of it comes. */
const pageBits = 10;
const pageSize = 1 << pageBits;
const pageMask = pageSize - 1;

interface Page {
  readonly presence: Uint8Array;
  readonly cells: Float64Array;
}

/**
 * The accumulators of one window, by dense key id, in pages of doubles: the cells of a key lie side by side.
 * It also is the place (`CellPlace`) that `seek` points to.
 */
export class WindowColumns implements CellPlace, TimeWindow {
  readonly start: Timestamp;
  readonly end: Timestamp;
  readonly maxTimestamp: Timestamp;
  /** When the contents are thrown away; Infinity: never. */
  readonly cleanup: Timestamp;
  /** Ids in the order in which they came. May hold ids that have gone; then they are absent. */
  readonly ids: number[] = [];
  /** How many of `ids` were looked at by the firing. */
  fired = 0;
  readonly exact = new Map<number, bigint>();
  exactBase = 0;
  cells: Float64Array = new Float64Array(0);
  base = 0;
  private readonly width: number;
  private readonly pages: (Page | undefined)[] = [];

  constructor(
    window: TimeWindow,
    { allowedLateness, width }: { readonly allowedLateness: number; readonly width: number },
  ) {
    this.start = window.start;
    this.end = window.end;
    this.maxTimestamp = window.end - 1;
    this.cleanup = this.maxTimestamp + allowedLateness;
    this.width = width;
  }

  presence(id: number): number {
    const page = this.pages[id >>> pageBits];
    return page === undefined ? Presence.absent : (page.presence[id & pageMask] as number);
  }

  /**
   * Points at the cells of `id`, all zero when it was absent, and sets what is known of it. Returns what was
   * known before.
   */
  seek(id: number, presence: Presence): number {
    const page = this.pages[id >>> pageBits] ?? this.addPage(id >>> pageBits);
    const slot = id & pageMask;
    const { width } = this;
    this.cells = page.cells;
    this.base = slot * width;
    this.exactBase = id * width;
    const before = page.presence[slot] as number;
    if (before === Presence.absent) {
      page.cells.fill(0, this.base, this.base + width);
      this.ids.push(id);
    }
    if (before !== presence) page.presence[slot] = presence;
    return before;
  }

  /** Points at the cells of `id`, which must be present. */
  look(id: number): void {
    const page = this.pages[id >>> pageBits] as Page;
    this.cells = page.cells;
    this.base = (id & pageMask) * this.width;
    this.exactBase = id * this.width;
  }

  mark(id: number, presence: Presence): void {
    const page = this.pages[id >>> pageBits];
    if (page !== undefined) page.presence[id & pageMask] = presence;
  }

  private addPage(index: number): Page {
    const page = { presence: new Uint8Array(pageSize), cells: new Float64Array(pageSize * this.width) };
    while (this.pages.length <= index) this.pages.push(undefined);
    this.pages[index] = page;
    return page;
  }
}

import type { Row, Value } from "../../stream/row.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import type { DenseKeyedState, DenseState } from "../state/dense-state.ts";
import type { KeyTable } from "../state/key-table.ts";
import type { WindowNamespace } from "../state/keyed-state.ts";
import type { StateLog } from "../state/state-log.ts";
import type { StateMemory } from "../state/state-memory.ts";
import type { StateMeta } from "../state/state-table.ts";
import type { HeapTimerService } from "../time/heap-timer-service.ts";
import type { CellPage, ColumnAggregate } from "./column-aggregate.ts";
import { maxTimestampOf } from "./time-window.ts";
import type { TimeWindow } from "./time-window.ts";
import { pageOf, Presence, slotOf, WindowColumns } from "./window-columns.ts";

const noWindow = new WindowColumns({ start: Infinity, end: -Infinity }, { allowedLateness: 0, width: 0 });

export interface AlignedWindowOptions {
  readonly dense: DenseKeyedState;
  readonly aggregates: readonly ColumnAggregate[];
  readonly allowedLateness: number;
  readonly timerService: string;
  readonly meta: StateMeta;
  /** Hands on the results of the current key. */
  fire(window: TimeWindow, results: readonly Value[]): void;
  /** The current key's window is thrown away. */
  clear?: ((window: TimeWindow) => void) | undefined;
}

/**
 * Contents and timers of event-time windows that are the same for all keys, with the event-time trigger:
 * columns per window in place of an entry and one or two timers per key and window. What it keeps, fires and
 * writes is what the general window operator keeps, fires and writes. [WN18]
 */
export class AlignedWindowState implements DenseState {
  readonly meta: StateMeta;
  readonly memory: StateMemory;
  readonly timerService: string;
  size = 0;
  readonly #keys: KeyTable;
  readonly #service: HeapTimerService;
  readonly #log: StateLog | undefined;
  readonly #aggregates: readonly ColumnAggregate[];
  readonly #allowedLateness: number;
  readonly #width: number;
  readonly #accumulate: (page: CellPage, base: number, row: Row) => void;
  readonly #emit: AlignedWindowOptions["fire"];
  readonly #onClear: AlignedWindowOptions["clear"];
  readonly #byStart = new Map<Timestamp, WindowColumns>();
  /** Windows that have not fired, and those that only wait for late records; both by end. */
  readonly #open: WindowColumns[] = [];
  readonly #fired: WindowColumns[] = [];
  /** The window that was asked for last; one that holds no time when that is over. */
  latest = noWindow;
  #pending = 0;
  #namespace: WindowNamespace = { start: 0, end: 0 };

  constructor({ dense, aggregates, allowedLateness, timerService, meta, fire, clear }: AlignedWindowOptions) {
    this.meta = meta;
    this.timerService = timerService;
    this.#keys = dense.keys;
    this.memory = dense.keys.memory;
    this.#log = dense.log;
    this.#service = dense.service(timerService);
    this.#aggregates = aggregates;
    this.#allowedLateness = allowedLateness;
    this.#accumulate = accumulator(aggregates);
    this.#width = aggregates.reduce((sum, aggregate) => sum + aggregate.width, 0);
    this.#emit = fire;
    this.#onClear = clear;
    this.#takeOver(dense);
    dense.install(this);
  }

  /** The window that starts at `start`; undefined when it is over. */
  windowAt(start: Timestamp, end: Timestamp): WindowColumns | undefined {
    if (end - 1 + this.#allowedLateness <= this.#service.currentWatermark) return undefined;
    this.latest = this.#byStart.get(start) ?? this.#addWindow({ start, end });
    return this.latest;
  }

  /** Adds a record of the current key to a window that is not over. */
  add(window: WindowColumns, row: Row): void {
    const id = this.#keys.current();
    const page = window.pages[pageOf(id)];
    const slot = slotOf(id);
    // A pending timer says that the window has not fired, without a look at the watermark.
    if (page !== undefined && page.presence[slot] === Presence.timerPending) {
      this.#accumulate(page, slot * this.#width, row);
      if (this.#log !== undefined) this.#noteWrite(window, id);
      return;
    }
    const isNew = window.presence(id) === Presence.absent;
    const isOpen = this.#enter(window, id);
    this.#accumulate(window.page(id), slot * this.#width, row);
    this.#noteWrite(window, id);
    // A late record within the allowed lateness fires at once.
    if (!isOpen) this.#emit(window, this.#results(window, id));
    else this.#noteTimer("registered", id, window.maxTimestamp);
    if (isNew && this.#hasCleanupTimers()) this.#noteTimer("registered", id, window.cleanup);
  }

  #noteWrite(window: WindowColumns, id: number): void {
    this.#log?.written(this, id, { value: this.#cells(window, id), window });
  }

  #noteTimer(change: "registered" | "fired", keyId: number, timestamp: Timestamp): void {
    this.#log?.timer(change, "event", { keyId, timestamp });
  }

  /** Sees to a key without a pending timer: it gets one, unless the window has fired already; then false. */
  #enter(window: WindowColumns, id: number): boolean {
    const isOpen = window.maxTimestamp > this.#service.currentWatermark;
    if (window.presence(id) === Presence.absent) this.#makeRoom(window, id);
    window.mark(id, isOpen ? Presence.timerPending : Presence.present);
    if (isOpen) this.#pending += 1;
    return isOpen;
  }

  #makeRoom(window: WindowColumns, id: number): void {
    this.memory.write(window.growth(id));
    window.enter(id);
    this.size += 1;
    this.#keys.retain(id);
  }

  get ownBytes(): number {
    let bytes = 0;
    for (const window of this.#byStart.values()) bytes += window.bytes;
    return bytes;
  }

  get eventTimers(): number {
    return this.#hasCleanupTimers() ? this.#pending + this.size : this.#pending;
  }

  fireEventTimer(): boolean {
    const watermark = this.#service.currentWatermark;
    const [late] = this.#fired;
    if (late !== undefined && late.cleanup <= watermark) {
      this.#fired.shift();
      this.#dispose(late);
      return true;
    }
    const [window] = this.#open;
    if (window === undefined || window.maxTimestamp > watermark) return false;
    while (window.fired < window.ids.length) {
      const id = window.ids[window.fired] as number;
      window.fired += 1;
      if (window.presence(id) !== Presence.timerPending) continue;
      this.#fireKey(window, id);
      return true;
    }
    this.#open.shift();
    if (window.cleanup <= watermark) this.#dispose(window);
    else insertByEnd(this.#fired, window);
    return true;
  }

  forEachTimer(id: number, visit: (timestamp: Timestamp, namespace: WindowNamespace) => void): void {
    const cleans = this.#hasCleanupTimers();
    for (const window of this.#byStart.values()) {
      const presence = window.presence(id);
      if (presence === Presence.timerPending) visit(window.maxTimestamp, window);
      if (presence !== Presence.absent && cleans) visit(window.cleanup, window);
    }
  }

  forEach(id: number, visit: (value: unknown, namespace: WindowNamespace) => void): void {
    for (const window of this.#byStart.values())
      if (window.presence(id) !== Presence.absent) visit(this.#cells(window, id), window);
  }

  setNamespace(window: WindowNamespace): void {
    this.#namespace = window;
  }

  toChange(): unknown {
    return this.get();
  }

  get(): unknown {
    const id = this.#keys.current();
    const window = this.#byStart.get(this.#namespace.start);
    return window === undefined || window.presence(id) === Presence.absent
      ? undefined
      : this.#cells(window, id);
  }

  put(value: unknown): void {
    const id = this.#keys.current();
    const window = this.#byStart.get(this.#namespace.start) ?? this.#addWindow(this.#namespace);
    if (window.presence(id) === Presence.absent) {
      this.#makeRoom(window, id);
      window.mark(id, Presence.present);
    }
    const page = window.page(id);
    const base = slotOf(id) * this.#width;
    this.#aggregates.forEach((aggregate, index) =>
      aggregate.setCell(page, base, (value as readonly Value[])[index]),
    );
  }

  remove(): void {
    const window = this.#byStart.get(this.#namespace.start);
    if (window !== undefined) this.#forget(window, this.#keys.current());
  }

  /** With the lateness 0 the timer that fires also cleans up; with an endless one nothing does. */
  #hasCleanupTimers(): boolean {
    return this.#allowedLateness > 0 && this.#allowedLateness < Infinity;
  }

  #fireKey(window: WindowColumns, id: number): void {
    this.#keys.selectId(id);
    window.mark(id, Presence.present);
    this.#pending -= 1;
    this.#noteTimer("fired", id, window.maxTimestamp);
    this.#emit(window, this.#results(window, id));
    if (window.cleanup === window.maxTimestamp) this.#cleanUp(window, id);
  }

  #cleanUp(window: WindowColumns, id: number): void {
    this.#forget(window, id);
    if (this.#onClear !== undefined) this.#onClear(window);
  }

  #results(window: WindowColumns, id: number): readonly Value[] {
    const page = window.page(id);
    const base = slotOf(id) * this.#width;
    return this.#aggregates.map((aggregate) => aggregate.result(page, base));
  }

  #cells(window: WindowColumns, id: number): readonly Value[] {
    const page = window.page(id);
    const base = slotOf(id) * this.#width;
    return this.#aggregates.map((aggregate) => aggregate.cell(page, base));
  }

  #forget(window: WindowColumns, id: number): void {
    const presence = window.presence(id);
    if (presence === Presence.absent) return;
    if (presence === Presence.timerPending) this.#pending -= 1;
    window.mark(id, Presence.absent);
    this.size -= 1;
    this.#log?.cleared(this, id, window);
    this.#keys.release(id);
  }

  /** Each key becomes current before its entry goes, because a snapshot may still have to write it. */
  #dispose(window: WindowColumns): void {
    for (const id of window.ids) {
      if (window.presence(id) === Presence.absent) continue;
      this.#keys.selectId(id);
      if (this.#hasCleanupTimers()) this.#noteTimer("fired", id, window.cleanup);
      this.#cleanUp(window, id);
    }
    this.#byStart.delete(window.start);
    if (this.latest === window) this.latest = noWindow;
  }

  #addWindow(window: TimeWindow): WindowColumns {
    const columns = new WindowColumns(window, { allowedLateness: this.#allowedLateness, width: this.#width });
    this.#byStart.set(window.start, columns);
    insertByEnd(columns.maxTimestamp > this.#service.currentWatermark ? this.#open : this.#fired, columns);
    return columns;
  }

  /** Moves restored entries and their timers here. */
  #takeOver(dense: DenseKeyedState): void {
    const restored = dense.restored(this.meta);
    if (restored !== undefined) this.#takeEntries(restored);
    for (const { keyId, priority, namespace } of this.#service.event.toArray()) {
      const window = namespace === undefined ? undefined : this.#byStart.get(namespace.start);
      if (window === undefined || namespace === undefined || priority !== maxTimestampOf(namespace)) continue;
      window.mark(keyId, Presence.timerPending);
      this.#pending += 1;
    }
    this.#service.event.removeAll();
    this.#keys.deselect();
  }

  #takeEntries(restored: { forEach: DenseState["forEach"] }): void {
    const { first, last } = this.#keys.keyGroups;
    for (let group = first; group <= last; group += 1) {
      const entries: { readonly id: number; readonly value: unknown; readonly window: WindowNamespace }[] =
        [];
      this.#keys.forEachInGroup(group, (id) =>
        restored.forEach(id, (value, { start, end }) => entries.push({ id, value, window: { start, end } })),
      );
      for (const { id, value, window } of entries) {
        this.#keys.selectId(id);
        this.setNamespace(window);
        this.put(value);
        this.#keys.release(id);
      }
    }
  }
}

/** All of the aggregates as one function; one alone is called directly. */
function accumulator(
  aggregates: readonly ColumnAggregate[],
): (page: CellPage, base: number, row: Row) => void {
  const [first, second, third] = aggregates;
  if (first !== undefined && second === undefined) return first.add;
  if (first !== undefined && second !== undefined && third === undefined) {
    return (page, base, row) => {
      first.add(page, base, row);
      second.add(page, base, row);
    };
  }
  return (page, base, row) => {
    for (const aggregate of aggregates) aggregate.add(page, base, row);
  };
}

function insertByEnd(windows: WindowColumns[], window: WindowColumns): void {
  let at = windows.length;
  while (at > 0 && (windows[at - 1] as WindowColumns).end > window.end) at -= 1;
  windows.splice(at, 0, window);
}

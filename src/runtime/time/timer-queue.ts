import { BinaryHeap } from "../../base/binary-heap.ts";
import type { HeapElement } from "../../base/binary-heap.ts";
import { EntryIndex } from "../state/entry-index.ts";
import type { IndexedEntry } from "../state/entry-index.ts";
import type { KeyTable } from "../state/key-table.ts";
import { voidNamespace } from "../state/state-table.ts";
import type { WindowNamespace } from "../state/keyed-state.ts";
import type { Timestamp } from "../../stream/timestamp.ts";

/** One pending timer. `primary` and `priority` both are its timestamp: for the index and for the heap. */
export interface Timer extends HeapElement, IndexedEntry {
  readonly keyId: number;
  readonly key: unknown;
  readonly keyGroup: number;
  /** As it was registered; undefined for the void namespace. */
  readonly namespace: WindowNamespace | undefined;
}

/**
 * Pending timers of one domain, unique per (timestamp, key, namespace). A timer keeps its key's id alive.
 * [TM1]
 */
export class TimerQueue {
  readonly #keys: KeyTable;
  readonly #heap = new BinaryHeap<Timer>();
  readonly #index = new EntryIndex<Timer>();

  constructor(keys: KeyTable) {
    this.#keys = keys;
  }

  get size(): number {
    return this.#heap.size;
  }

  /** Timestamp of the earliest timer; Infinity without one. */
  get earliest(): Timestamp {
    return this.#heap.peek()?.priority ?? Infinity;
  }

  peek(): Timer | undefined {
    return this.#heap.peek();
  }

  /** For the current key. False when that timer is there already. */
  add(timestamp: Timestamp, namespace: WindowNamespace | undefined): boolean {
    const id = this.#keys.current();
    const { start, end } = namespace ?? voidNamespace;
    if (this.#index.find(id, timestamp, namespace ?? voidNamespace) !== undefined) return false;
    const timer: Timer = {
      priority: timestamp,
      primary: timestamp,
      start,
      end,
      namespace,
      keyId: id,
      key: this.#keys.key(id),
      keyGroup: this.#keys.groupOf(id),
      heapIndex: 0,
      next: undefined,
    };
    this.#index.add(id, timer);
    this.#heap.add(timer);
    this.#keys.retain(id);
    return true;
  }

  /** For the current key. False when there is no such timer. */
  delete(timestamp: Timestamp, namespace: WindowNamespace | undefined): boolean {
    const timer = this.#index.find(this.#keys.current(), timestamp, namespace ?? voidNamespace);
    if (timer === undefined) return false;
    this.remove(timer);
    return true;
  }

  remove(timer: Timer): void {
    this.#heap.remove(timer);
    this.#index.remove(timer.keyId, timer);
    this.#keys.release(timer.keyId);
  }

  removeAll(): void {
    for (const timer of this.#heap.toArray()) this.remove(timer);
  }

  toArray(): Timer[] {
    return this.#heap.toArray();
  }
}

import { BinaryHeap } from "../../base/binary-heap.ts";
import type { HeapElement } from "../../base/binary-heap.ts";

/** All that is due at one virtual time, in the order in which it was planned. */
interface Moment extends HeapElement {
  readonly priority: number;
  heapIndex: number;
  readonly events: PlannedEvent[];
  taken: number;
}

interface PlannedEvent {
  action: (() => void) | undefined;
}

/** Events over virtual time: earliest first, those of one time in the order they were planned. [DT2] */
export class EventQueue {
  readonly #heap = new BinaryHeap<Moment>();
  readonly #moments = new Map<number, Moment>();

  /** Plans `action` for `at`; returns what takes it back. */
  plan(at: number, action: () => void): () => void {
    let moment = this.#moments.get(at);
    if (moment === undefined) {
      moment = { priority: at, heapIndex: 0, events: [], taken: 0 };
      this.#moments.set(at, moment);
      this.#heap.add(moment);
    }
    const event: PlannedEvent = { action };
    moment.events.push(event);
    return () => {
      event.action = undefined;
    };
  }

  /** Time of the earliest event; Infinity when there is none. */
  nextAt(): number {
    this.#skip();
    return this.#heap.peek()?.priority ?? Infinity;
  }

  /** Removes and returns the earliest event that is due at `now`. */
  takeDue(now: number): (() => void) | undefined {
    this.#skip();
    const moment = this.#heap.peek();
    if (moment === undefined || moment.priority > now) return undefined;
    return moment.events[moment.taken++]?.action;
  }

  /** Drops what was taken back and moments that are over. */
  #skip(): void {
    for (let moment = this.#heap.peek(); moment !== undefined; moment = this.#heap.peek()) {
      while (moment.taken < moment.events.length && moment.events[moment.taken]?.action === undefined) moment.taken++;
      if (moment.taken < moment.events.length) return;
      this.#heap.poll();
      this.#moments.delete(moment.priority);
    }
  }
}

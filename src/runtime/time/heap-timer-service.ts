import { assert } from "../../base/assert.ts";
import type { TimeDomain } from "../../observe/event.ts";
import { minTimestamp } from "../../stream/timestamp.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import type { Clock } from "../environment.ts";
import type { KeyTable } from "../state/key-table.ts";
import type { WindowNamespace } from "../state/keyed-state.ts";
import type { StateLog } from "../state/state-log.ts";
import { TimerQueue } from "./timer-queue.ts";
import type { TimerCallback, TimerService } from "./timer-service.ts";

/** What a timer takes, about. */
export const timerBytes = 96;

export interface HeapTimerServiceOptions {
  readonly keys: KeyTable;
  readonly clock: Clock;
  /** Told of every change; absent where timers are not in the log. */
  readonly log: StateLog | undefined;
}

/** Flink's InternalTimerServiceImpl over two heaps. Namespaces are windows, or undefined. */
export class HeapTimerService<Namespace = WindowNamespace | undefined> implements TimerService<Namespace> {
  currentWatermark: Timestamp = minTimestamp;
  readonly event: TimerQueue;
  readonly processing: TimerQueue;
  readonly #keys: KeyTable;
  readonly #clock: Clock;
  readonly #log: StateLog | undefined;
  #callback: TimerCallback<Namespace> | undefined;
  #quiesced = false;

  constructor({ keys, clock, log }: HeapTimerServiceOptions) {
    this.#keys = keys;
    this.#clock = clock;
    this.#log = log;
    this.event = new TimerQueue(keys);
    this.processing = new TimerQueue(keys);
  }

  /**
   * Whom timers call. Restored timers of a service that its operator does not ask for stay, and never fire.
   * [TM5]
   */
  setCallback(callback: TimerCallback<Namespace>): void {
    this.#callback = callback;
  }

  get currentProcessingTime(): Timestamp {
    return this.#clock.now();
  }

  registerEventTimer(namespace: Namespace, timestamp: Timestamp): void {
    this.#register("event", namespace, timestamp);
  }

  deleteEventTimer(namespace: Namespace, timestamp: Timestamp): void {
    this.#delete("event", namespace, timestamp);
  }

  registerProcessingTimer(namespace: Namespace, timestamp: Timestamp): void {
    if (!this.#quiesced) this.#register("processing", namespace, timestamp);
  }

  deleteProcessingTimer(namespace: Namespace, timestamp: Timestamp): void {
    this.#delete("processing", namespace, timestamp);
  }

  /** Fires the first event timer that is due at the current watermark; false when none is. [TM2] */
  fireEvent(): boolean {
    return this.#fire("event", this.currentWatermark);
  }

  /** Fires the first processing timer with timestamp <= `now`; false when there is none. [TM4] */
  fireProcessing(now: Timestamp): boolean {
    return this.#fire("processing", now);
  }

  /** Drops the processing timers and every later registration of one. [TM6] */
  quiesceProcessing(): void {
    this.#quiesced = true;
    this.processing.removeAll();
  }

  /** Timestamp of the earliest processing timer that can fire, Infinity when there is none. */
  get nextProcessing(): Timestamp {
    return this.#callback === undefined ? Infinity : this.processing.earliest;
  }

  #register(domain: TimeDomain, namespace: Namespace, timestamp: Timestamp): void {
    assert(timestamp === timestamp, "[TM1] a timer needs a timestamp");
    this.#keys.memory.write(timerBytes);
    const added = this[domain].add(timestamp, windowOf(namespace));
    if (added) this.#log?.timer("registered", domain, { keyId: this.#keys.current(), timestamp });
  }

  #delete(domain: TimeDomain, namespace: Namespace, timestamp: Timestamp): void {
    const deleted = this[domain].delete(timestamp, windowOf(namespace));
    if (deleted) this.#log?.timer("deleted", domain, { keyId: this.#keys.current(), timestamp });
  }

  #fire(domain: TimeDomain, time: Timestamp): boolean {
    const queue = this[domain];
    const timer = queue.peek();
    if (timer === undefined || timer.priority > time) return false;
    const callback = this.#callback;
    if (callback === undefined) return false;
    this.#keys.selectId(timer.keyId);
    queue.remove(timer);
    this.#log?.timer("fired", domain, { keyId: timer.keyId, timestamp: timer.priority });
    callback.onTimer(domain, timer.priority, timer.namespace as Namespace);
    return true;
  }
}

function windowOf(namespace: unknown): WindowNamespace | undefined {
  return namespace === undefined || namespace === null ? undefined : (namespace as WindowNamespace);
}

import type { Timestamp } from "../../stream/timestamp.ts";
import type { TimeDomain } from "../../observe/event.ts";

/**
 * Timers of the current key (Flink's InternalTimerService). Identity is (timestamp, key, namespace) per domain: registering
 * twice keeps one, deleting an absent one does nothing. Order of ties is that of Flink's heap.
 */
export interface TimerService<Namespace> {
  readonly currentWatermark: Timestamp;
  readonly currentProcessingTime: Timestamp;
  registerEventTimer(namespace: Namespace, timestamp: Timestamp): void;
  deleteEventTimer(namespace: Namespace, timestamp: Timestamp): void;
  registerProcessingTimer(namespace: Namespace, timestamp: Timestamp): void;
  deleteProcessingTimer(namespace: Namespace, timestamp: Timestamp): void;
}

/** Called with the timer's key as current key. */
export interface TimerCallback<Namespace> {
  onTimer(domain: TimeDomain, timestamp: Timestamp, namespace: Namespace): void;
}

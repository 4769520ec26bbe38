import type { Timestamp } from "../../stream/timestamp.ts";
import type { HeapTimerService } from "../time/heap-timer-service.ts";
import type { KeyTable } from "./key-table.ts";
import type { WindowNamespace } from "./keyed-state.ts";
import type { StateLog } from "./state-log.ts";
import type { StateMeta, StateTable } from "./state-table.ts";

/**
 * A state with a layout of its own over dense key ids, and with event timers of its own that follow from its
 * contents. To a snapshot it looks like any other state and its timers like those of service `timerService`,
 * so that either can restore the other.
 */
export interface DenseState extends StateTable {
  readonly timerService: string;
  readonly eventTimers: number;
  /** Bytes that it takes, about. */
  readonly ownBytes: number;
  /** Fires the first event timer that is due at the watermark; false when none is. */
  fireEventTimer(): boolean;
  /** Pending event timers of a key, for snapshots. */
  forEachTimer(id: number, visit: (timestamp: Timestamp, namespace: WindowNamespace) => void): void;
}

/** What a backend that keeps keys under dense ids offers to such states. */
export interface DenseKeyedState {
  readonly keys: KeyTable;
  /** To be told what happens to its contents and timers; undefined where that is not in the log. */
  readonly log: StateLog | undefined;
  /** The timer service with this name, restored timers included. */
  service(name: string): HeapTimerService;
  /** Restored contents of a state; undefined when there are none. Throws when it was another state. */
  restored(meta: StateMeta): StateTable | undefined;
  /** Makes `state` the one of its name from now on. It has taken over what was restored. */
  install(state: DenseState): void;
}

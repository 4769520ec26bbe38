import { assert } from "../../base/assert.ts";
import type { KeyedState, ListState } from "../state/keyed-state.ts";
import { hashSetOrder, mergeWindows, sameWindow } from "./time-window.ts";
import type { TimeWindow } from "./time-window.ts";

/**
 * A session and the namespace that holds its contents, as stored: start, end, start and end of the state
 * window.
 */
type StoredSession = readonly [number, number, number, number];

interface Session {
  readonly window: TimeWindow;
  readonly stateWindow: TimeWindow;
}

export interface SessionMerge {
  readonly window: TimeWindow;
  /** The sessions that became `window`, in the order in which their contents follow one another. */
  readonly merged: readonly TimeWindow[];
  readonly stateWindow: TimeWindow;
  readonly mergedStateWindows: readonly TimeWindow[];
}

/**
 * The live sessions of the current key (Flink's MergingWindowSet): kept in keyed list state, loaded for each
 * element or timer and stored again when changed. [WN9] [WN10]
 */
export class MergingWindowSet {
  readonly #state: ListState<StoredSession>;
  #sessions: Session[] = [];
  #changed = false;

  constructor(state: KeyedState) {
    this.#state = state.list({ name: "merging-window-set", type: { type: "RAW", nullable: false }, isOwnNote: true });
  }

  /** Reads the sessions of the current key. */
  load(): void {
    this.#sessions = this.#state.get().map(([start, end, stateStart, stateEnd]) => ({
      window: { start, end },
      stateWindow: { start: stateStart, end: stateEnd },
    }));
    this.#changed = false;
  }

  /** Stores the sessions of the current key, if they are others than before. */
  persist(): void {
    if (!this.#changed) return;
    this.#state.update(
      this.#sessions.map(
        ({ window, stateWindow }) => [window.start, window.end, stateWindow.start, stateWindow.end] as const,
      ),
    );
    this.#changed = false;
  }

  stateWindowOf(window: TimeWindow): TimeWindow | undefined {
    return this.#sessions.find((session) => sameWindow(session.window, window))?.stateWindow;
  }

  retire(window: TimeWindow): void {
    this.#sessions = this.#sessions.filter((session) => !sameWindow(session.window, window));
    this.#changed = true;
  }

  /**
   * Adds an element's own window, merging what it touches, and returns the session that the element belongs
   * to.
   */
  add(window: TimeWindow, onMerge: (merge: SessionMerge) => void): TimeWindow {
    const group = mergeWindows([...this.#sessions.map((session) => session.window), window]).find(
      ({ merged }) => merged.some((other) => sameWindow(other, window)),
    );
    if (group === undefined) {
      // A window equal to a session that had grown starts over with empty contents, as in Flink.
      this.#put({ window, stateWindow: window });
      return window;
    }
    const merged = hashSetOrder(group.merged).filter((other) => !sameWindow(other, window));
    const stateWindows = merged.map((other) => this.#take(other));
    const [stateWindow, ...mergedStateWindows] = stateWindows;
    assert(stateWindow !== undefined, "[WN9] a window merges with at least one session");
    this.#put({ window: group.cover, stateWindow });
    const [only] = merged;
    const unchanged = merged.length === 1 && only !== undefined && sameWindow(only, group.cover);
    if (!unchanged) onMerge({ window: group.cover, merged, stateWindow, mergedStateWindows });
    return group.cover;
  }

  #put(session: Session): void {
    this.#sessions = [...this.#sessions.filter(({ window }) => !sameWindow(window, session.window)), session];
    this.#changed = true;
  }

  #take(window: TimeWindow): TimeWindow {
    const stateWindow = this.stateWindowOf(window);
    assert(stateWindow !== undefined, "[WN9] a window merges with sessions that are there");
    this.#sessions = this.#sessions.filter((session) => !sameWindow(session.window, window));
    return stateWindow;
  }
}

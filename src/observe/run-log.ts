import { assert } from "../base/assert.ts";
import { textLength } from "./event.ts";
import type { LogEvent, LogHeader } from "./event.ts";
import { apply } from "./fold.ts";
import { branchRun, emptyRun } from "./ownership.ts";
import type { RunState } from "./run-state.ts";

/** Events between two keyframes: a step back folds at most this many [OB3]. */
export const keyframeInterval = 500;

/** Events kept by default; older ones are dropped and `RunLog.dropped` says so [OB5]. */
export const defaultLogCapacity = 1_000_000;

/** Characters of their texts kept by default: lines of a job may be long. [HB32] */
const defaultCharacters = 64 << 20;

interface Chunk {
  /** The run before the chunk's first event. */
  readonly keyframe: RunState;
  readonly events: LogEvent[];
  characters: number;
}

/** The log of one run with its keyframes: append at the end, look at any point that is still kept. */
export class RunLog {
  readonly header: LogHeader;
  readonly #capacity: number;
  readonly #charactersMax: number;
  readonly #chunks: Chunk[] = [];
  readonly #head: RunState;
  #dropped = 0;
  #characters = 0;

  constructor(header: LogHeader, capacity = defaultLogCapacity, charactersMax = defaultCharacters) {
    this.header = header;
    this.#charactersMax = charactersMax;
    this.#capacity = Math.max(capacity, keyframeInterval);
    this.#head = emptyRun(header);
  }

  /** Events seen so far; the cursor of the live end. */
  get length(): number {
    return this.#head.cursor;
  }

  /** Events that were dropped from the beginning to bound memory; the lowest cursor that can be looked at. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The run behind the last event. Only to be read; it changes with the next `append`. */
  get head(): Readonly<RunState> {
    return this.#head;
  }

  /** `onEvent` is told of each event right after it was folded, with the run behind it. */
  append(events: readonly LogEvent[], onEvent?: (event: LogEvent, run: Readonly<RunState>) => void): void {
    for (const event of events) {
      let chunk = this.#chunks.at(-1);
      if (!chunk || chunk.events.length === keyframeInterval) {
        chunk = { keyframe: branchRun(this.#head), events: [], characters: 0 };
        this.#chunks.push(chunk);
      }
      apply(this.#head, event);
      chunk.events.push(event);
      const characters = textLength(event.body);
      chunk.characters += characters;
      this.#characters += characters;
      onEvent?.(event, this.#head);
    }
    while (this.#isOverfull()) {
      this.#characters -= this.#chunks.shift()?.characters ?? 0;
      this.#dropped += keyframeInterval;
    }
  }

  /** The newest chunk stays, however long its texts are. */
  #isOverfull(): boolean {
    if (this.length - this.#dropped > this.#capacity + keyframeInterval) return true;
    return this.#characters > this.#charactersMax && this.#chunks.length > 1;
  }

  /** Event number `seq`, undefined when it was dropped or has not happened. */
  event(seq: number): LogEvent | undefined {
    const offset = seq - this.#dropped;
    return this.#chunks[Math.floor(offset / keyframeInterval)]?.events[offset % keyframeInterval];
  }

  /**
   * The run behind `cursor` events, clamped to what is kept. `from`, a state this method returned before, is moved forward in
   * place when that is shorter than starting at a keyframe; the caller gives it up.
   */
  seek(cursor: number, from?: RunState): RunState {
    const target = Math.min(Math.max(cursor, this.#dropped), this.length);
    const offset = target - this.#dropped;
    const chunk = this.#chunks[Math.min(Math.floor(offset / keyframeInterval), this.#chunks.length - 1)];
    if (!chunk) return emptyRun(this.header);
    const forward = from !== undefined && from.cursor <= target && from.cursor >= chunk.keyframe.cursor;
    const run = forward ? from : branchRun(chunk.keyframe);
    while (run.cursor < target) {
      const event = this.event(run.cursor);
      assert(event, `[OB4] event ${run.cursor} is missing in the log`);
      apply(run, event);
    }
    return run;
  }
}

import type { TaskIndex } from "../stream/indices.ts";
import type { LogBatch, LogEvent, LogEventBody, LogHeader } from "./event.ts";
import { textLength } from "./event.ts";
import { LogHash } from "./log-hash.ts";

/** Text of a batch, give or take an event: a page takes it in between two frames. */
const batchCharactersMax = 4 << 20;

/** Writer of a job's one log: numbers the events, hashes them, and hands them on in batches. */
export class LogWriter {
  readonly header: LogHeader;
  readonly #hash: LogHash | undefined;
  #batch: LogEvent[] = [];
  #headerSent = false;
  #watcher: ((event: LogEvent) => void) | undefined;
  #next = 0;

  /** Without `hashed` every hash is empty: a free-running log is not compared. */
  constructor(header: LogHeader, hashed: boolean) {
    this.header = header;
    this.#hash = hashed ? new LogHash() : undefined;
  }

  /** Number of events logged. */
  get length(): number {
    return this.#next;
  }

  /** Hash of everything logged so far. */
  get hashText(): string {
    return this.#hash?.toString() ?? "";
  }

  /** Calls `watcher` for every event from now on, as it is logged; one at a time. */
  watch(watcher: ((event: LogEvent) => void) | undefined): void {
    this.#watcher = watcher;
  }

  append(at: number, subtask: TaskIndex, body: LogEventBody): LogEvent {
    const event: LogEvent = { seq: this.#next++, at, subtask, body };
    this.#hash?.add(event);
    this.#batch.push(event);
    this.#watcher?.(event);
    return event;
  }

  /**
   * The next events, with the header the first time; undefined when there is nothing to tell. With `max` at most so many, and fewer where
   * their texts are long.
   */
  takeBatch(max = Infinity): LogBatch | undefined {
    if (this.#headerSent && this.#batch.length === 0) return undefined;
    const count = max === Infinity ? max : this.#fitting(max);
    const events = this.#batch.length <= count ? this.#batch : this.#batch.slice(0, count);
    this.#batch = this.#batch.slice(events.length);
    const header = this.#headerSent ? {} : { header: this.header };
    this.#headerSent = true;
    return { ...header, events, hash: this.hashText };
  }

  /** How many of the next events make one batch. */
  #fitting(max: number): number {
    let characters = 0;
    for (const [index, { body }] of this.#batch.entries()) {
      if (index >= max) break;
      characters += textLength(body);
      if (characters > batchCharactersMax) return index + 1;
    }
    return Math.min(max, this.#batch.length);
  }
}

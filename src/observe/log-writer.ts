import type { LogBatch, LogEvent, LogEventBody, LogHeader } from "./event.ts";
import { LogHash } from "./log-hash.ts";

/** Writer of a job's one log: numbers the events, hashes them, and hands them on in batches. */
export class LogWriter {
  readonly header: LogHeader;
  private readonly hash: LogHash | undefined;
  private batch: LogEvent[] = [];
  private headerSent = false;
  private watcher: ((event: LogEvent) => void) | undefined;
  private next = 0;

  /** Without `hashed` every hash is empty: a free-running log is not compared. */
  constructor(header: LogHeader, hashed: boolean) {
    this.header = header;
    this.hash = hashed ? new LogHash() : undefined;
  }

  /** Number of events logged. */
  get length(): number {
    return this.next;
  }

  /** Hash of everything logged so far. */
  get hashText(): string {
    return this.hash?.toString() ?? "";
  }

  /** Calls `watcher` for every event from now on, as it is logged; one at a time. */
  watch(watcher: ((event: LogEvent) => void) | undefined): void {
    this.watcher = watcher;
  }

  append(at: number, subtask: number, body: LogEventBody): LogEvent {
    const event: LogEvent = { seq: this.next++, at, subtask, body };
    this.hash?.add(event);
    this.batch.push(event);
    this.watcher?.(event);
    return event;
  }

  /** The next events, at most `max`, with the header the first time; undefined when there is nothing to tell. */
  takeBatch(max = Infinity): LogBatch | undefined {
    if (this.headerSent && this.batch.length === 0) return undefined;
    const events = this.batch.length <= max ? this.batch : this.batch.slice(0, max);
    this.batch = this.batch.slice(events.length);
    const header = this.headerSent ? {} : { header: this.header };
    this.headerSent = true;
    return { ...header, events, hash: this.hashText };
  }
}

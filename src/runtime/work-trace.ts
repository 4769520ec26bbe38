import type { LogEventBody } from "../observe/event.ts";
import type { Trace } from "./environment.ts";

/** The work on a record or a timer, and the window that fired last in it. */
interface Work {
  readonly number: number;
  /** States that a timer's work has read, by operator and name; undefined for a record's. */
  readonly read: Set<string> | undefined;
  window: { readonly number: number; readonly operator: number } | undefined;
}

/**
 * Writes in a subtask's events what they stem from: the work on a record, on a timer, or on a window. Works do not overlap, but one may
 * lie within another. Only where records are in the log. [OB33]
 */
export class WorkTrace implements Trace {
  readonly records = true;
  readonly #trace: Trace;
  /** Innermost last. */
  readonly #works: Work[] = [];
  #last = 0;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** The timer that fired last has done its work. */
  readonly timerDone = (): void => {
    if (this.#works.at(-1)?.read !== undefined) this.#works.pop();
  };

  emit(event: LogEventBody): void {
    switch (event.kind) {
      case "processing":
        return this.#trace.emit({ ...event, work: this.#begin(undefined) });
      case "timerFired":
        this.timerDone();
        return this.#trace.emit({ ...event, work: this.#begin(new Set()) });
      case "windowFired":
        return this.#windowFired(event);
      case "processed":
        this.#works.pop();
        return this.#trace.emit(event);
      case "sent":
        return this.#trace.emit(event.element.kind === "record" ? this.#caused(event, -1) : event);
      case "stateRead":
        return this.#stateRead(event);
      case "stateWritten":
      case "timerRegistered":
      case "late":
      case "sinkWritten":
      case "userLog":
        return this.#trace.emit(this.#caused(event, event.operator));
      default:
        this.#trace.emit(event);
    }
  }

  #begin(read: Set<string> | undefined): number {
    this.#works.push({ number: ++this.#last, read, window: undefined });
    return this.#last;
  }

  #windowFired(event: Extract<LogEventBody, { readonly kind: "windowFired" }>): void {
    const work = ++this.#last;
    this.#trace.emit({ ...this.#caused(event, event.operator), work });
    const around = this.#works.at(-1);
    if (around !== undefined) around.window = { number: work, operator: event.operator };
  }

  #stateRead(event: Extract<LogEventBody, { readonly kind: "stateRead" }>): void {
    const read = this.#works.at(-1)?.read;
    const name = `${event.operator} ${event.state}`;
    if (read === undefined || read.has(name)) return;
    read.add(name);
    this.#trace.emit(this.#caused(event, event.operator));
  }

  /** What leaves a window operator is a window's; what happens in it (contents, timers) is of the record or timer. */
  #caused<Event extends LogEventBody>(event: Event, operator: number): Event {
    const work = this.#works.at(-1);
    if (work === undefined) return event;
    const { window } = work;
    return { ...event, cause: window === undefined || window.operator === operator ? work.number : window.number };
  }
}

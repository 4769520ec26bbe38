import { windowContents } from "../observe/event.ts";
import type { LogEventBody } from "../observe/event.ts";
import { stateEntry } from "../observe/state-entry.ts";
import type { OperatorIndex } from "../stream/indices.ts";
import type { Trace } from "./environment.ts";

type Body<Kind extends LogEventBody["kind"]> = Extract<LogEventBody, { readonly kind: Kind }>;

/** The work on a record, on a timer, or on the window that fired last in one of these. */
interface Work {
  readonly number: number;
  readonly isTimer: boolean;
  /** Of a window: the operator. */
  readonly operator: OperatorIndex | undefined;
  /** Entries of states of which no read is to be told any more: one was noted already, or what they hold is the work's own. */
  entries: Map<string, "read" | "own"> | undefined;
  /** Reads that are told when something stems from them. */
  untold: readonly Body<"stateRead">[];
  window: Work | undefined;
}

/**
 * Writes in a subtask's events what they stem from: the work on a record, on a timer, or on a window, and what states held that a work
 * was shown. Works do not overlap, but one may lie within another; of each only what one key's states are read is kept, and only while it
 * lasts. Only where records are in the log. [OB33] [OB34]
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
    if (this.#works.at(-1)?.isTimer === true) this.#works.pop();
  };

  emit(event: LogEventBody): void {
    switch (event.kind) {
      case "processing":
        return this.#trace.emit({ ...event, work: this.#begin(false) });
      case "timerFired":
        this.timerDone();
        return this.#trace.emit({ ...event, work: this.#begin(true) });
      case "windowFired":
        return this.#windowFired(event);
      case "processed":
        this.#works.pop();
        return this.#trace.emit(event);
      case "sent":
        return this.#trace.emit(event.element.kind === "record" ? this.#caused(event, this.#innermost()) : event);
      case "stateRead":
        return this.#stateRead(event);
      case "stateWritten":
        return this.#stateWritten(event);
      case "stateCleared":
        this.#tellReads(this.#innermost());
        return this.#trace.emit(event);
      case "timerRegistered":
      case "late":
      case "sinkWritten":
      case "userLog":
        return this.#trace.emit(this.#caused(event, this.#workOf(event.operator)));
      default:
        this.#trace.emit(event);
    }
  }

  #begin(isTimer: boolean): number {
    const work = this.#newWork(isTimer, undefined);
    this.#works.push(work);
    return work.number;
  }

  #newWork(isTimer: boolean, operator: OperatorIndex | undefined): Work {
    return { number: ++this.#last, isTimer, operator, entries: undefined, untold: nothing, window: undefined };
  }

  #windowFired(event: Body<"windowFired">): void {
    const window = this.#newWork(false, event.operator);
    const around = this.#works.at(-1);
    this.#trace.emit({ ...this.#caused(event, around), work: window.number });
    if (around !== undefined) around.window = window;
  }

  #stateRead(event: Body<"stateRead">): void {
    const work = this.#innermost();
    const entry = stateEntry(event);
    if (work === undefined || work.entries?.has(entry) === true) return;
    entriesOf(work).set(entry, "read");
    work.untold = [...work.untold, event];
  }

  /** Contents of windows are of the record; what a window's function writes is of the window. */
  #stateWritten(event: Body<"stateWritten">): void {
    if (event.state === windowContents) return this.#trace.emit(this.#caused(event, this.#works.at(-1)));
    const work = this.#innermost();
    if (work === undefined) return this.#trace.emit(event);
    const entry = stateEntry(event);
    const isRead = work.entries?.get(entry) === "read";
    if (isRead) work.untold = work.untold.filter((untold) => stateEntry(untold) !== entry);
    else if (event.before === undefined) entriesOf(work).set(entry, "own");
    this.#trace.emit(this.#caused(isRead ? { ...event, before: "read" } : event, work));
  }

  /** The window that fired last in the innermost work, else that work. */
  #innermost(): Work | undefined {
    const work = this.#works.at(-1);
    return work?.window ?? work;
  }

  /** What leaves a window operator is a window's; what else happens in it (timers, late records) is of the record or timer. */
  #workOf(operator: OperatorIndex): Work | undefined {
    const work = this.#works.at(-1);
    return work?.window === undefined || work.window.operator === operator ? work : work.window;
  }

  #caused<Event extends LogEventBody>(event: Event, work: Work | undefined): Event {
    if (work === undefined) return event;
    this.#tellReads(work);
    return { ...event, cause: work.number };
  }

  #tellReads(work: Work | undefined): void {
    if (work === undefined || work.untold.length === 0) return;
    for (const read of work.untold) this.#trace.emit({ ...read, cause: work.number });
    work.untold = nothing;
  }
}

const nothing: readonly never[] = [];

function entriesOf(work: Work): Map<string, "read" | "own"> {
  work.entries ??= new Map();
  return work.entries;
}

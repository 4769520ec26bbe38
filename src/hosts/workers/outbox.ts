import type { LogEventBody } from "../../observe/event.ts";
import { StepAllowance } from "../step-allowance.ts";
import type { TaskThread } from "./task-thread.ts";

/** Bytes of staged parts that may be on their way to the store: some parts of a sink, far less than a heap. */
const bytesMax = 8 << 20;

/** How much of a task's log may be on its way: events, and characters of their texts. */
export interface LogAllowance {
  readonly events: number;
  readonly characters: number;
}

/**
 * What a free-running task tells the control plane in amounts that its input decides: log events, lines of a print sink among them, and
 * staged parts. Beyond what may be on its way without having been dealt with, the task takes no further step, as if an output channel
 * were full; nothing is dropped. One step may overshoot, up to its `StepAllowance`. [HB10]
 */
export class Outbox {
  readonly #thread: Pick<TaskThread, "post" | "now">;
  readonly #max: LogAllowance;
  readonly #step = new StepAllowance();
  #events: LogEventBody[] = [];
  #charactersSince = 0;
  #eventsUnderWay = 0;
  #charactersUnderWay = 0;
  #bytesUnderWay = 0;
  /** Messages under way, oldest first: how many of their events are not confirmed, and the characters of all. */
  readonly #messages: { events: number; readonly characters: number }[] = [];

  /** `max`: what may be on its way. */
  constructor(thread: Pick<TaskThread, "post" | "now">, max: LogAllowance) {
    this.#thread = thread;
    this.#max = max;
  }

  get isFull(): boolean {
    const events = this.#eventsUnderWay + this.#events.length;
    const characters = this.#charactersUnderWay + this.#charactersSince;
    return events > this.#max.events || characters > this.#max.characters || this.#bytesUnderWay > bytesMax;
  }

  /** Keeps the event for the next `sendEvents`. Throws when the step has made far too many. */
  emit(event: LogEventBody): void {
    const before = this.#step.characters;
    this.#step.event(event);
    this.#charactersSince += this.#step.characters - before;
    this.#events.push(event);
  }

  /** Throws when the step that has ended made far too much, and a function has caught that. */
  endStep(): void {
    this.#step.endStep();
  }

  sendEvents(): void {
    if (this.#events.length === 0) return;
    const events = this.#events;
    const characters = this.#charactersSince;
    this.#events = [];
    this.#charactersSince = 0;
    this.#eventsUnderWay += events.length;
    this.#charactersUnderWay += characters;
    this.#messages.push({ events: events.length, characters });
    this.#thread.post({ kind: "events", atEpochMs: this.#thread.now(), events });
  }

  /** A part of so many bytes is handed to the store. Throws when the step has made far too many. */
  staged(bytes: number): void {
    this.#step.staged(bytes);
    this.#bytesUnderWay += bytes;
  }

  /** The control plane has shipped so many events, oldest first, or stored so many bytes. */
  confirmed(events: number, bytes: number): void {
    this.#eventsUnderWay = Math.max(0, this.#eventsUnderWay - events);
    this.#bytesUnderWay = Math.max(0, this.#bytesUnderWay - bytes);
    for (let left = events, [oldest] = this.#messages; left > 0 && oldest !== undefined; [oldest] = this.#messages) {
      const part = Math.min(left, oldest.events);
      oldest.events -= part;
      left -= part;
      if (oldest.events > 0) return;
      this.#charactersUnderWay -= oldest.characters;
      this.#messages.shift();
    }
  }
}

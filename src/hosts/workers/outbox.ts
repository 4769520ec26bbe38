import type { LogEventBody } from "../../observe/event.ts";
import type { TaskThread } from "./task-thread.ts";

/** Bytes of staged parts that may be on their way to the store: some parts of a sink, far less than a heap. */
const bytesMax = 8 << 20;

/**
 * What a free-running task tells the control plane in amounts that its input decides: log events, lines of a print sink among them, and
 * staged parts. Beyond what may be on its way without having been dealt with, the task takes no further step, as if an output channel
 * were full; nothing is dropped. One step may overshoot. [HB10]
 */
export class Outbox {
  private readonly thread: Pick<TaskThread, "post" | "now">;
  private readonly eventsMax: number;
  private events: LogEventBody[] = [];
  private eventsUnderWay = 0;
  private bytesUnderWay = 0;

  /** `eventsMax`: events that may be on their way. */
  constructor(thread: Pick<TaskThread, "post" | "now">, eventsMax: number) {
    this.thread = thread;
    this.eventsMax = eventsMax;
  }

  get isFull(): boolean {
    return this.eventsUnderWay + this.events.length > this.eventsMax || this.bytesUnderWay > bytesMax;
  }

  /** Keeps the event for the next `sendEvents`. */
  emit(event: LogEventBody): void {
    this.events.push(event);
  }

  sendEvents(): void {
    if (this.events.length === 0) return;
    const { events } = this;
    this.events = [];
    this.eventsUnderWay += events.length;
    this.thread.post({ kind: "events", atEpochMs: this.thread.now(), events });
  }

  /** A part of so many bytes was handed to the store. */
  staged(bytes: number): void {
    this.bytesUnderWay += bytes;
  }

  /** The control plane has shipped so many events, or stored so many bytes. */
  confirmed(events: number, bytes: number): void {
    this.eventsUnderWay = Math.max(0, this.eventsUnderWay - events);
    this.bytesUnderWay = Math.max(0, this.bytesUnderWay - bytes);
  }
}

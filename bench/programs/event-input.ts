import type { ControlElement } from "../../src/stream/control-element.ts";
import type { InputChannel } from "../../src/runtime/io/channel.ts";
import type { Collector } from "../../src/stream/row.ts";
import { eventRow } from "./events.ts";

export interface EventInputOptions {
  readonly events: number;
  readonly keys: number;
  /** A watermark, one millisecond behind, after so many events; 0 = none. */
  readonly watermarkEvery: number;
  /** Called before event `number`; the events go on from there. */
  readonly at?: { readonly event: number; readonly run: () => void };
}

/** Input channel that makes its records on the spot: a source inside the measured task, at the price of making the rows. */
export class EventInput implements InputChannel {
  readonly #options: EventInputOptions;
  #next = 0;
  #controls: ControlElement[] = [];
  #ended = false;
  #marked = 0;

  constructor(options: EventInputOptions) {
    this.#options = options;
  }

  get taken(): number {
    return this.#next;
  }

  /** Puts a control element behind the events that were given out. */
  insert(element: ControlElement): void {
    this.#controls.push(element);
  }

  poll(next: Collector, budget: number): number {
    if (this.#controls.length > 0) return 0;
    const { events, keys, watermarkEvery, at } = this.#options;
    let end = Math.min(events, this.#next + budget);
    if (watermarkEvery > 0) end = Math.min(end, this.#marked + watermarkEvery);
    if (at !== undefined && this.#next <= at.event) {
      if (this.#next === at.event) at.run();
      else end = Math.min(end, at.event);
    }
    const start = this.#next;
    for (let index = start; index < end; index++) next(eventRow(index, keys), Math.floor(index / 100));
    this.#next = end;
    if (watermarkEvery > 0 && end - this.#marked === watermarkEvery) {
      this.#marked = end;
      this.#controls.push({ kind: "watermark", timestamp: Math.floor((end - 1) / 100) - 1 });
    }
    if (end === events && !this.#ended) {
      this.#ended = true;
      this.#controls.push({ kind: "endOfData", mode: "drain" }, { kind: "endOfPartition" });
    }
    return end - start;
  }

  pollControl(): ControlElement | undefined {
    return this.#controls.shift();
  }

  waiting(): readonly [] {
    return [];
  }

  isReadable(): boolean {
    return this.#controls.length > 0 || !this.#ended;
  }

  setReadLimit(): void {}
  close(): void {}
}

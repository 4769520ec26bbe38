import type { LogEvent } from "./event.ts";

/**
 * Running hash of a run log: two 32-bit FNV-1a lanes over a canonical text of each event. Independent of wall time and of
 * placement, because events hold neither. [DT6]
 */
export class LogHash {
  #low = 0x811c9dc5 | 0;
  #high = 0x9dc5811c | 0;

  add(event: LogEvent): void {
    this.#number(event.seq);
    this.#number(event.at);
    this.#number(event.subtask);
    this.#value(event.body);
  }

  /** 16 lower-case hex digits. */
  toString(): string {
    return hex(this.#high) + hex(this.#low);
  }

  #value(value: unknown): void {
    if (typeof value === "object" && value !== null) {
      this.#text(Array.isArray(value) ? "[" : "{");
      // Events are plain objects, and there are many: no array of entries per event.
      for (const name in value) {
        const member: unknown = Reflect.get(value, name);
        if (member === undefined) continue;
        this.#text(name);
        this.#value(member);
      }
      this.#text("}");
    } else {
      // Part by part: a text that is put together first is copied before it can be read.
      this.#text(typeof value);
      this.#text(":");
      this.#text(String(value));
      this.#text(";");
    }
  }

  #number(value: number): void {
    this.#text(String(value));
    this.#text("|");
  }

  #text(text: string): void {
    let low = this.#low;
    let high = this.#high;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ unit, 0x5bd1e995) ^ (high >>> 13);
    }
    this.#low = low;
    this.#high = high;
  }
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, "0");
}

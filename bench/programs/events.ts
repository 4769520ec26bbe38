import { schemaOf } from "../../src/stream/logical-type-text.ts";
import { rowClass } from "../../src/stream/row-class.ts";
import type { Row } from "../../src/stream/row.ts";

/** The small row of all cases: a short text, an int, a double, a long. */
export const eventFields = [
  { name: "user", type: "STRING" },
  { name: "item", type: "INT" },
  { name: "price", type: "DOUBLE" },
  { name: "ts", type: "BIGINT" },
];
export const eventSchema = schemaOf(eventFields);

export interface EventValues {
  readonly user: string;
  readonly item: number;
  readonly price: number;
  readonly ts: number;
}

/** Flat strings, as they come from a parser or a channel; put together by `+` they would be ropes. */
const users: readonly string[] = JSON.parse(JSON.stringify(Array.from({ length: 1000 }, (_, index) => `user${index}`)));

/** Pseudo-random key number `index`: a full-period generator, so that neighbours have nothing in common. */
export const scattered = (index: number, keys: number): number => (Math.imul(index, 0x9e3779b1) >>> 8) % keys;

const EventRow = rowClass(eventSchema);

/** Event `index` as a row of Weir; items are in [0, `keys`), 1,000 users, a millisecond apart per 100 events. */
export function eventRow(index: number, keys: number): Row {
  const item = scattered(index, keys);
  return new EventRow(0, users[item % 1000], item, (index & 127) + 0.5, Math.floor(index / 100));
}

/** The same event as a plain object. */
export function eventObject(index: number, keys: number): EventValues {
  const item = scattered(index, keys);
  return { user: users[item % 1000] ?? "", item, price: (index & 127) + 0.5, ts: Math.floor(index / 100) };
}

/** Takes the time between event `from` and the end: what came before has warmed the code up. */
export class Stopwatch {
  #startedAt = 0;

  start(): void {
    this.#startedAt = performance.now();
  }

  /** Millions per second. */
  rate(events: number): number {
    return events / (performance.now() - this.#startedAt) / 1000;
  }
}

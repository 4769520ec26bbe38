import { keySelector } from "../stream/key-selector.ts";
import { rowLogText } from "../stream/row-text.ts";
import type { Schema } from "../stream/logical-type.ts";
import type { Collector, Row } from "../stream/row.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { Environment } from "./environment.ts";

/** An input of the chain as the hand sees it. */
export interface HandInput {
  readonly collect: Collector;
  readonly schema: Schema;
  readonly key: readonly string[] | undefined;
}

/**
 * The record a task works on when records are looked at one by one: taken at t, handed to the chain at t + service time. Until
 * then nothing else happens in the task, and mail waits.
 */
export class RecordInHand {
  /** End of the service time; -Infinity when the hand is empty. */
  busyUntil: Timestamp = -Infinity;
  readonly #environment: Environment;
  readonly #describe: readonly ((row: Row) => { readonly text: string; readonly key?: string })[];
  readonly #collectors: readonly Collector[];
  #taken = 0;
  #record: { readonly input: number; readonly row: Row; readonly timestamp: Timestamp } | undefined;

  constructor(environment: Environment, inputs: readonly HandInput[]) {
    this.#environment = environment;
    this.#collectors = inputs.map((input) => input.collect);
    this.#describe = inputs.map(describer);
  }

  /** Records taken so far. */
  get taken(): number {
    return this.#taken;
  }

  get isEmpty(): boolean {
    return this.#record === undefined;
  }

  take(input: number, row: Row, timestamp: Timestamp): void {
    const { trace, clock, serviceTimeMs } = this.#environment;
    this.#record = { input, row, timestamp };
    this.#taken += 1;
    this.busyUntil = clock.now() + serviceTimeMs;
    const description = this.#describe[input]?.(row);
    if (trace.records && description !== undefined) trace.emit({ kind: "processing", ...description, serviceTimeMs });
    if (serviceTimeMs === 0) this.finish();
  }

  /** Hands the record to the chain. */
  finish(): void {
    const record = this.#record;
    if (record === undefined) return;
    this.#collectors[record.input]?.(record.row, record.timestamp);
    this.#record = undefined;
    this.busyUntil = -Infinity;
    if (this.#environment.trace.records) this.#environment.trace.emit({ kind: "processed" });
  }
}

function describer({ schema, key }: HandInput): (row: Row) => { readonly text: string; readonly key?: string } {
  const text = rowLogText(schema);
  if (key === undefined) return (row) => ({ text: text(row) });
  const selector = keySelector(schema, key);
  return (row) => ({ text: text(row), key: selector.keyText(selector.select(row)) });
}

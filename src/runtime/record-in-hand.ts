import { keySelector } from "../stream/key-selector.ts";
import { rowLogText } from "../stream/row-text.ts";
import type { Schema } from "../stream/logical-type.ts";
import type { Collector, Row } from "../stream/row.ts";
import type { Timestamp } from "../stream/timestamp.ts";
import type { ChainCounts } from "./chain-counts.ts";
import type { Environment } from "./environment.ts";

/** An input of the chain, or what its source emits. */
export interface ChainEntry {
  readonly collect: Collector;
  readonly schema: Schema;
  readonly key: readonly string[] | undefined;
}

/** Where the records of `entry` enter the chain: at once, with the beginning and the end of each in the log where records are. */
export function entryCollector(environment: Environment, entry: ChainEntry, counts: ChainCounts): Collector {
  const log = workLog(environment, entry, counts);
  if (log === undefined) return entry.collect;
  return (row, timestamp) => {
    log.begun(row);
    entry.collect(row, timestamp);
    log.done();
  };
}

/**
 * The record a task with a service time works on: taken at t, handed to the chain at t + service time. Until then nothing else
 * happens in the task, and mail waits.
 */
export class RecordInHand {
  /** Where the records of each input are taken. */
  readonly entries: readonly Collector[];
  /** End of the service time; -Infinity when the hand is empty. */
  busyUntil: Timestamp = -Infinity;
  readonly #environment: Environment;
  readonly #counts: ChainCounts;
  #finish: (() => void) | undefined;

  constructor(environment: Environment, entries: readonly ChainEntry[], counts: ChainCounts) {
    this.#environment = environment;
    this.#counts = counts;
    this.entries = entries.map((entry) => this.#entry(entry));
  }

  get isEmpty(): boolean {
    return this.#finish === undefined;
  }

  /** Hands the record to the chain. */
  finish(): void {
    const finish = this.#finish;
    this.#finish = undefined;
    this.busyUntil = -Infinity;
    finish?.();
  }

  #entry(entry: ChainEntry): Collector {
    const environment = this.#environment;
    const log = workLog(environment, entry, this.#counts);
    return (row, timestamp) => {
      this.busyUntil = environment.clock.now() + environment.serviceTimeMs;
      log?.begun(row);
      this.#finish = () => {
        entry.collect(row, timestamp);
        log?.done();
      };
    };
  }
}

interface WorkLog {
  begun(row: Row): void;
  done(): void;
}

function workLog({ trace, serviceTimeMs }: Environment, { schema, key }: ChainEntry, counts: ChainCounts): WorkLog | undefined {
  if (!trace.records) return undefined;
  const text = rowLogText(schema);
  const selector = key && keySelector(schema, key);
  return {
    begun(row) {
      const ofKey = selector === undefined ? {} : { key: selector.keyText(selector.select(row)) };
      trace.emit({ kind: "processing", text: text(row), ...ofKey, serviceTimeMs });
    },
    done() {
      counts.add(0);
      const records = counts.takeUntold();
      trace.emit({ kind: "processed", ...(records && { records }) });
    },
  };
}

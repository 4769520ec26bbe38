import type { Timestamp } from "../../stream/timestamp.ts";
import type { StateKind } from "./state-table.ts";
import type { StoredEntry, StoredMap } from "./map-state.ts";

/** Flink's StateTtlConfig, by its names. Time is processing time. */
export interface StateTtl {
  /** Milliseconds; Infinity: never. */
  readonly ttl: number;
  readonly updateType: "OnCreateAndWrite" | "OnReadAndWrite";
  readonly stateVisibility: "NeverReturnExpired" | "ReturnExpiredIfNotCleanedUp";
  /** Leaves what has expired out of snapshots. */
  readonly cleanupFullSnapshot: boolean;
}

/** A value, an element, or the value of a map's entry, with the time of its last access. */
export interface TtlValue<T> {
  readonly value: T;
  readonly at: Timestamp;
}

/** A state's TTL and the clock that it goes by. [ST15] */
export class TtlClock {
  readonly config: StateTtl;
  readonly #clock: { now(): Timestamp };

  constructor(config: StateTtl, clock: { now(): Timestamp }) {
    this.config = config;
    this.#clock = clock;
  }

  get returnsExpired(): boolean {
    return this.config.stateVisibility === "ReturnExpiredIfNotCleanedUp";
  }

  get updatesOnRead(): boolean {
    return this.config.updateType === "OnReadAndWrite";
  }

  isExpired({ at }: TtlValue<unknown>): boolean {
    return at + this.config.ttl <= this.#clock.now();
  }

  wrap<T>(value: T): TtlValue<T> {
    return { value, at: this.#clock.now() };
  }
}

/**
 * Contents of a table with the parts that `change` makes of its values; `undefined` drops one, and all drop
 * the entry.
 */
export function mapContents(
  kind: StateKind,
  contents: unknown,
  change: (value: unknown) => unknown,
): unknown {
  switch (kind) {
    case "list": {
      const elements = (contents as readonly unknown[])
        .map(change)
        .filter((element) => element !== undefined);
      return elements.length === 0 ? undefined : elements;
    }
    case "map":
      return mapEntries(contents as StoredMap<unknown, unknown>, change);
    default:
      return change(contents);
  }
}

/** A map that was empty before stays. */
function mapEntries(map: StoredMap<unknown, unknown>, change: (value: unknown) => unknown): unknown {
  const changed: StoredMap<unknown, unknown> = new Map();
  for (const [identity, { key, value }] of map) {
    const next = change(value);
    if (next !== undefined) changed.set(identity, { key, value: next } as StoredEntry<unknown, unknown>);
  }
  return changed.size === 0 && map.size > 0 ? undefined : changed;
}

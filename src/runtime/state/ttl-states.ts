import { engineMessage } from "../../base/engine-messages.ts";
import type {
  Aggregate,
  AggregatingState,
  ListState,
  MapState,
  MapStateEntry,
  ValueState,
} from "./keyed-state.ts";
import type { StateTable } from "./state-table.ts";
import type { TtlClock, TtlValue } from "./ttl.ts";

/**
 * What `reader` has, as a read shows it: an expired one goes, and is shown this once where the config says
 * so. [ST16]
 */
function readThrough<T>(
  clock: TtlClock,
  stored: TtlValue<T> | undefined,
  { rewrite, remove }: { rewrite(value: TtlValue<T>): void; remove(): void },
): T | undefined {
  if (stored === undefined) return undefined;
  if (clock.isExpired(stored)) {
    remove();
    return clock.returnsExpired ? stored.value : undefined;
  }
  if (clock.updatesOnRead) rewrite(clock.wrap(stored.value));
  return stored.value;
}

/** Read of a table that holds one value. */
function readValue<T>(clock: TtlClock, table: StateTable): T | undefined {
  return readThrough(clock, table.get() as TtlValue<T> | undefined, {
    rewrite: (value) => table.put(value),
    remove: () => table.remove(),
  });
}

/** TtlValueState. */
export function ttlValueState<T>(table: StateTable, clock: TtlClock): ValueState<T> {
  return {
    setNamespace: (window) => table.setNamespace(window),
    value: () => readValue<T>(clock, table) ?? null,
    update: (value) => {
      if (value === null || value === undefined) table.remove();
      else table.put(clock.wrap(value));
    },
    clear: () => table.remove(),
  };
}

/** Windows have no TTL, and only their states are merged. */
function mergeNamespaces(): never {
  throw new Error("[ST15] states with a TTL have no namespaces to merge");
}

/**
 * TtlReducingState and TtlAggregatingState: what has expired is combined with only where it may be shown.
 * [ST17]
 */
export function ttlAddingState<In, Acc, Out>(
  table: StateTable,
  clock: TtlClock,
  {
    createAccumulator,
    add,
    getResult,
  }: Omit<Aggregate<In, Acc, Out>, "merge" | "createAccumulator"> & {
    createAccumulator(first: In): Acc;
  },
): AggregatingState<In, Out> {
  return {
    setNamespace: (window) => table.setNamespace(window),
    get: () => {
      const accumulator = readValue<Acc>(clock, table);
      return accumulator === undefined ? null : getResult(accumulator);
    },
    add: (value) => {
      const stored = table.toChange() as TtlValue<Acc> | undefined;
      const usable = stored !== undefined && (clock.returnsExpired || !clock.isExpired(stored));
      table.put(clock.wrap(usable ? add(value, stored.value) : createAccumulator(value)));
    },
    clear: () => table.remove(),
    mergeNamespaces,
  };
}

/**
 * TtlListState: elements expire one by one; a read of a list that has expired as a whole clears it. [ST18]
 */
export function ttlListState<T>(
  table: StateTable,
  clock: TtlClock,
  list: ListState<TtlValue<T>>,
): ListState<T> {
  const wrap = (element: T): TtlValue<T> => {
    if (element === null || element === undefined)
      throw new TypeError(engineMessage("listNull", { name: table.meta.name }));
    return clock.wrap(element);
  };
  return {
    setNamespace: (window) => table.setNamespace(window),
    get: () => {
      const stored = list.get();
      const alive = stored.filter((element) => !clock.isExpired(element));
      if (alive.length === 0) table.remove();
      else if (clock.updatesOnRead) list.update(alive.map(({ value }) => clock.wrap(value)));
      return (clock.returnsExpired ? stored : alive).map(({ value }) => value);
    },
    add: (element) => list.add(wrap(element)),
    addAll: (elements) => list.addAll(elements.map(wrap)),
    update: (elements) => list.update(elements.map(wrap)),
    clear: () => table.remove(),
    mergeNamespaces,
  };
}

/**
 * TtlMapState: entries expire one by one; iteration shows copies, so `setValue` is not written through.
 * [ST19]
 */
export function ttlMapState<K, V>(clock: TtlClock, map: MapState<K, TtlValue<V | null>>): MapState<K, V> {
  const read = (key: K): { readonly value: V | null } | undefined => {
    const stored = map.get(key);
    if (stored === null) return undefined;
    const value = readThrough(clock, stored, {
      rewrite: (next) => map.put(key, next),
      remove: () => map.remove(key),
    });
    return value === undefined ? undefined : { value };
  };
  return {
    setNamespace: (window) => map.setNamespace(window),
    get: (key) => read(key)?.value ?? null,
    has: (key) => read(key) !== undefined,
    put: (key, value) => map.put(key, clock.wrap(value)),
    putAll: (entries) => map.putAll([...entries].map(([key, value]) => [key, clock.wrap(value)] as const)),
    remove: (key) => map.remove(key),
    isEmpty: () => map.isEmpty(),
    entries: () => iterate(clock, map),
    clear: () => map.clear(),
  };
}

function* iterate<K, V>(
  clock: TtlClock,
  map: MapState<K, TtlValue<V | null>>,
): IterableIterator<MapStateEntry<K, V>> {
  for (const entry of map.entries()) {
    if (entry.value === null) continue;
    let gone = false;
    const value = readThrough(clock, entry.value, {
      rewrite: (next) => entry.setValue(next),
      remove: () => {
        gone = true;
        entry.remove();
      },
    });
    if (value === undefined) continue;
    yield {
      key: entry.key,
      value,
      setValue: () => {},
      remove: () => {
        if (gone) throw new Error(engineMessage("entryExpired"));
        entry.remove();
      },
    };
  }
}

import type { MapState, MapStateEntry, WindowNamespace } from "./keyed-state.ts";
import type { StateTable } from "./state-table.ts";
import { valueSize } from "./value-size.ts";

/** Contents of a map state: entries by the identity of their key, in order of insertion. */
export type StoredMap<K, V> = Map<unknown, StoredEntry<K, V>>;

export interface StoredEntry<K, V> {
  readonly key: K;
  value: V | null;
}

/** [ST5] */
export class TableMapState<K, V> implements MapState<K, V> {
  readonly #table: StateTable;
  readonly #identity: (key: unknown) => unknown;

  constructor(table: StateTable, identity: (key: unknown) => unknown) {
    this.#table = table;
    this.#identity = identity;
  }

  setNamespace(window: WindowNamespace): void {
    this.#table.setNamespace(window);
  }

  get(key: K): V | null {
    return this.#stored()?.get(this.#identity(key))?.value ?? null;
  }

  has(key: K): boolean {
    return this.#stored()?.has(this.#identity(key)) === true;
  }

  put(key: K, value: V | null): void {
    this.#table.memory.write(entrySize(key, value));
    const map = this.#toChange() ?? new Map();
    set(map, this.#identity(key), { key, value: value ?? null });
    this.#table.put(map);
  }

  /** Of no entries at all it leaves an empty map behind, as Flink's does. */
  putAll(entries: Iterable<readonly [K, V | null]>): void {
    const map = this.#toChange() ?? new Map();
    for (const [key, value] of entries) {
      this.#table.memory.write(entrySize(key, value));
      set(map, this.#identity(key), { key, value: value ?? null });
    }
    this.#table.put(map);
  }

  remove(key: K): void {
    const map = this.#toChange();
    if (map === undefined) return;
    map.delete(this.#identity(key));
    if (map.size === 0) this.#table.remove();
    else this.#table.put(map);
  }

  isEmpty(): boolean {
    return (this.#stored()?.size ?? 0) === 0;
  }

  *entries(): IterableIterator<MapStateEntry<K, V>> {
    const table = this.#table;
    const map = this.#stored();
    if (map === undefined) return;
    for (const [identity, entry] of map) {
      yield {
        key: entry.key,
        get value() {
          return entry.value;
        },
        setValue: (value) => {
          table.memory.write(valueSize(value));
          entry.value = value;
          table.put(map);
        },
        remove: () => {
          map.delete(identity);
          table.put(map);
        },
      };
    }
  }

  clear(): void {
    this.#table.remove();
  }

  #toChange(): StoredMap<K, V> | undefined {
    return this.#table.toChange() as StoredMap<K, V> | undefined;
  }

  #stored(): StoredMap<K, V> | undefined {
    return this.#table.get() as StoredMap<K, V> | undefined;
  }
}

/** What an entry takes: its key is there twice, once as what it is found by. */
const entrySize = (key: unknown, value: unknown): number => 160 + 2 * valueSize(key) + valueSize(value);

function set<K, V>(map: StoredMap<K, V>, identity: unknown, entry: StoredEntry<K, V>): void {
  const existing = map.get(identity);
  if (existing === undefined) map.set(identity, entry);
  else existing.value = entry.value;
}

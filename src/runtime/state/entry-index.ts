/**
 * Something a key has several of: told apart by `primary`, `start` and `end`. `next` belongs to the index.
 */
export interface IndexedEntry {
  readonly primary: number;
  readonly start: number;
  readonly end: number;
  next: IndexedEntry | undefined;
}

/** A chain this long becomes a map of chains by `primary`. */
const longestChain = 8;

/**
 * Entries by dense key id: a chain while a key has few (two loads to the usual first entry, no hashing), a
 * map for the keys that have many. Namespaced state (primary = start of the window) and timers (primary =
 * timestamp) lie in it.
 */
export class EntryIndex<E extends IndexedEntry> {
  readonly #heads: (E | Map<number, E> | undefined)[] = [];

  find(
    id: number,
    primary: number,
    namespace: { readonly start: number; readonly end: number },
  ): E | undefined {
    const head = this.#heads[id];
    if (head === undefined) return undefined;
    const { start, end } = namespace;
    let entry: E | undefined = head instanceof Map ? head.get(primary) : head;
    while (entry !== undefined) {
      if (entry.primary === primary && entry.start === start && entry.end === end) return entry;
      entry = entry.next as E | undefined;
    }
    return undefined;
  }

  /** `entry` must not be in the index. */
  add(id: number, entry: E): void {
    while (this.#heads.length <= id) this.#heads.push(undefined);
    const head = this.#heads[id];
    if (head instanceof Map) {
      entry.next = head.get(entry.primary);
      head.set(entry.primary, entry);
      return;
    }
    entry.next = head;
    this.#heads[id] = chainLength(entry) > longestChain ? mapOfChains(entry) : entry;
  }

  /** `entry` must be in the index. */
  remove(id: number, entry: E): void {
    const head = this.#heads[id];
    if (!(head instanceof Map)) {
      this.#heads[id] = unlink(head, entry);
      return;
    }
    const rest = unlink(head.get(entry.primary), entry);
    if (rest !== undefined) head.set(entry.primary, rest);
    else head.delete(entry.primary);
    if (head.size === 0) this.#heads[id] = undefined;
  }

  /** All entries of a key, newest first within a chain. `visit` must not change the index. */
  forEach(id: number, visit: (entry: E) => void): void {
    const head = this.#heads[id];
    if (head instanceof Map) for (const chain of head.values()) visitChain(chain, visit);
    else visitChain(head, visit);
  }
}

function chainLength(head: IndexedEntry): number {
  let length = 0;
  for (let entry: IndexedEntry | undefined = head; entry !== undefined; entry = entry.next) length += 1;
  return length;
}

function mapOfChains<E extends IndexedEntry>(head: E): Map<number, E> {
  const map = new Map<number, E>();
  let entry: E | undefined = head;
  while (entry !== undefined) {
    const next = entry.next as E | undefined;
    entry.next = map.get(entry.primary);
    map.set(entry.primary, entry);
    entry = next;
  }
  return map;
}

/** The chain without `entry`. */
function unlink<E extends IndexedEntry>(head: E | undefined, entry: E): E | undefined {
  const rest = entry.next as E | undefined;
  entry.next = undefined;
  if (head === entry) return rest;
  let before: IndexedEntry | undefined = head;
  while (before !== undefined && before.next !== entry) before = before.next;
  if (before !== undefined) before.next = rest;
  return head;
}

function visitChain<E extends IndexedEntry>(head: E | undefined, visit: (entry: E) => void): void {
  for (let entry = head; entry !== undefined; entry = entry.next as E | undefined) visit(entry);
}

import { EntryIndex } from "./entry-index.ts";
import type { IndexedEntry } from "./entry-index.ts";
import type { KeyTable } from "./key-table.ts";
import type { WindowNamespace } from "./keyed-state.ts";
import type { StateMemory } from "./state-memory.ts";
import { voidNamespace } from "./state-table.ts";
import type { StateMeta, StateTable } from "./state-table.ts";

/** What an entry takes beside its contents, about. */
export const windowEntryBytes = 80;

interface WindowEntry extends IndexedEntry {
  value: unknown;
}

/** Table of a state whose contents depend on the window too. */
export class WindowTable implements StateTable {
  readonly meta: StateMeta;
  readonly memory: StateMemory;
  size = 0;
  readonly #keys: KeyTable;
  readonly #entries = new EntryIndex<WindowEntry>();
  #window: WindowNamespace = voidNamespace;

  constructor(meta: StateMeta, keys: KeyTable) {
    this.meta = meta;
    this.#keys = keys;
    this.memory = keys.memory;
  }

  setNamespace(window: WindowNamespace): void {
    this.#window = window;
  }

  get(): unknown {
    return this.#find(this.#keys.current())?.value;
  }

  toChange(): unknown {
    return this.get();
  }

  put(value: unknown): void {
    const id = this.#keys.current();
    const entry = this.#find(id);
    if (entry !== undefined) {
      entry.value = value;
      return;
    }
    const { start, end } = this.#window;
    this.memory.write(windowEntryBytes);
    this.#entries.add(id, { primary: start, start, end, next: undefined, value });
    this.size += 1;
    this.#keys.retain(id);
  }

  remove(): void {
    const id = this.#keys.current();
    const entry = this.#find(id);
    if (entry === undefined) return;
    this.#entries.remove(id, entry);
    this.size -= 1;
    this.#keys.release(id);
  }

  forEach(id: number, visit: (value: unknown, namespace: WindowNamespace) => void): void {
    this.#entries.forEach(id, (entry) => visit(entry.value, entry));
  }

  #find(id: number): WindowEntry | undefined {
    return this.#entries.find(id, this.#window.start, this.#window);
  }
}

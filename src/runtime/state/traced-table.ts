import type { KeyTable } from "./key-table.ts";
import type { WindowNamespace } from "./keyed-state.ts";
import type { StateLog } from "./state-log.ts";
import type { StateMemory } from "./state-memory.ts";
import type { StateMeta, StateTable } from "./state-table.ts";

/** A table whose changes, and reads by functions and operators, are in the log. */
export class TracedTable implements StateTable {
  /** Reads say what the result is, and not only when there is one: they are causes. */
  readsAreCauses = true;
  readonly #table: StateTable;
  readonly #keys: KeyTable;
  readonly #log: StateLog;
  #window: WindowNamespace | undefined;
  /** What is put next is made of contents that are there. */
  #keeps = false;

  constructor(table: StateTable, keys: KeyTable, log: StateLog) {
    this.#table = table;
    this.#keys = keys;
    this.#log = log;
  }

  get meta(): StateMeta {
    return this.#table.meta;
  }

  get memory(): StateMemory {
    return this.#table.memory;
  }

  get size(): number {
    return this.#table.size;
  }

  setNamespace(window: WindowNamespace): void {
    this.#window = window;
    this.#table.setNamespace(window);
  }

  get(): unknown {
    const value = this.#table.get();
    if (value !== undefined && this.readsAreCauses) this.#log.read(this.#table, this.#keys.current(), this.#window);
    return value;
  }

  toChange(): unknown {
    const value = this.#table.toChange();
    this.#keeps = value !== undefined && this.readsAreCauses;
    return value;
  }

  merging(target: WindowNamespace, sources: readonly WindowNamespace[]): void {
    this.#log.merging(this.#table, this.#keys.current(), { target, sources });
  }

  put(value: unknown): void {
    this.#table.put(value);
    const keeps = this.#keeps;
    this.#keeps = false;
    this.#log.written(this.#table, this.#keys.current(), { value, window: this.#window, keeps });
  }

  remove(): void {
    this.#keeps = false;
    if (this.#table.get() === undefined) return;
    this.#table.remove();
    this.#log.cleared(this.#table, this.#keys.current(), this.#window);
  }

  forEach(id: number, visit: (value: unknown, namespace: WindowNamespace) => void): void {
    this.#table.forEach(id, visit);
  }
}

import type { KeyTable } from "./key-table.ts";
import type { WindowNamespace } from "./keyed-state.ts";
import type { StateLog } from "./state-log.ts";
import type { StateMemory } from "./state-memory.ts";
import type { StateMeta, StateTable } from "./state-table.ts";

/** A table whose changes are in the log, for the picture. */
export class TracedTable implements StateTable {
  private readonly table: StateTable;
  private readonly keys: KeyTable;
  private readonly log: StateLog;
  private window: WindowNamespace | undefined;

  constructor(table: StateTable, keys: KeyTable, log: StateLog) {
    this.table = table;
    this.keys = keys;
    this.log = log;
  }

  get meta(): StateMeta {
    return this.table.meta;
  }

  get memory(): StateMemory {
    return this.table.memory;
  }

  get size(): number {
    return this.table.size;
  }

  setNamespace(window: WindowNamespace): void {
    this.window = window;
    this.table.setNamespace(window);
  }

  get(): unknown {
    const value = this.table.get();
    if (value !== undefined && this.window === undefined) this.log.read(this.table, this.keys.current());
    return value;
  }

  merging(target: WindowNamespace, sources: readonly WindowNamespace[]): void {
    this.log.merging(this.table, this.keys.current(), { target, sources });
  }

  put(value: unknown): void {
    this.table.put(value);
    this.log.written(this.table, this.keys.current(), value, this.window);
  }

  remove(): void {
    if (this.table.get() === undefined) return;
    this.table.remove();
    this.log.cleared(this.table, this.keys.current(), this.window);
  }

  forEach(id: number, visit: (value: unknown, namespace: WindowNamespace) => void): void {
    this.table.forEach(id, visit);
  }
}

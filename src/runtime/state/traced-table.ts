import type { LogEventBody } from "../../observe/event.ts";
import type { KeyTable } from "./key-table.ts";
import type { WindowNamespace } from "./keyed-state.ts";
import type { StateMemory } from "./state-memory.ts";
import { stateText } from "./state-text.ts";
import type { StateMeta, StateTable } from "./state-table.ts";

/** A table that logs what is written to it, for the picture. Only where records are traced. */
export function traced(
  table: StateTable,
  keys: KeyTable,
  trace: (build: (operator: number) => LogEventBody) => void,
): StateTable {
  return new TracedTable(table, keys, trace);
}

class TracedTable implements StateTable {
  private readonly table: StateTable;
  private readonly keys: KeyTable;
  private readonly trace: (build: (operator: number) => LogEventBody) => void;
  private window: WindowNamespace | undefined;

  constructor(table: StateTable, keys: KeyTable, trace: (build: (operator: number) => LogEventBody) => void) {
    this.table = table;
    this.keys = keys;
    this.trace = trace;
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
    return this.table.get();
  }

  put(value: unknown): void {
    this.table.put(value);
    const { kind } = this.meta;
    this.trace((operator) => ({
      kind: "stateWritten",
      operator,
      ...this.place(),
      value: stateText(kind, value),
      keys: this.size,
    }));
  }

  remove(): void {
    if (this.table.get() === undefined) return;
    this.table.remove();
    this.trace((operator) => ({ kind: "stateCleared", operator, ...this.place(), keys: this.size }));
  }

  forEach(id: number, visit: (value: unknown, namespace: WindowNamespace) => void): void {
    this.table.forEach(id, visit);
  }

  private place(): { readonly state: string; readonly key: string; readonly namespace?: string } {
    const place = { state: this.meta.name, key: this.keys.text(this.keys.current()) };
    return this.window === undefined
      ? place
      : { ...place, namespace: `[${this.window.start}, ${this.window.end})` };
  }
}

import type { LogicalType } from "../../stream/logical-type.ts";
import { hasIntegerValues } from "./key-table.ts";
import type { KeyTable } from "./key-table.ts";
import type { WindowNamespace } from "./keyed-state.ts";
import type { StateMemory } from "./state-memory.ts";

export type StateKind = "value" | "list" | "map" | "reducing" | "aggregating";

/** What a snapshot says of a state, and what a restored one must agree with. */
export interface StateMeta {
  readonly name: string;
  readonly kind: StateKind;
  readonly namespace: "void" | "window";
  readonly type: LogicalType;
  /** Of a map's keys. */
  readonly keyType?: LogicalType;
  /** True: values, elements and values of entries are `TtlValue`s. */
  readonly ttl?: true;
}

/**
 * Contents of one state, by key id and, where it has one, namespace. `get`, `toChange`, `put` and `remove` speak of the
 * current key and the namespace set last; `put` is called after every change, also of a value that was
 * changed in place.
 */
export interface StateTable {
  readonly meta: StateMeta;
  /** To be told of what is about to be written, beside what the table and its keys take themselves. */
  readonly memory: StateMemory;
  /** Number of (key, namespace) pairs with contents. */
  readonly size: number;
  setNamespace(window: WindowNamespace): void;
  /** What a function or an operator is shown; `undefined` when absent. */
  get(): unknown;
  /** The same, for what is put next to be made of; it is shown to nobody. */
  toChange(): unknown;
  put(value: unknown): void;
  remove(): void;
  /** Told before contents of the current key move from `sources` to `target`; only a table in the log asks for it. */
  merging?(target: WindowNamespace, sources: readonly WindowNamespace[]): void;
  /** All entries of a key, for snapshots. The void namespace is `voidNamespace`. */
  forEach(id: number, visit: (value: unknown, namespace: WindowNamespace) => void): void;
}

export const voidNamespace: WindowNamespace = { start: 0, end: 0 };

/** Table without namespaces for values of any kind: an array by key id. */
export class ObjectTable implements StateTable {
  readonly meta: StateMeta;
  readonly memory: StateMemory;
  size = 0;
  readonly #keys: KeyTable;
  readonly #values: unknown[] = [];

  constructor(meta: StateMeta, keys: KeyTable) {
    this.meta = meta;
    this.#keys = keys;
    this.memory = keys.memory;
  }

  setNamespace(): void {
    throw new Error(`state "${this.meta.name}" has no namespace`);
  }

  get(): unknown {
    return this.#values[this.#keys.current()];
  }

  toChange(): unknown {
    return this.get();
  }

  put(value: unknown): void {
    const id = this.#keys.current();
    const values = this.#values;
    while (values.length <= id) values.push(undefined);
    if (values[id] === undefined) {
      this.size += 1;
      this.#keys.retain(id);
    }
    values[id] = value;
  }

  remove(): void {
    const id = this.#keys.current();
    if (this.#values[id] === undefined) return;
    this.#values[id] = undefined;
    this.size -= 1;
    this.#keys.release(id);
  }

  forEach(id: number, visit: (value: unknown, namespace: WindowNamespace) => void): void {
    const value = this.#values[id];
    if (value !== undefined) visit(value, voidNamespace);
  }
}

const absent = 0;
const isNumber = 1;
const isBigint = 2;

/**
 * Table without namespaces for numeric types: a column of doubles and one of presence. A BIGINT beyond the
 * safe integers lies beside them as a bigint.
 */
export class NumberTable implements StateTable {
  readonly meta: StateMeta;
  readonly memory: StateMemory;
  size = 0;
  readonly #keys: KeyTable;
  #values = new Float64Array(64);
  #present = new Uint8Array(64);
  readonly #bigints = new Map<number, bigint>();

  constructor(meta: StateMeta, keys: KeyTable) {
    this.meta = meta;
    this.#keys = keys;
    this.memory = keys.memory;
  }

  setNamespace(): void {
    throw new Error(`state "${this.meta.name}" has no namespace`);
  }

  get(): unknown {
    return this.#valueOf(this.#keys.current());
  }

  toChange(): unknown {
    return this.get();
  }

  // Short, so that the engine takes it into the loop of the chain: what happens once per key is in another function.
  put(value: unknown): void {
    const id = this.#keys.current();
    if (typeof value === "number" && this.#present[id] === isNumber) this.#values[id] = value;
    else this.#putOther(id, value);
  }

  remove(): void {
    const id = this.#keys.current();
    if (this.#valueOf(id) === undefined) return;
    if (this.#present[id] === isBigint) this.#bigints.delete(id);
    this.#present[id] = absent;
    this.size -= 1;
    this.#keys.release(id);
  }

  forEach(id: number, visit: (value: unknown, namespace: WindowNamespace) => void): void {
    const value = this.#valueOf(id);
    if (value !== undefined) visit(value, voidNamespace);
  }

  #valueOf(id: number): number | bigint | undefined {
    const present = this.#present[id];
    if (present === isNumber) return this.#values[id];
    return present === isBigint ? this.#bigints.get(id) : undefined;
  }

  /** Where no number is yet, or what comes is none. */
  #putOther(id: number, value: unknown): void {
    if (id >= this.#values.length) this.#grow(id);
    if (this.#present[id] === absent) {
      this.size += 1;
      this.#keys.retain(id);
    }
    if (typeof value === "number") {
      this.#bigints.delete(id);
      this.#present[id] = isNumber;
      this.#values[id] = value;
    } else this.#putBigint(id, value);
  }

  #putBigint(id: number, value: unknown): void {
    if (typeof value !== "bigint" || this.meta.type.type !== "BIGINT") {
      throw new TypeError(
        `state "${this.meta.name}" of type ${this.meta.type.type} cannot hold a ${typeof value}`,
      );
    }
    this.#present[id] = isBigint;
    this.#bigints.set(id, value);
  }

  #grow(id: number): void {
    const capacity = Math.max(id + 1, this.#values.length * 2);
    const values = new Float64Array(capacity);
    values.set(this.#values);
    this.#values = values;
    const present = new Uint8Array(capacity);
    present.set(this.#present);
    this.#present = present;
  }
}

/** True for the types whose values are numbers, or bigints where they are too large. */
export function hasNumberValues(type: LogicalType): boolean {
  return type.type === "FLOAT" || type.type === "DOUBLE" || hasIntegerValues(type);
}

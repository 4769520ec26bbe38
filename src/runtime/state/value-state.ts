import type {
  Aggregate,
  AggregatingState,
  ReducingState,
  ValueState,
  WindowNamespace,
} from "./keyed-state.ts";
import type { StateTable } from "./state-table.ts";
import { valueSize } from "./value-size.ts";

const inPlaceBytes = 8;

/** [ST3] */
export class TableValueState<T> implements ValueState<T> {
  readonly #table: StateTable;

  constructor(table: StateTable) {
    this.#table = table;
  }

  setNamespace(window: WindowNamespace): void {
    this.#table.setNamespace(window);
  }

  value(): T | null {
    return (this.#table.get() as T | undefined) ?? null;
  }

  update(value: T | null): void {
    if (value === null || value === undefined) this.#table.remove();
    else {
      if (typeof value !== "number") this.#table.memory.write(valueSize(value));
      this.#table.put(value);
    }
  }

  clear(): void {
    this.#table.remove();
  }
}

/** [ST6] */
export class TableReducingState<T> implements ReducingState<T> {
  readonly #table: StateTable;
  readonly #reduce: (left: T, right: T) => T;

  constructor(table: StateTable, reduce: (left: T, right: T) => T) {
    this.#table = table;
    this.#reduce = reduce;
  }

  setNamespace(window: WindowNamespace): void {
    this.#table.setNamespace(window);
  }

  get(): T | null {
    return (this.#table.get() as T | undefined) ?? null;
  }

  add(value: T): void {
    const left = this.#table.toChange() as T | undefined;
    const result = left === undefined ? value : this.#reduce(left, value);
    if (typeof result !== "number") this.#table.memory.write(valueSize(result));
    this.#table.put(result);
  }

  clear(): void {
    this.#table.remove();
  }

  mergeNamespaces(target: WindowNamespace, sources: readonly WindowNamespace[]): void {
    mergeNamespaces(
      this.#table,
      { target, sources },
      this.#reduce as (left: unknown, right: unknown) => unknown,
    );
  }
}

/** [ST6] */
export class TableAggregatingState<In, Acc, Out> implements AggregatingState<In, Out> {
  readonly #table: StateTable;
  readonly #aggregate: Aggregate<In, Acc, Out>;

  constructor(table: StateTable, aggregate: Aggregate<In, Acc, Out>) {
    this.#table = table;
    this.#aggregate = aggregate;
  }

  setNamespace(window: WindowNamespace): void {
    this.#table.setNamespace(window);
  }

  get(): Out | null {
    const accumulator = this.#table.get() as Acc | undefined;
    return accumulator === undefined ? null : this.#aggregate.getResult(accumulator);
  }

  add(value: In): void {
    const before = this.#table.toChange() as Acc | undefined;
    const accumulator = this.#aggregate.add(value, before ?? this.#aggregate.createAccumulator());
    // One that was changed in place keeps its size, but for a text in it.
    if (typeof accumulator !== "number") this.#table.memory.write(accumulator === before ? inPlaceBytes : valueSize(accumulator));
    this.#table.put(accumulator);
  }

  clear(): void {
    this.#table.remove();
  }

  mergeNamespaces(target: WindowNamespace, sources: readonly WindowNamespace[]): void {
    mergeNamespaces(
      this.#table,
      { target, sources },
      this.#aggregate.merge as (left: unknown, right: unknown) => unknown,
    );
  }
}

/**
 * Moves the contents of the source namespaces behind those of the target, in order; the namespace is the
 * target's afterwards (AbstractHeapMergingState.mergeNamespaces). [ST8]
 */
export function mergeNamespaces(
  table: StateTable,
  windows: { readonly target: WindowNamespace; readonly sources: readonly WindowNamespace[] },
  merge: (left: unknown, right: unknown) => unknown,
): void {
  table.merging?.(windows.target, windows.sources);
  let merged: unknown;
  for (const source of windows.sources) {
    table.setNamespace(source);
    const contents = table.toChange();
    if (contents === undefined) continue;
    table.remove();
    merged = merged === undefined ? contents : merge(merged, contents);
  }
  table.setNamespace(windows.target);
  if (merged === undefined) return;
  const existing = table.toChange();
  table.put(existing === undefined ? merged : merge(existing, merged));
}

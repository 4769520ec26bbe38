import type { Field, LogicalType } from "../../stream/logical-type.ts";
import type { DenseKeyedState } from "./dense-state.ts";
import type { StateTtl } from "./ttl.ts";

/**
 * Keyed state as operators see it: the same five primitives as Flink's, addressed by (state name, current
 * key, namespace). A state object is made once per operator and name; what it reads and writes follows the
 * current key and its namespace.
 */
export interface KeyedState {
  /** The key of the record or timer being handled. Reading it without one is an error. */
  readonly currentKey: unknown;
  /** Of the key: it is the value of the only one, or an array of the values of several. */
  readonly keyFields: readonly Field[];
  /** For people: "42", "a", "(a, 42)". */
  readonly currentKeyText: string;
  /**
   * For states of the runtime with a layout of their own; undefined where there are none.
   */
  readonly dense: DenseKeyedState | undefined;
  value<T>(descriptor: StateDescriptor): ValueState<T>;
  list<T>(descriptor: StateDescriptor): ListState<T>;
  map<K, V>(descriptor: MapStateDescriptor): MapState<K, V>;
  reducing<T>(descriptor: StateDescriptor, reduce: (left: T, right: T) => T): ReducingState<T>;
  aggregating<In, Acc, Out>(
    descriptor: StateDescriptor,
    aggregate: Aggregate<In, Acc, Out>,
  ): AggregatingState<In, Out>;
}

export interface StateDescriptor {
  readonly name: string;
  /**
   * Type of the value (list: of an element; aggregating: of the accumulator). Numeric types are kept in typed
   * columns.
   */
  readonly type: LogicalType;
  /**
   * Default `void`: no namespace. `window`: the state also depends on the namespace set with `setNamespace`.
   */
  readonly namespace?: "void" | "window";
  /** Default: contents never expire. Not for states of windows. */
  readonly ttl?: StateTtl | undefined;
  /**
   * True for the operator's own notes (triggers, sessions), and for contents of windows, which firings name: the log tells no reads of
   * them as causes.
   */
  readonly isOwnNote?: true;
}

export interface MapStateDescriptor extends StateDescriptor {
  readonly keyType: LogicalType;
}

/** `start` and `end` of a window; the only namespace there is. The global window is (-Infinity, Infinity). */
export interface WindowNamespace {
  readonly start: number;
  readonly end: number;
}

interface Namespaced {
  /** For states declared with namespace `window`. */
  setNamespace(window: WindowNamespace): void;
  clear(): void;
}

export interface ValueState<T> extends Namespaced {
  /** `null` when absent. */
  value(): T | null;
  /** `null` clears. */
  update(value: T | null): void;
}

export interface ListState<T> extends Namespaced {
  get(): readonly T[];
  add(element: T): void;
  addAll(elements: readonly T[]): void;
  update(elements: readonly T[]): void;
  /** Moves the contents of the windows `sources` behind those of `target`, in order (merging windows). */
  mergeNamespaces(target: WindowNamespace, sources: readonly WindowNamespace[]): void;
}

export interface MapState<K, V> extends Namespaced {
  get(key: K): V | null;
  has(key: K): boolean;
  put(key: K, value: V | null): void;
  putAll(entries: Iterable<readonly [K, V | null]>): void;
  remove(key: K): void;
  isEmpty(): boolean;
  /** Entries that write through: `setValue` stores, `remove` deletes while iterating. Order of insertion. */
  entries(): Iterable<MapStateEntry<K, V>>;
}

export interface MapStateEntry<K, V> {
  readonly key: K;
  readonly value: V | null;
  setValue(value: V | null): void;
  remove(): void;
}

export interface ReducingState<T> extends Namespaced {
  get(): T | null;
  add(value: T): void;
  mergeNamespaces(target: WindowNamespace, sources: readonly WindowNamespace[]): void;
}

export interface AggregatingState<In, Out> extends Namespaced {
  get(): Out | null;
  add(value: In): void;
  mergeNamespaces(target: WindowNamespace, sources: readonly WindowNamespace[]): void;
}

/** Flink's AggregateFunction. Accumulators may be changed in place. */
export interface Aggregate<In, Acc, Out> {
  createAccumulator(): Acc;
  add(value: In, accumulator: Acc): Acc;
  getResult(accumulator: Acc): Out;
  merge(left: Acc, right: Acc): Acc;
}

import type { Field } from "../../stream/logical-type.ts";
import type { DenseKeyedState } from "./dense-state.ts";
import type { KeyTable } from "./key-table.ts";
import type {
  Aggregate,
  AggregatingState,
  KeyedState,
  ListState,
  MapState,
  MapStateDescriptor,
  ReducingState,
  StateDescriptor,
  ValueState,
} from "./keyed-state.ts";
import { TableListState } from "./list-state.ts";
import { keyIdentity } from "./map-key.ts";
import { TableMapState } from "./map-state.ts";
import type { StateTables } from "./state-tables.ts";
import { ttlAddingState, ttlListState, ttlMapState, ttlValueState } from "./ttl-states.ts";
import { TableAggregatingState, TableReducingState, TableValueState } from "./value-state.ts";

/** The states of a hashmap backend as its operator asks for them. */
export class HashMapState implements KeyedState {
  readonly dense: DenseKeyedState | undefined;
  readonly #keys: KeyTable;
  readonly #tables: StateTables;

  constructor(keys: KeyTable, tables: StateTables, dense: DenseKeyedState | undefined) {
    this.#keys = keys;
    this.#tables = tables;
    this.dense = dense;
  }

  get currentKey(): unknown {
    return this.#keys.key(this.#keys.current());
  }

  get keyFields(): readonly Field[] {
    return this.#keys.fields;
  }

  get currentKeyText(): string {
    return this.#keys.text(this.#keys.current());
  }

  value<T>(descriptor: StateDescriptor): ValueState<T> {
    const table = this.#tables.table("value", descriptor);
    const clock = this.#tables.ttlClock(descriptor);
    return clock === undefined ? new TableValueState<T>(table) : ttlValueState<T>(table, clock);
  }

  list<T>(descriptor: StateDescriptor): ListState<T> {
    const table = this.#tables.table("list", descriptor);
    const clock = this.#tables.ttlClock(descriptor);
    return clock === undefined
      ? new TableListState<T>(table)
      : ttlListState<T>(table, clock, new TableListState(table));
  }

  map<K, V>(descriptor: MapStateDescriptor): MapState<K, V> {
    const table = this.#tables.table("map", descriptor);
    const identity = keyIdentity(descriptor.keyType);
    const clock = this.#tables.ttlClock(descriptor);
    return clock === undefined
      ? new TableMapState<K, V>(table, identity)
      : ttlMapState<K, V>(clock, new TableMapState(table, identity));
  }

  reducing<T>(descriptor: StateDescriptor, reduce: (left: T, right: T) => T): ReducingState<T> {
    const table = this.#tables.table("reducing", descriptor);
    const clock = this.#tables.ttlClock(descriptor);
    if (clock === undefined) return new TableReducingState<T>(table, reduce);
    return ttlAddingState<T, T, T>(table, clock, {
      createAccumulator: (first) => first,
      add: (value, left) => reduce(left, value),
      getResult: (value) => value,
    });
  }

  aggregating<In, Acc, Out>(
    descriptor: StateDescriptor,
    aggregate: Aggregate<In, Acc, Out>,
  ): AggregatingState<In, Out> {
    const table = this.#tables.table("aggregating", descriptor);
    const clock = this.#tables.ttlClock(descriptor);
    if (clock === undefined) return new TableAggregatingState<In, Acc, Out>(table, aggregate);
    return ttlAddingState<In, Acc, Out>(table, clock, {
      createAccumulator: (first) => aggregate.add(first, aggregate.createAccumulator()),
      add: (value, accumulator) => aggregate.add(value, accumulator),
      getResult: (accumulator) => aggregate.getResult(accumulator),
    });
  }
}

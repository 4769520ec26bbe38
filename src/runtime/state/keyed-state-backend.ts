import type { LogEventBody } from "../../observe/event.ts";
import type { Timestamp } from "../../stream/timestamp.ts";
import { HeapTimerService } from "../time/heap-timer-service.ts";
import type { TimerListener } from "../time/heap-timer-service.ts";
import type { TimerCallback, TimerService } from "../time/timer-service.ts";
import type {
  KeyedBackend,
  KeyedBackendOptions,
  KeyedSnapshot,
  KeyedStatistics,
  SnapshotOutput,
} from "./backend.ts";
import type { DenseKeyedState, DenseState } from "./dense-state.ts";
import { KeyTable } from "./key-table.ts";
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
import { restoreKeyGroup } from "./keyed-restore.ts";
import { CopyOnAccessSnapshot } from "./keyed-snapshot.ts";
import { TableListState } from "./list-state.ts";
import { keyIdentity } from "./map-key.ts";
import { TableMapState } from "./map-state.ts";
import { hasNumberValues, NumberTable, ObjectTable } from "./state-table.ts";
import type { StateKind, StateMeta, StateTable } from "./state-table.ts";
import { traced } from "./traced-table.ts";
import { TableAggregatingState, TableReducingState, TableValueState } from "./value-state.ts";
import { WindowTable } from "./window-table.ts";

/** Hashmap backend (`state.backend.type: hashmap`): state lives in memory, snapshots are copied on access. */
export function createKeyedBackend(options: KeyedBackendOptions): KeyedBackend {
  return new HashMapBackend(options);
}

class HashMapBackend implements KeyedBackend, KeyedState {
  private readonly options: KeyedBackendOptions;
  private readonly keys: KeyTable;
  private readonly tables = new Map<string, StateTable>();
  private readonly services = new Map<string, HeapTimerService>();
  private readonly denseStates: DenseState[] = [];
  private readonly snapshots: CopyOnAccessSnapshot[] = [];
  private watermark: Timestamp = -Infinity;

  constructor(options: KeyedBackendOptions) {
    this.options = options;
    this.keys = new KeyTable(options);
    this.restore();
  }

  get state(): KeyedState {
    return this;
  }

  get dense(): DenseKeyedState | undefined {
    if (this.options.tracesRecords) return undefined;
    return {
      keys: this.keys,
      service: (name) => this.service(name),
      restored: (meta) => (this.tables.has(meta.name) ? this.tableOf(meta) : undefined),
      install: (state) => {
        this.tables.set(state.meta.name, state);
        this.denseStates.push(state);
      },
    };
  }

  get currentKey(): unknown {
    return this.keys.key(this.keys.current());
  }

  get currentKeyText(): string {
    return this.keys.text(this.keys.current());
  }

  setCurrentKey(key: unknown): void {
    this.keys.select(key);
  }

  value<T>(descriptor: StateDescriptor): ValueState<T> {
    return new TableValueState<T>(this.table("value", descriptor));
  }

  list<T>(descriptor: StateDescriptor): ListState<T> {
    return new TableListState<T>(this.table("list", descriptor));
  }

  map<K, V>(descriptor: MapStateDescriptor): MapState<K, V> {
    return new TableMapState<K, V>(this.table("map", descriptor), keyIdentity(descriptor.keyType));
  }

  reducing<T>(descriptor: StateDescriptor, reduce: (left: T, right: T) => T): ReducingState<T> {
    return new TableReducingState<T>(this.table("reducing", descriptor), reduce);
  }

  aggregating<In, Acc, Out>(
    descriptor: StateDescriptor,
    aggregate: Aggregate<In, Acc, Out>,
  ): AggregatingState<In, Out> {
    return new TableAggregatingState<In, Acc, Out>(this.table("aggregating", descriptor), aggregate);
  }

  timers<Namespace>(name: string, callback: TimerCallback<Namespace>): TimerService<Namespace> {
    // A service hands back the namespaces it was given, so the caller alone knows their type.
    const service = this.service(name) as unknown as HeapTimerService<Namespace>;
    service.setCallback(callback);
    return service;
  }

  setWatermark(watermark: Timestamp): void {
    this.watermark = watermark;
    for (const service of this.services.values()) service.currentWatermark = watermark;
  }

  fireEventTimer(): boolean {
    for (const service of this.services.values()) if (service.fireEvent()) return true;
    for (const state of this.denseStates) if (state.fireEventTimer()) return true;
    return false;
  }

  fireProcessingTimer(now: Timestamp): boolean {
    for (const service of this.services.values()) if (service.fireProcessing(now)) return true;
    return false;
  }

  nextProcessingTimer(): Timestamp {
    let next = Infinity;
    for (const service of this.services.values()) next = Math.min(next, service.nextProcessing);
    return next;
  }

  quiesceProcessingTimers(): void {
    for (const service of this.services.values()) service.quiesceProcessing();
  }

  snapshot(output: SnapshotOutput): KeyedSnapshot["keyGroups"] {
    const snapshot = this.startSnapshot();
    while (!snapshot.writeNext(output));
    snapshot.close();
    return snapshot.keyGroups;
  }

  startSnapshot(): KeyedSnapshot {
    this.keys.deselect();
    const snapshot = new CopyOnAccessSnapshot(
      {
        key: this.options.key,
        keys: this.keys,
        tables: [...this.tables.values()],
        services: this.services,
        denseStates: this.denseStates,
      },
      () => this.endSnapshot(snapshot),
    );
    this.snapshots.push(snapshot);
    this.keys.onSelect = (id) => {
      for (const running of this.snapshots) running.touch(id);
    };
    return snapshot;
  }

  applyToAllKeys(name: string, visit: (key: unknown) => void): void {
    const table = this.tables.get(name);
    if (table === undefined) return;
    const { first, last } = this.keys.keyGroups;
    const found: unknown[] = [];
    for (let group = first; group <= last; group += 1) {
      this.keys.forEachInGroup(group, (id) => {
        let present = false;
        table.forEach(id, () => (present = true));
        if (present) found.push(this.keys.key(id));
      });
    }
    for (const key of found) {
      this.keys.select(key);
      visit(key);
    }
    this.keys.deselect();
  }

  statistics(): KeyedStatistics {
    let entries = 0;
    for (const table of this.tables.values()) entries += table.size;
    const services = [...this.services.values()];
    const ownTimers = this.denseStates.reduce((sum, state) => sum + state.eventTimers, 0);
    return {
      entries,
      eventTimers: services.reduce((sum, service) => sum + service.event.size, ownTimers),
      processingTimers: services.reduce((sum, service) => sum + service.processing.size, 0),
    };
  }

  private endSnapshot(snapshot: CopyOnAccessSnapshot): void {
    const index = this.snapshots.indexOf(snapshot);
    if (index >= 0) this.snapshots.splice(index, 1);
    if (this.snapshots.length === 0) this.keys.onSelect = undefined;
  }

  private table(
    kind: StateKind,
    descriptor: StateDescriptor & { readonly keyType?: MapStateDescriptor["keyType"] },
  ): StateTable {
    const { name, type, namespace = "void", keyType } = descriptor;
    return this.tableOf(
      keyType === undefined ? { name, kind, namespace, type } : { name, kind, namespace, type, keyType },
    );
  }

  /** The table of a state: made when it is first asked for, or restored; then the two must agree. [ST10] */
  private tableOf(meta: StateMeta): StateTable {
    const existing = this.tables.get(meta.name);
    if (existing !== undefined) {
      const [was, is] = [JSON.stringify(existing.meta), JSON.stringify(meta)];
      if (was !== is) throw new Error(`[ST10] state "${meta.name}" was ${was} and cannot be used as ${is}`);
      return existing;
    }
    const { options, keys } = this;
    const table = newTable(meta, keys);
    const observed = options.tracesRecords ? traced(table, keys, options.trace) : table;
    this.tables.set(meta.name, observed);
    return observed;
  }

  private service(name: string): HeapTimerService {
    const existing = this.services.get(name);
    if (existing !== undefined) return existing;
    const { options, keys } = this;
    const onChange = options.tracesRecords ? timerTrace(keys, options.trace) : undefined;
    const service = new HeapTimerService({ keys, clock: options.clock, onChange });
    service.currentWatermark = this.watermark;
    this.services.set(name, service);
    return service;
  }

  private restore(): void {
    const { restore, key } = this.options;
    if (restore === undefined) return;
    for (const { file, range } of restore.state.keyGroups) {
      const bytes = restore.files.get(file);
      if (bytes === undefined) throw new Error(`[ST12] the snapshot file ${file} is missing`);
      restoreKeyGroup(bytes.subarray(range.offset, range.offset + range.length), {
        key,
        keys: this.keys,
        table: (meta) => this.tableOf(meta),
        service: (name) => this.service(name),
      });
    }
    this.keys.deselect();
  }
}

function newTable(meta: StateMeta, keys: KeyTable): StateTable {
  if (meta.namespace === "window") return new WindowTable(meta, keys);
  const typed = meta.kind !== "list" && meta.kind !== "map" && hasNumberValues(meta.type);
  return typed ? new NumberTable(meta, keys) : new ObjectTable(meta, keys);
}

function timerTrace(
  keys: KeyTable,
  trace: (build: (operator: number) => LogEventBody) => void,
): TimerListener {
  const kinds = { registered: "timerRegistered", deleted: "timerDeleted", fired: "timerFired" } as const;
  return (change, domain, { keyId, timestamp }) => {
    const key = keys.text(keyId);
    trace((operator) => ({ kind: kinds[change], operator, domain, timestamp, key }));
  };
}
